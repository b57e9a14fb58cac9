"""The endpoints: one table, and the OpenAPI description made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Literal

from viz.browser import (
    answers,
    asking,
    contract,
    graph,
    neighbours,
    nodes,
    overview,
    reasons,
    search,
    taking,
)
from viz.browser.graph import Browsed
from viz.browser.jobs import Job


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A question that the page can ask.

    Attributes:
        takes: What it takes: from the address (GET) or as JSON (POST).
        gives: The type of its answer; None for a file.
        call: Answers it.
        lane: Which connections it uses: a person's own statements never wait for, nor hold up,
            the rest.
        seconds: Name of the limit that is its deadline.
    """

    method: Literal["GET", "POST"]
    path: str
    doc: str
    takes: type[contract.Taken]
    gives: Any
    call: Callable[[Browsed, Job, Any], Any]
    lane: Literal["exploring", "asking"] = "exploring"
    seconds: str = "own_seconds"


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "GET", "/api/about", "What the graph holds, and what a question may cost.",
        contract.Nothing, answers.AboutAnswer, lambda g, j, t: graph.about(g, j),
    ),
    Endpoint(
        "GET", "/api/schema", "Labels, types of links, properties, functions.",
        contract.Nothing, answers.SchemaAnswer, lambda g, j, t: graph.schema_of(g, j),
    ),
    Endpoint(
        "GET", "/api/search", "Nodes by words, as one types, or by meaning.",
        contract.Search, answers.SearchAnswer,
        lambda g, j, t: search.search(g, j, t.q, t.kind, t.limit, t.meaning),
    ),
    Endpoint(
        "GET", "/api/overview", "All papers with places, communities and the strongest links.",
        contract.Overview, answers.OverviewAnswer,
        lambda g, j, t: overview.overview(g, j, t.most), seconds="overview_seconds",
    ),
    Endpoint(
        "GET", "/api/node", "All about a node.",
        contract.OfNode, answers.NodePage, lambda g, j, t: nodes.page(j, t.key),
    ),
    Endpoint(
        "POST", "/api/expand", "Neighbours of a node by one kind of link, the strongest first.",
        contract.Expand, answers.ExpandAnswer,
        lambda g, j, t: neighbours.expand(
            j, t.key, t.type, t.direction, t.label, t.skip, t.limit, t.have
        ),
    ),
    Endpoint(
        "POST", "/api/links", "The links among some nodes.",
        contract.OfNodes, answers.LinksAnswer, lambda g, j, t: nodes.among(j, t.keys),
    ),
    Endpoint(
        "GET", "/api/link", "A link, and the sentences that say so.",
        contract.OfLink, answers.LinkPage, lambda g, j, t: nodes.link_page(j, t.key),
    ),
    Endpoint(
        "GET", "/api/why", "Why two nodes are linked.",
        contract.Two, answers.WhyAnswer, lambda g, j, t: reasons.why(j, t.a, t.b),
    ),
    Endpoint(
        "GET", "/api/path", "The shortest ways between two nodes.",
        contract.Paths, answers.PathsAnswer, lambda g, j, t: reasons.paths(j, t.a, t.b, t.most),
    ),
    Endpoint(
        "GET", "/api/recipes", "Ready-made questions by group.",
        contract.Nothing, answers.RecipesAnswer, lambda g, j, t: asking.all_recipes(g),
    ),
    Endpoint(
        "POST", "/api/query", "The answer to a statement or a recipe.",
        contract.Query, answers.QueryAnswer,
        lambda g, j, t: asking.query(
            g, j, t.statement, t.recipe, t.parameters, t.rows, t.plan
        ),
        lane="asking", seconds="query_seconds",
    ),
    Endpoint(
        "POST", "/api/complete", "What may stand at the cursor of a statement.",
        contract.Complete, answers.CompleteAnswer,
        lambda g, j, t: asking.complete(g, j, t.text, t.cursor),
    ),
    Endpoint(
        "POST", "/api/check", "The parameters of a statement, and why it would be refused.",
        contract.Check, answers.CheckAnswer, lambda g, j, t: asking.check(g, j, t.statement),
    ),
    Endpoint(
        "POST", "/api/positions", "Places for nodes, around those that stand already.",
        contract.Positions, answers.PositionsAnswer,
        lambda g, j, t: taking.positions(t.nodes, t.links, t.fixed),
    ),
    Endpoint(
        "POST", "/api/export", "Some nodes as a file.",
        contract.Export, None,
        lambda g, j, t: taking.export(j, t.form, t.keys, t.links, taking.file_name(g.name)),
        seconds="query_seconds",
    ),
)  # fmt: skip

_ERRORS = {
    "400": "What was sent is not what is taken, or the statement is refused.",
    "401": "The token is missing.",
    "403": "Another site's request.",
    "404": "There is no such node or link.",
    "413": "The body is too large.",
    "415": "The body is not JSON.",
    "503": "The graph's engine is gone, or too many wait.",
    "504": "The deadline is over.",
}


def openapi() -> dict[str, Any]:
    """The description of the endpoints, OpenAPI 3.1."""
    taken = [e.takes for e in ENDPOINTS if e.method == "POST" or e.takes.model_fields]
    given = [e.gives for e in ENDPOINTS if e.gives is not None]
    schemas, references, definitions = contract.schemas(taken, [*given, answers.ErrorAnswer])
    failed = {"application/json": {"schema": references[answers.ErrorAnswer]}}
    paths: dict[str, Any] = {}
    for e in ENDPOINTS:
        content: dict[str, Any] = (
            {"application/json": {"schema": references[e.gives]}}
            if e.gives is not None
            else {media: {} for media in taking.MEDIA.values()}
        )
        operation: dict[str, Any] = {
            "operationId": e.path.rpartition("/")[2],
            "summary": e.doc,
            "responses": {
                "200": {"description": "The answer.", "content": content},
                **{code: {"description": d, "content": failed} for code, d in _ERRORS.items()},
            },
        }
        if e.method == "GET" and e.takes.model_fields:
            operation["parameters"] = _parameters(schemas[e.takes.__name__])
        elif e.method == "POST":
            body = {"$ref": f"#/components/schemas/{e.takes.__name__}"}
            operation["requestBody"] = {
                "required": True,
                "content": {"application/json": {"schema": body}},
            }
        paths[e.path] = {e.method.lower(): operation}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "kg browse",
            "version": version("kg-papers"),
            "description": "The graph browser's questions to its graph; reading only.",
        },
        "paths": paths,
        "components": {"schemas": definitions},
    }


def _parameters(model: dict[str, Any]) -> list[dict[str, Any]]:
    needed = model.get("required", [])
    return [
        {
            "name": name,
            "in": "query",
            "required": name in needed,
            "schema": {k: v for k, v in field.items() if k not in ("title", "description")},
            **({"description": field["description"]} if "description" in field else {}),
        }
        for name, field in model["properties"].items()
    ]
