"""The command map: a page of a graph, of a view of it, or of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import stores
from kg.commands import show
from kg.commands.login import login
from kg.errors import GraphError, UsageError

if TYPE_CHECKING:
    from queries.helpers import Graph
    from viz.reading import Reading
    from viz.scene import Places, Scene
    from viz.views import Wanted

TITLES = {
    "overview": "{graph}",
    "concepts": "Concepts of {graph}",
    "benchmarks": "Benchmarks of {graph}",
    "timeline": "{graph} by year",
}


def map_page(graph: str, question: str | None, parameters: tuple[str, ...], **options: Any) -> int:
    """Write a page that shows a graph, a view of it, or an answer."""
    from viz import page

    view = _view(question, options)
    if options["hops"] is not None and view != "neighbourhood":
        raise UsageError("--hops is for a neighbourhood", remedy='add --of "TITLE OR NAME"')
    if parameters and question is None:
        raise UsageError("-p is for a question", remedy="name a recipe, or give Cypher")
    output = Path(options["output"])
    if output.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{output} has no ending of a page", remedy="end its name in .html")
    like = Path(options["like"]) if options["like"] else output
    places: Places | None = None
    if options["like"] or (options["force"] and output.exists()):
        places = page.former(like) if options["like"] else _former(like)
    with show.progress() as progress:
        progress.stage(f"read {view}")
        shown, title = _scene(graph, view, question, parameters, places, options)
        progress.stage("write")
        page.write(shown, output, title=options["title"] or title, force=options["force"])
    click.echo(f"{output}: {shown.summary}")
    if shown.note:
        click.echo(shown.note, err=True)
    return 0


def _former(path: Path) -> Places | None:
    from viz import page

    try:
        return page.former(path)
    except GraphError:  # any other file may be replaced too: --force says so
        return None


def _view(question: str | None, options: Mapping[str, Any]) -> str:
    """The view that is asked for.

    Raises:
        UsageError: The options ask for several, or don't say enough.
    """
    of, start, end, view = (options[name] for name in ("of", "start", "end", "view"))
    told = {
        "answer": question is not None,
        "neighbourhood": of is not None,
        "path": start is not None or end is not None,
    }
    asked = [name for name, given in told.items() if given]
    if view is not None and view not in asked:
        asked.append(view)
    if len(asked) > 1:
        raise UsageError(
            f"one page shows one thing, not {' and '.join(asked)}",
            remedy="write a page for each",
        )
    chosen = asked[0] if asked else "overview"
    if chosen == "neighbourhood" and of is None:
        raise UsageError("a neighbourhood needs its middle", remedy='--of "TITLE OR NAME"')
    if chosen == "path" and (start is None or end is None):
        raise UsageError("a path needs two ends", remedy="--from NAME --to NAME")
    return chosen


def _scene(
    graph: str,
    view: str,
    question: str | None,
    parameters: tuple[str, ...],
    places: Places | None,
    options: Mapping[str, Any],
) -> tuple[Scene, str]:
    from kg.commands.ask import ask
    from kg.folder import GraphFolder
    from viz import page, scene, views
    from viz.reading import StoreReading, TablesReading

    wanted = views.Wanted(options["most"], places)
    if question is not None:
        answer = ask(graph, question, parameters, user=options["user"])
        return scene.from_result(answer, most=wanted.most, former=places), question
    server = stores.is_server(graph)
    if view in TITLES and not server:
        tables = TablesReading(GraphFolder.open(Path(graph)).tables())
        return _whole(view, tables, wanted), TITLES[view].format(graph=Path(graph).stem)
    with _opened(graph, options["user"]) as opened:
        reading = StoreReading(opened.store)
        if view == "neighbourhood":
            centre = opened.node(options["of"])
            made = views.neighbourhood(opened.store, centre, wanted, hops=options["hops"] or 1)
            return made, centre.title
        if view == "path":
            first, last = opened.node(options["start"]), opened.node(options["end"])
            ends = page.short(first.title), page.short(last.title)
            return views.path(reading, first, last), "From {} to {}".format(*ends)
        return _whole(view, reading, wanted), TITLES[view].format(graph=graph)


def _whole(view: str, reading: Reading, wanted: Wanted) -> Scene:
    from viz import views

    made = {
        "overview": views.overview,
        "concepts": views.concepts,
        "benchmarks": views.benchmarks,
        "timeline": views.timeline,
    }
    return made[view](reading, wanted)


def _opened(graph: str, user: str | None) -> Graph:
    from queries.helpers import open_graph

    if not stores.is_server(graph):
        return open_graph(graph)
    name, password = login(graph, user)
    return open_graph(graph, user=name, password=password)
