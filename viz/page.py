"""One self-contained page for a scene: pyvis' network, our own template, no request to anywhere.

The network itself is drawn by the vis-network that pyvis' wheel carries, put into the page whole.
pyvis' own templates are not used: they load from content delivery networks.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
import tempfile
import webbrowser
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import jinja2
import pyvis
from pyvis.network import Network

from kg.errors import EngineError, UsageError
from kg.exports.files import whole
from kg.result import Result
from viz.scene import Scene, from_result

LABEL_WIDTH = 32
"""Letters of a label; the rest stands in the panel."""
FOLDER = Path(__file__).parent / "templates"

STYLE = {
    "Paper": ("dot", "#0072B2"),
    "Concept": ("triangle", "#E69F00"),
    "Dataset": ("square", "#009E73"),
    "Method": ("diamond", "#CC79A7"),
    "Repository": ("hexagon", "#56B4E9"),
    "Author": ("triangleDown", "#D55E00"),
    "Venue": ("star", "#F0E442"),
}
"""Shape and colour of each kind: Okabe & Ito's colours, told apart by the colour-blind."""
OTHER = ("dot", "#999999")


def write(scene: Scene, path: Path, *, title: str, force: bool = False) -> None:
    """Write the page of a scene.

    Raises:
        GraphError: The file is there already and `force` is false, or can't be written.
    """
    page = html(scene, title=title)

    def put(part: Path) -> None:
        part.write_text(page, encoding="utf-8")

    whole(path, put, force=force)


def html(scene: Scene, *, title: str) -> str:
    """The page as text."""
    network = _network(scene)
    nodes, edges, *_ = network.get_network_data()
    data = {
        "nodes": nodes,
        "edges": edges,
        "styles": {k: STYLE.get(k, OTHER) for k in scene.legend},
        "details": {n.key: _details(n.properties) for n in scene.nodes},
        "reasons": [_details(e.properties) for e in scene.edges],
    }
    script = (FOLDER / "map.js").read_text(encoding="utf-8")
    style = (FOLDER / "map.css").read_text(encoding="utf-8")
    library = _vis_network()
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("map.html.j2").render(
        title=title,
        scene=scene,
        styles=data["styles"],
        policy=_policy([library, script], [style]),
        library=_raw(library),
        script=_raw(script),
        style=_raw(style),
        data=_raw(_json(data)),
    )


def _raw(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)


def _json(value: Any) -> str:
    """JSON that can't end the script element that it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _network(scene: Scene) -> Network:
    network = Network(directed=True)
    network.toggle_physics(False)
    for node in scene.nodes:
        shape, color = STYLE.get(node.label, OTHER)
        network.add_node(
            node.key,
            label=_short(node.title),
            shape=shape,
            color=color,
            x=node.x,
            y=node.y,
            size=node.radius,
            kind=node.label,
            name=node.title,
            degree=node.degree,
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
            }
        )
    return network


def _short(title: str) -> str:
    """A label: what stands before a title's colon where that is short, else the beginning."""
    head, colon, _ = title.partition(":")
    if colon and len(head) <= LABEL_WIDTH:
        return head
    return title if len(title) <= LABEL_WIDTH else title[: LABEL_WIDTH - 1].rstrip() + "…"


def _details(properties: Any) -> dict[str, Any]:
    return {k: v for k, v in properties.items() if v is not None and v != "" and v != []}


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
    result: Result, *, title: str = "An answer", height: int = 600, browser: bool = True
) -> Any:
    """Draw an answer: a sandboxed frame in a notebook, else a page in the web browser.

    Args:
        result: With nodes in it.
        title: Heading of the page.
        height: Of the frame, in pixels.
        browser: Open the page; False only writes it, and gives its path.

    Raises:
        UsageError: There is no node in the answer.
    """
    if not result.nodes:
        raise UsageError(
            "the answer has no nodes to draw", remedy="RETURN nodes, not only their properties"
        )
    page = html(from_result(result), title=title)
    if _in_notebook():
        return Frame(page, height)
    with tempfile.NamedTemporaryFile("w", suffix=".html", delete=False, encoding="utf-8") as file:
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
