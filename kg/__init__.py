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

    Raises:
        UsageError: `target` is neither a text nor a path.
    """
    from kg import arguments
    from kg.result import present_with
    from queries.helpers import open_graph
    from viz.presentation import Presentation

    place = arguments.path("a graph", target, '"papers.kg" or "bolt://localhost:7687"')
    present_with(Presentation())
    return open_graph(place, **login)


def build(
    inputs: str | Path | Iterable[str | Path], output: str | Path, **settings: Any
) -> BuildSummary:
    """Make a graph of the papers in a file, or in several files and folders.

    Args:
        inputs: The file or folder, or several; ``~`` is the home folder, here as in `output`.
        output: The graph folder to make, or to make anew.
        settings: ``source``, ``columns``, ``thesaurus`` …, see `kg.pipeline.build`.

    Raises:
        UsageError: `inputs` or `output` are neither texts nor paths.
    """
    from collections.abc import Iterable

    from kg import arguments, pipeline

    several: Iterable[Any] = [inputs]
    if isinstance(inputs, Iterable) and not isinstance(inputs, str | bytes):
        several = inputs
    return pipeline.build(
        [arguments.path("a file of papers", path, '"papers.jsonl"') for path in several],
        arguments.path("the graph to make", output, '"papers.kg"'),
        **settings,
    )
