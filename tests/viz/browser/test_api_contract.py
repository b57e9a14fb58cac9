"""The API is what its OpenAPI description says: asked by schemathesis, answers checked."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.config import SchemathesisConfig

from tests.viz.browser.served import Served
from viz.browser.api import ENDPOINTS

load_all_checks()
UNFIT = CHECKS.get_by_names(["positive_data_acceptance"])
"""Not every text is a statement, nor every key that of a node: these are refused rightly."""


@pytest.fixture(scope="module")
def description(browsed: Served) -> Any:
    refused = {"negative_data_rejection": {"expected-statuses": [400, 404, 413, 415]}}
    config = SchemathesisConfig.from_dict({"checks": refused})
    return schemathesis.openapi.from_url(f"{browsed.base}/api/openapi.json", config=config)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: e.path)
def test_every_endpoint_answers_as_described(
    description: Any, endpoint: Any, mode: GenerationMode
) -> None:
    if mode is GenerationMode.NEGATIVE and not endpoint.takes.model_fields:
        pytest.skip("nothing can be wrong in what takes nothing")
    operation = description[endpoint.path][endpoint.method]

    @settings(
        max_examples=10,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        case.call_and_validate(excluded_checks=UNFIT)

    ask()


def test_the_description_names_every_endpoint(browsed: Served) -> None:
    paths = browsed.get("/api/openapi.json")["paths"]
    assert {(p, m.upper()) for p, methods in paths.items() for m in methods} == {
        (e.path, e.method) for e in ENDPOINTS
    }
