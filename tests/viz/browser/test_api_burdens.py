"""The browser's server under burdens: large graphs, none at all, Neo4j that goes away."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from kg.folder import GraphFolder
from tests.conftest import neo4j_store
from tests.viz.browser.graphs import graph_of, hostile_graph
from tests.viz.browser.served import Served, serving
from tests.viz.browser.test_api import BEIR


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with serving(hostile_graph(tmp_path_factory.mktemp("hostile") / "hostile.kg")) as served:
        yield served


def test_a_node_of_ten_thousand_links_is_shown_in_parts(hostile: Served) -> None:
    page = hostile.get("/api/node", key="Dataset/d")
    assert page["kinds"] == [
        {"type": "EVALUATES_ON", "direction": "in", "label": "Paper", "count": 10_000}
    ]
    began = time.monotonic()
    found = hostile.post("/api/expand", key="Dataset/d", type="EVALUATES_ON", limit=200)
    assert time.monotonic() - began < 2
    assert found["total"] == 10_000
    assert len(found["nodes"]) == len(found["links"]) == 200
    assert found["nodes"][0]["id"] == "p9999"  # the surest first
    hostile.refused("/api/expand", 400, key="Dataset/d", type="EVALUATES_ON", limit=201)
    last = hostile.post("/api/expand", key="Dataset/d", type="EVALUATES_ON", skip=9_999)
    assert len(last["nodes"]) == 1


def test_an_abstract_of_a_megabyte_is_marked(hostile: Served) -> None:
    page = hostile.get("/api/node", key="Paper/p0")
    text = page["abstract"]["text"]
    assert len(text) > 1_000_000
    units = text.encode("utf-16-le")
    marks = page["abstract"]["marks"]
    assert 0 < len(marks) <= 2_000
    for mark in marks[:50]:
        assert units[2 * mark["start"] : 2 * mark["end"]].decode("utf-16-le") == "Data"


def test_only_plain_https_addresses_lead_outside(hostile: Served) -> None:
    page = hostile.get("/api/node", key="Paper/p1")
    assert {link["href"] for link in page["outward"]} == {
        "https://doi.org/10.1/%22%3E%3Cb%3E", "https://b.example/x",
    }  # fmt: skip
    assert page["node"]["title"].strip()


def test_papers_without_links_have_places(hostile: Served) -> None:
    found = hostile.get("/api/overview")
    assert len(set(zip(found["nodes"]["x"], found["nodes"]["y"], strict=True))) == 10_000
    assert found["links"]["source"] == []


def test_an_empty_graph(tmp_path: Path) -> None:
    with serving(graph_of(tmp_path / "empty.kg", {}, {})) as served:
        assert served.get("/api/about")["years"] is None
        assert served.get("/api/overview")["nodes"]["key"] == []
        assert served.get("/api/search", q="x")["hits"] == []
        assert served.post("/api/query", recipe="datasets")["rows"] == []


@pytest.mark.neo4j
def test_a_server_that_goes_away_and_comes_back(neo4j_uri: str, example_graph: Path) -> None:
    """The way to the server is cut and mended by a relay that belongs to the test."""
    tables = GraphFolder.open(example_graph).tables()
    with (
        neo4j_store(neo4j_uri, tables),
        Relay(neo4j_uri) as relay,
        serving(relay.uri) as served,
    ):
        assert served.get("/api/node", key=BEIR)["node"]["title"] == "BEIR"
        relay.cut()
        answer = served.client.get("/api/node", params={"key": BEIR})
        assert answer.status_code == 503
        assert "no Neo4j answers" in answer.json()["error"]["message"]
        relay.mend()
        assert served.get("/api/node", key=BEIR)["node"]["title"] == "BEIR"


class Relay:
    """Hands bytes on between a port of its own and a server's."""

    def __init__(self, uri: str) -> None:
        host, _, port = uri.partition("://")[2].partition(":")
        self._to = (host, int(port))
        self._open: list[socket.socket] = []
        self._listening: socket.socket | None = None
        self.port = 0
        self.mend()

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    def mend(self) -> None:
        listening = socket.create_server(("127.0.0.1", self.port))
        self.port = listening.getsockname()[1]
        self._listening = listening
        threading.Thread(target=self._accept, args=(listening,), daemon=True).start()

    def cut(self) -> None:
        assert self._listening is not None
        for end in [self._listening, *self._open]:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.clear()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            far = socket.create_connection(self._to)
            self._open += [near, far]
            for a, b in ((near, far), (far, near)):
                threading.Thread(target=_hand_on, args=(a, b), daemon=True).start()

    def __enter__(self) -> Relay:
        return self

    def __exit__(self, *error: object) -> None:
        self.cut()


def _hand_on(a: socket.socket, b: socket.socket) -> None:
    with suppress(OSError):
        while part := a.recv(65536):
            b.sendall(part)
    a.close()
    b.close()
