"""Nodes, links and values as the page gets them; every key is one text."""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from kg import schema
from kg.errors import UsageError
from kg.result import Edge, Node
from viz.browser.answers import LinkAnswer, NodeAnswer


def node_key(label: str, id_: str) -> str:
    """``Paper/doi:10.1/x``."""
    return f"{label}/{id_}"


def read_node_key(key: str) -> tuple[str, str]:
    """Label and id of a node's key.

    Raises:
        UsageError: It is not one.
    """
    label, slash, id_ = key.partition("/")
    if not (label and slash and id_):
        raise UsageError(f"{key[:200]!r} is not the key of a node", remedy="LABEL/ID")
    return label, id_


def link_key(edge: Edge) -> str:
    """``CITES/Paper/a/Paper/b``, the ids percent-encoded."""
    parts = (edge.type, edge.source_label, edge.source, edge.target_label, edge.target)
    return "/".join(quote(part, safe=":") for part in parts)


def read_link_key(key: str) -> tuple[str, tuple[str, str], tuple[str, str]]:
    """Type, source and target of a link's key.

    Raises:
        UsageError: It is not one.
    """
    parts = [unquote(part) for part in key.split("/")]
    if len(parts) != 5 or not all(parts):
        raise UsageError(f"{key[:200]!r} is not the key of a link")
    return parts[0], (parts[1], parts[2]), (parts[3], parts[4])


def node(value: Node, *, full: bool = False, left_out: tuple[str, ...] = ()) -> NodeAnswer:
    """A node; with all its properties when `full`."""
    given: NodeAnswer = {
        "key": node_key(value.label, value.id),
        "label": value.label,
        "id": value.id,
        "title": value.title if value.title.strip() else value.id,
    }
    year = value.properties.get("year")
    if isinstance(year, int):
        given["year"] = year
    if full:
        given["properties"] = {
            name: cell(v)
            for name, v in value.properties.items()
            if v not in (None, "", []) and name not in left_out
        }
    return given


def link(value: Edge, *, full: bool = False) -> LinkAnswer:
    """A link; with all its properties when `full`."""
    known = schema.RELATIONSHIP.get(value.type)
    given: LinkAnswer = {
        "key": link_key(value),
        "type": value.type,
        "source": node_key(value.source_label, value.source),
        "target": node_key(value.target_label, value.target),
        "symmetric": known is not None and known.symmetric,
        "weight": round(value.strength, 3),
    }
    confidence = value.properties.get("confidence")
    if isinstance(confidence, int | float) and math.isfinite(confidence):
        given["confidence"] = min(1.0, max(0.0, round(float(confidence), 3)))
    if full:
        given["properties"] = {
            name: cell(v) for name, v in value.properties.items() if v not in (None, "", [])
        }
    return given


def cell(value: Any) -> Any:
    """A value of an answer as JSON can say it; nodes and links marked as such."""
    if isinstance(value, Node):
        return {"$node": node(value, full=True)}
    if isinstance(value, Edge):
        return {"$link": link(value, full=True)}
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(k): cell(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set):
        return [cell(v) for v in value]
    return str(value)


def outward(value: Node) -> list[tuple[str, str]]:
    """Addresses outside that a node tells, as (text, https address)."""
    p = value.properties
    found = []
    if p.get("doi"):
        found.append(("DOI", f"https://doi.org/{quote(str(p['doi']), safe='/:;()._-')}"))
    if p.get("arxiv_id"):
        found.append(("arXiv", f"https://arxiv.org/abs/{quote(str(p['arxiv_id']), safe='/.')}"))
    if p.get("orcid"):
        name = str(p["orcid"]).rpartition("/")[2]
        found.append(("ORCID", f"https://orcid.org/{quote(name, safe='-')}"))
    for address in [p.get("url"), *(p.get("project_pages") or ())]:
        if isinstance(address, str) and (host := _host(address)):
            found.append((host, address))
    return list({href: (text, href) for text, href in found}.values())


def _host(address: str) -> str:
    """The host of an https address that hides nothing; else empty."""
    try:
        parts = urlsplit(address)
        plain = address.isprintable() and not any(c in address for c in " <>\"'`\\")
        if parts.scheme == "https" and parts.hostname and "@" not in parts.netloc and plain:
            return parts.hostname.removeprefix("www.")
    except ValueError:
        pass
    return ""


def counter(text: str) -> Callable[[int], int]:
    """What makes an offset in characters one as JavaScript counts: in UTF-16 units."""
    if text.isascii():
        return lambda offset: offset
    wide = [at for at, c in enumerate(text) if c > "\uffff"]
    return lambda offset: offset + bisect.bisect_left(wide, offset)


def units(text: str, offset: int) -> int:
    """One offset counted in characters, in UTF-16 units."""
    return counter(text[:offset])(min(offset, len(text)))


def characters(text: str, offset: int) -> int:
    """An offset counted in UTF-16 units, in characters."""
    counted = 0
    for at, c in enumerate(text):
        if counted >= offset:
            return at
        counted += 2 if c > "\uffff" else 1
    return len(text)
