"""Names of the sciences that are neither data nor methods: compounds, genes, cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ELEMENT = (
    r"(?:A[lru]|B[aeir]|C[adelorsu]|Dy|E[ru]|Fe|G[ade]|H[efgo]|I[nr]|Kr|L[aiu]|M[gno]|N[abdei]|Os"
    r"|P[bdrt]|R[behu]|S[bceimnr]|T[abehilm]|Xe|Yb|Z[nr]|[BCDFHIKNOPSUVWY])"
)
_FORMULA = re.compile(rf"(?=.*\d)(?=.*[A-Z][a-z])(?:{_ELEMENT}(?:\d\d?(?!\d))?){{2,}}$")
_OF_LIFE = frozenset(
    "gene genes mrna proteins enzyme enzymes kinase receptor receptors antibody antibodies cells "
    "mice allele alleles promoter isoform isoforms strain strains virus inhibitor inhibitors "
    "agonist agonists antagonist antagonists concentration concentrations".split()
)
"""What stands after the names of genes, substances, cells."""


def is_formula(word: str) -> bool:
    """Whether a word is a compound with an element of two letters and a number.

    >>> is_formula("Fe3GeTe2"), is_formula("TiO2"), is_formula("MoCo"), is_formula("COCO2017")
    (True, True, False, False)
    """
    return _FORMULA.match(word) is not None


def is_of_life(low: Sequence[str], places: Sequence[int]) -> bool:
    """Whether a name is a gene's, a substance's, a cell's: "the SOX4 gene", "MKN-45 cells".

    Args:
        low: A text's tokens in lower case.
        places: Numbers of the last tokens of the name.
    """
    return not _OF_LIFE.isdisjoint([low[i + 1] for i in places if i + 1 < len(low)])
