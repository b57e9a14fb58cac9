"""kg: research papers in, a citation and concept knowledge graph out.

>>> import kg
>>> kg.open("no-such.kg")
Traceback (most recent call last):
kg.errors.GraphError: no-such.kg: no such graph
make one: kg build PAPERS -o no-such.kg

This module and ``kg.cli`` are the front doors: they alone know what stands behind ``kg``, and
load it when it is asked for.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.run import BuildSummary
    from queries.helpers import Graph

__all__ = ["__version__", "build", "open"]
__version__ = "0.1.0"


def open(target: str | Path, **login: Any) -> Graph:
    """Open a graph for reading; see `queries.helpers.Graph`.

    Args:
        target: A folder made by ``kg build`` (``~`` is the home folder), or the address of a
            Neo4j server.
        login: ``user``, ``password``, ``database`` of a server.
    """
    from kg.result import present_with
    from queries.helpers import open_graph
    from viz.presentation import Presentation

    present_with(Presentation())
    return open_graph(os.path.expanduser(target), **login)


def build(
    inputs: str | Path | Iterable[str | Path], output: str | Path, **settings: Any
) -> BuildSummary:
    """Make a graph of the papers in a file, or in several files and folders.

    Args:
        inputs: The file or folder, or several; ``~`` is the home folder, here as in `output`.
        output: The graph folder to make, or to make anew.
        settings: ``source``, ``columns``, ``thesaurus`` …, see `kg.pipeline.build`.
    """
    from kg import pipeline

    several = [inputs] if isinstance(inputs, str | os.PathLike) else inputs
    expanded = [os.path.expanduser(path) for path in several]
    return pipeline.build(expanded, os.path.expanduser(output), **settings)
