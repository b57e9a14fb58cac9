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

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from queries.helpers import Graph

__all__ = ["__version__", "build", "open"]
__version__ = "0.1.0"


def open(target: str | Path, **login: Any) -> Graph:
    """Open a graph for reading; see `queries.helpers.Graph`.

    Args:
        target: A folder made by ``kg build``, or the address of a Neo4j server.
        login: ``user``, ``password``, ``database`` of a server.
    """
    from kg.result import present_with
    from queries.helpers import open_graph
    from viz.presentation import Presentation

    present_with(Presentation())
    return open_graph(target, **login)


def build(inputs: Any, output: Any, **settings: Any) -> Any:
    """Make a graph of the papers in some files; see `kg.pipeline.build`."""
    from kg import pipeline

    return pipeline.build(inputs, output, **settings)
