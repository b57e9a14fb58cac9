"""The singular of nouns, by rules and by what no rule tells."""

from __future__ import annotations

import re
from functools import lru_cache

_KEEP_S = re.compile(
    r"(?:ss|us|is|ics|\b(?:bi|ali)as|ous|news|series|species|gas|lens|atlas|always|chaos|cosmos|ethos"
    r"|asbestos|stokes|means|biomass|[ck]anvas|pancreas|rabies|scabies|caries|herpes|measles|ascites"
    r"|sapiens|elegans|albicans|mutans|pyogenes|biceps|triceps|forceps|innings|trellis|kudos)$"
)
_IN_ICS = frozenset(
    "metrics topics subtopics heuristics metaheuristics characteristics critics rubrics relics "
    "fabrics mosaics comics clinics antibiotics epidemics pandemics academics infographics "
    "plastics tropics generics logics diacritics ceramics dielectrics ferroelectrics harmonics "
    "probiotics diabetics analgesics anesthetics mimics hysterics".split()
)
"""Plurals of words in -ic, unlike "physics"."""
_IRREGULAR = {
    "corpora": "corpus", "analyses": "analysis", "hypotheses": "hypothesis", "matrices": "matrix",
    "indices": "index", "vertices": "vertex", "criteria": "criterion", "phenomena": "phenomenon",
    "people": "people", "children": "child", "biases": "bias", "bases": "base", "lenses": "lens",
    "taxonomies": "taxonomy", "data": "data", "media": "media", "axes": "axis", "losses": "loss",
    "queries": "query", "theses": "thesis", "mice": "mouse", "genera": "genus", "nuclei": "nucleus",
    "stimuli": "stimulus", "spectra": "spectrum", "bacteria": "bacterium", "diagnoses": "diagnosis",
    "syntheses": "synthesis", "crises": "crisis", "movies": "movie", "cookies": "cookie",
    "caches": "cache", "gases": "gas", "houses": "house", "cases": "case",
    "bayes": "bayes", "humanities": "humanities", "aliases": "alias", "diabetes": "diabetes",
    "synopses": "synopsis", "parentheses": "parenthesis", "quizzes": "quiz",
    "buses": "bus", "canvases": "canvas", "lyrics": "lyrics",
    "demographics": "demographics", "netherlands": "netherlands", "americas": "americas",
    "philippines": "philippines", "wales": "wales", "texas": "texas", "reuters": "reuters",
    "surpluses": "surplus",
    "women": "woman", "men": "man", "teeth": "tooth", "feet": "foot", "leaves": "leaf",
    "halves": "half", "wolves": "wolf", "lives": "life", "mitochondria": "mitochondrion",
    "larvae": "larva", "algae": "alga", "vertebrae": "vertebra", "antennae": "antenna",
    "loci": "locus", "foci": "focus", "fungi": "fungus", "radii": "radius", "taxa": "taxon",
    "automata": "automaton", "sera": "serum", "quanta": "quantum", "momenta": "momentum",
    "vortices": "vortex", "helices": "helix", "cortices": "cortex", "appendices": "appendix",
    "metastases": "metastasis", "prostheses": "prosthesis", "anastomoses": "anastomosis",
    "prognoses": "prognosis", "neuroses": "neurosis", "psychoses": "psychosis",
    "stenoses": "stenosis", "thromboses": "thrombosis", "symbioses": "symbiosis",
    "databases": "database", "phrases": "phrase", "responses": "response", "sequences": "sequence",
    "strata": "stratum", "phyla": "phylum", "maxima": "maximum", "minima": "minimum",
    "optima": "optimum", "extrema": "extremum", "equilibria": "equilibrium",
    "curricula": "curriculum", "consortia": "consortium", "symposia": "symposium",
    "errata": "erratum", "polyhedra": "polyhedron", "schemata": "schema", "stomata": "stoma",
    "formulae": "formula", "hyphae": "hypha", "pupae": "pupa", "nebulae": "nebula",
    "supernovae": "supernova", "thesauri": "thesaurus", "syllabi": "syllabus", "cacti": "cactus",
    "alumni": "alumnus", "alveoli": "alveolus", "gyri": "gyrus", "sulci": "sulcus",
    "villi": "villus", "thrombi": "thrombus", "emboli": "embolus", "oases": "oasis",
    "geese": "goose", "oxen": "ox", "irises": "iris", "atlases": "atlas", "pancreases": "pancreas",
    "knives": "knife", "shelves": "shelf", "selves": "self", "calves": "calf", "hooves": "hoof",
    "niches": "niche", "avalanches": "avalanche", "psyches": "psyche", "aches": "ache",
    "headaches": "headache", "toothaches": "toothache", "backaches": "backache",
    "zombies": "zombie", "selfies": "selfie", "calories": "calorie", "prairies": "prairie",
    "pies": "pie", "ties": "tie", "lies": "lie",
}  # fmt: skip
_IN_O = frozenset(
    "tomatoes potatoes heroes echoes vetoes torpedoes mosquitoes volcanoes tornadoes cargoes "
    "embargoes mangoes".split()
)
_IN_ES = re.compile(
    r"(?:ch|sh|ss|x|zz|tz|(?:vir|corp|camp|foc|stat|bon|cens|consens|apparat|sin|thym|plex|thesaur"
    r"|chor|uter|ton)us)es$"
)
"""Plurals that lose two letters; of words in -us, not of those in -use."""


@lru_cache(100_000)
def singular(word: str) -> str:
    """The singular of a noun, lower case.

    >>> singular("queries"), singular("analysis"), singular("boxes"), singular("models")
    ('query', 'analysis', 'box', 'model')
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _IN_ICS:
        return word[:-1]
    if "-" in word and (head := word.rpartition("-")[2]) in _IN_ICS:
        return word[: -len(head)] + head[:-1]
    if len(word) < 4 or not word.endswith("s") or _KEEP_S.search(word):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word in _IN_O or _IN_ES.search(word):
        return word[:-2]
    return word[:-1]
