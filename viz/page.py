"""One self-contained page for a scene: pyvis' network, our own template, no request to anywhere.

The network itself is drawn by the vis-network that pyvis' wheel carries, put into the page whole.
pyvis' own templates are not used: they load from content delivery networks.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import tempfile
import webbrowser
from collections import defaultdict
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import jinja2
import pyvis
from markupsafe import Markup
from pyvis.network import Network

from kg.errors import EngineError, GraphError, UsageError
from kg.exports.files import whole
from kg.result import Result
from kg.wording import counted
from viz.layout import Point
from viz.scene import MOST_DRAWN, OTHER, Scene, from_result

LABEL_WIDTH = 34
"""Letters of a label; the rest stands in the panel."""
MOST_TEXT = 20_000
"""Letters of an abstract that the panel shows."""
FOLDER = Path(__file__).parent / "templates"
SCRIPTS = ("drawing.js", "panel.js", "controls.js")
_DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def write(scene: Scene, path: Path, *, title: str, force: bool = False) -> None:
    """Write the page of a scene.

    Raises:
        GraphError: The file is there already and `force` is false, or can't be written.
    """
    page = html(scene, title=title)

    def put(part: Path) -> None:
        part.write_text(page, encoding="utf-8", errors="replace")

    whole(path, put, force=force)


def former(path: Path) -> dict[str, Point]:
    """The places of the nodes of a page that was written before, so that they can be kept.

    Raises:
        GraphError: It is no page of ours, or can't be read.
    """
    try:
        found = _DATA.search(path.read_text(encoding="utf-8"))
        nodes = json.loads(found[1] if found else "")["nodes"]
        return {str(n["id"]): (float(n["x"]), float(n["y"])) for n in nodes}
    except (OSError, ValueError, TypeError, KeyError) as error:
        said = error.strerror if isinstance(error, OSError) else "no places of nodes in it"
        raise GraphError(
            f"{path} is no page of kg map: {said}", remedy="give a page that kg map wrote"
        ) from error


def html(scene: Scene, *, title: str) -> str:
    """The page as text."""
    scripts = [_vis_network(), *(_template(name) for name in SCRIPTS)]
    style = _template("map.css")
    measures = sorted(n.measure for n in scene.nodes if n.measure is not None)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("map.html.j2").render(
        title=title,
        scene=scene,
        counted=counted,
        scale=_ends(measures),
        policy=_policy(scripts, [style]),
        scripts=[Markup(script) for script in scripts],
        style=Markup(style),
        data=Markup(_json(_data(scene))),
    )


def _template(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _ends(measures: list[float]) -> tuple[str, str]:
    """The ends of the second colouring, as the page clips it: the middle nine tenths."""
    if not measures:
        return "", ""
    low = measures[int(len(measures) * 0.05)]
    high = measures[-(-len(measures) * 95 // 100) - 1]
    return (f"{low:.0f}", f"{high:.0f}") if high - low >= 2 else (f"{low:g}", f"{high:g}")


def _data(scene: Scene) -> dict[str, Any]:
    network = _network(scene)
    nodes, edges, *_ = network.get_network_data()
    return {
        "nodes": nodes,
        "edges": edges,
        "groups": [{"key": g.key, "name": g.name} for g in scene.groups],
        "groupedBy": scene.grouped_by,
        "axis": scene.axis,
        "chosen": scene.chosen,
        "details": {n.key: _details(n.properties, "abstract") for n in scene.nodes},
        "reasons": [_details(e.properties, "evidence", "start", "end") for e in scene.edges],
    }


def _json(value: Any) -> str:
    """JSON that can't end the script element that it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _network(scene: Scene) -> Network:
    network = Network(directed=True)
    network.toggle_physics(False)
    looks = {g.key: (g.shape, g.color) for g in scene.groups}
    marks = _marks(scene)
    for node in scene.nodes:
        shape, color = looks.get(node.group, OTHER)
        network.add_node(
            node.key,
            label=short(node.title),
            shape=shape,
            color=color,
            x=node.x,
            y=node.y,
            size=node.radius,
            kind=node.label,
            name=node.title,
            degree=node.degree,
            member=node.group,
            measure=node.measure,
            lists=dict(node.lists),
            abstract=_marked(node.properties, marks[node.key]),
        )
    for number, edge in enumerate(scene.edges):
        network.edges.append(
            {
                "id": number,
                "from": edge.source,
                "to": edge.target,
                "type": edge.type,
                "weight": edge.weight,
                "symmetric": edge.symmetric,
                "said": edge.evidence,
            }
        )
    return network


def _marks(scene: Scene) -> dict[str, list[tuple[int, int, str]]]:
    """Where the text of each paper names what it is linked with: start, end, kind."""
    labels = {n.key: n.label for n in scene.nodes}
    marks: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for edge in scene.edges:
        start, end = edge.properties.get("start"), edge.properties.get("end")
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end:
            marks[edge.source].append((start, end, labels[edge.target]))
    return marks


def _marked(properties: Any, marks: list[tuple[int, int, str]]) -> list[tuple[str, str]]:
    """An abstract in pieces, each with the kind of what it names; empty: plain text."""
    text = properties.get("abstract") or ""
    if not isinstance(text, str) or not text:
        return []
    before = len(properties.get("title") or "") + 1
    pieces: list[tuple[str, str]] = []
    at = 0
    for start, end, kind in sorted((a - before, b - before, k) for a, b, k in set(marks)):
        if at <= start and end <= min(len(text), MOST_TEXT):
            pieces += [(text[at:start], ""), (text[start:end], kind)]
            at = end
    pieces.append((text[at:MOST_TEXT] + (" …" if len(text) > MOST_TEXT else ""), ""))
    return [piece for piece in pieces if piece[0]]


def short(title: str) -> str:
    """A label: what stands before a title's colon where that is short, else the beginning."""
    head, colon, _ = title.partition(":")
    if colon and 1 < len(head) <= LABEL_WIDTH:
        return head
    if len(title) <= LABEL_WIDTH:
        return title
    cut = title[: LABEL_WIDTH - 1]
    word = cut.rpartition(" ")[0]
    return (word if len(word) > LABEL_WIDTH // 2 else cut).rstrip(" ,;:-") + "…"


def _details(properties: Any, *but: str) -> dict[str, Any]:
    return {
        k: v for k, v in properties.items() if k not in but and v is not None and v not in ("", [])
    }


@cache
def _vis_network() -> str:
    """The newest vis-network script in pyvis' wheel.

    Raises:
        EngineError: It isn't there.
    """
    found = sorted(Path(pyvis.__file__).parent.glob("lib/vis-*/vis-network.min.js"))
    if not found:
        raise EngineError(
            "pyvis carries no vis-network script", remedy="pip install --force-reinstall pyvis"
        )
    text = found[-1].read_text(encoding="utf-8")
    return "\n".join(x for x in text.split("\n") if not x.startswith("//# sourceMappingURL"))


def _policy(scripts: list[str], styles: list[str]) -> str:
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: list[str]) -> str:
    digests = (hashlib.sha256(t.encode()).digest() for t in texts)
    return " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests)


def show(
    result: Result,
    *,
    title: str = "An answer",
    height: int = 600,
    most: int = MOST_DRAWN,
    browser: bool = True,
) -> Any:
    """Draw an answer: a sandboxed frame in a notebook, else a page in the web browser.

    Args:
        result: With nodes in it.
        title: Heading of the page.
        height: Of the frame, in pixels.
        most: Nodes at the most; those with most links stay.
        browser: Open the page; False only writes it, and gives its path.

    Raises:
        UsageError: There is no node in the answer.
    """
    scene = from_result(result, most=most)
    if not scene.nodes:
        raise UsageError(
            "the answer has no nodes to draw", remedy="RETURN nodes, not only their properties"
        )
    page = html(scene, title=title)
    if _in_notebook():
        return Frame(page, height)
    with tempfile.NamedTemporaryFile(
        "w", suffix=".html", delete=False, encoding="utf-8", errors="replace"
    ) as file:
        file.write(page)
    path = Path(file.name)
    if browser:
        webbrowser.open(path.as_uri())
    return path


class Frame:
    """A page inside a notebook, in a frame that can reach neither the notebook nor the network."""

    def __init__(self, page: str, height: int) -> None:
        self.page = page
        self.height = height

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox="allow-scripts" srcdoc="{escape(self.page)}" '
            f'style="width:100%;height:{self.height}px;border:0"></iframe>'
        )


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and hasattr(shell, "kernel")
