"""What each endpoint takes, checked by pydantic; JSON Schemas of what they take and give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.json_schema import models_json_schema

from kg.errors import ParameterError
from viz.browser.answers import Direction
from viz.browser.limits import most

Key = Annotated[str, Field(min_length=3, max_length=4000, pattern=r"^[^/]+/[\s\S]+$")]
Finite = Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False)]
Name = Annotated[str, Field(max_length=200)]
Form = Literal["bib", "ris", "csv", "json", "gexf", "page"]


class Taken(BaseModel):
    """What an endpoint takes."""

    model_config = ConfigDict(extra="forbid", str_max_length=2**20)


class Nothing(Taken):
    pass


class Search(Taken):
    q: str = Field(max_length=1_000, description="words; the last may be unfinished")
    kind: Name = Field("", description="a label, for instance Dataset; empty for all")
    limit: int = Field(20, ge=1, le=most("hits"))
    meaning: bool = Field(False, description="by meaning instead of by words")


class Overview(Taken):
    most: int = Field(most("overview_nodes"), ge=1, le=most("overview_nodes"))


class OfNode(Taken):
    key: Key


class Expand(Taken):
    key: Key
    type: Name = Field(description="of the links")
    direction: Direction = "both"
    label: Name = Field("", description="of the neighbours; empty for all")
    skip: int = Field(0, ge=0, le=10**6)
    limit: int = Field(30, ge=1, le=most("expand"))
    have: list[Key] = Field([], max_length=most("keys"), description="nodes already shown")


class OfNodes(Taken):
    keys: list[Key] = Field(max_length=most("keys"))


class OfLink(Taken):
    key: str = Field(max_length=12_000)


class Two(Taken):
    a: Key
    b: Key


class Paths(Two):
    most: int = Field(5, ge=1, le=most("paths"))


class Query(Taken):
    statement: str | None = Field(None, description="Cypher, reading only")
    recipe: Name | None = Field(None, description="the name of a recipe, instead of a statement")
    parameters: dict[str, Any] = Field({}, max_length=100)
    rows: int = Field(1_000, ge=1, le=most("rows"))
    plan: bool = Field(False, description="the engine's plan instead of rows")


class Complete(Taken):
    text: str = Field(max_length=100_000)
    cursor: int = Field(ge=0, le=10**6)


class Check(Taken):
    statement: str = Field(max_length=1_000_000)


class Positions(Taken):
    nodes: list[Key] = Field(max_length=most("positions"))
    links: list[tuple[Key, Key, Annotated[float, Field(ge=0, le=1e6)]]] = Field(
        [], max_length=most("links")
    )
    fixed: dict[str, tuple[Finite, Finite]] = Field({}, max_length=most("positions"))


class Export(Taken):
    form: Form
    keys: list[Key] = Field(max_length=most("export_keys"))
    links: bool = Field(True, description="with the links among them")


class TakenError(ParameterError):
    """What was sent to an endpoint is not what it takes."""


def read(model: type[Taken], given: Mapping[str, Any], *, texts: bool = False) -> Any:
    """What was sent, checked.

    Args:
        model: What the endpoint takes.
        given: Values by name.
        texts: They are texts from an address; numbers and truth values are read from them.

    Raises:
        TakenError: Something is missing, unknown, too large or of another type.
    """
    try:
        return model.model_validate(dict(given), strict=False if texts else None)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(part)[:100] for part in first["loc"]) or "the request"
        raise TakenError(
            f"{place}: {first['msg'][:300]}", remedy="see /api/openapi.json for what it takes"
        ) from None


def schemas(
    taken: Sequence[type[Taken]], given: Sequence[Any]
) -> tuple[dict[str, Any], dict[Any, dict[str, Any]], dict[str, Any]]:
    """JSON Schemas for OpenAPI.

    Args:
        taken: Models of what endpoints take.
        given: Types of what they give.

    Returns:
        Schema by name of the model; reference by answer's type; the definitions they refer to.
    """
    at = "#/components/schemas/{model}"
    _, of_models = models_json_schema([(m, "validation") for m in taken], ref_template=at)
    definitions: dict[str, Any] = dict(of_models.get("$defs", {}))
    references, of_answers = TypeAdapter.json_schemas(
        [(kind, "serialization", TypeAdapter(kind)) for kind in given], ref_template=at
    )
    definitions |= of_answers.get("$defs", {})
    by_model = {model.__name__: definitions[model.__name__] for model in taken}
    by_answer = {key: dict(reference) for (key, _), reference in references.items()}
    return by_model, by_answer, definitions
