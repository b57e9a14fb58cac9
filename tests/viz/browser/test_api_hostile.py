"""What other sites, odd clients and large questions can do to the browser's server: nothing."""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from kg import schema
from kg.folder import GraphFolder, write_generation, write_tables
from kg.stores.ladybug import write
from kg.tables import GraphTables, edge_schema, node_schema
from tests.conftest import neo4j_store
from tests.viz.browser.conftest import Served, serving
from tests.viz.browser.test_api import BEIR, MUVERA


def raw(served: Served, method: str, path: str, body: bytes | None = None, **headers: str) -> Any:
    """A request exactly as given; status, headers, body."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    connection.putrequest(method, path, skip_host="host" in headers, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    if body is not None:
        connection.putheader("content-length", str(len(body)))
    connection.endheaders(body)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, text


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "localhost.evil.example",
     "127.0.0.1@evil.example", "", "[::1", "0.0.0.0", "169.254.1.1", "127.0.0.1/x", "127.0.0.1:x"],
)  # fmt: skip
def test_a_name_that_was_made_to_point_here_is_refused(browsed: Served, host: str) -> None:
    assert raw(browsed, "GET", "/api/about", host=host)[0] in (400, 403)
    assert raw(browsed, "GET", "/", host=host)[0] in (400, 403)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:1", "[::1]:99"])
def test_this_machines_own_names_are_let_in(browsed: Served, host: str) -> None:
    assert raw(browsed, "GET", "/api/about", host=host)[0] == 200


def test_other_sites_are_refused(browsed: Served) -> None:
    for site in ("cross-site", "same-site", "odd"):
        status, _, _ = raw(browsed, "GET", "/api/about", sec_fetch_site=site)
        assert status == 403
        assert raw(browsed, "GET", "/static/app.js", sec_fetch_site=site)[0] == 403
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"):
        assert raw(browsed, "POST", "/api/links", b"{}", origin=origin)[0] == 403
    own = {"origin": browsed.base, "sec_fetch_site": "same-origin"}
    body = b'{"keys": []}'
    assert (
        raw(browsed, "POST", "/api/links", body, content_type="application/json", **own)[0] == 200
    )


def test_a_link_from_elsewhere_opens_the_page_only(browsed: Served) -> None:
    opened = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}
    assert raw(browsed, "GET", "/", **opened, sec_fetch_dest="document")[0] in (200, 503)
    assert raw(browsed, "GET", "/", **opened, sec_fetch_dest="iframe")[0] == 403
    assert raw(browsed, "GET", "/api/about", **opened, sec_fetch_dest="document")[0] == 403


def test_a_form_of_another_site_can_not_ask(browsed: Served) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        status, _, _ = raw(
            browsed, "POST", "/api/query", b'{"statement":"RETURN 1"}', content_type=kind
        )
        assert status == 415


def test_every_answer_carries_the_protecting_headers(browsed: Served) -> None:
    for path in ("/", "/api/about", "/api/nothing", "/static/none", "/api/openapi.json"):
        _, headers, _ = raw(browsed, "GET", path)
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers
    refused = raw(browsed, "GET", "/api/about", host="evil.example")
    assert refused[1]["x-content-type-options"] == "nosniff"
    assert raw(browsed, "OPTIONS", "/api/query", origin="https://evil.example")[0] == 403


@pytest.mark.parametrize(
    "path",
    ["/static/../web.py", "/static/%2e%2e/web.py", "/static/..%2fweb.py", "/static/%2e%2e%2fweb.py",
     "/static//etc/passwd", "/static/....//web.py", "/static/..\\web.py", "/static/%00",
     "/static/%2fetc%2fpasswd", "/../../../etc/passwd", "/static/", "/static"],
)  # fmt: skip
def test_no_file_but_the_pages_own_is_given(browsed: Served, path: str) -> None:
    status, _, text = raw(browsed, "GET", path)
    assert status in (307, 400, 404, 405)
    assert b"root:" not in text
    assert b"Starlette" not in text


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"1", b'"x"', b'{"a": NaN}', b"[" * 100_000, b'{"a":' * 50_000,
     b"\xff\xfe", b"{\"statement\": \"\xff\"}", b'{"statement": 1}', b'{"statement": null}',
     b'{"statement": "RETURN 1", "rows": -1}', b'{"statement": "RETURN 1", "rows": 1e999}',
     b'{"statement": "RETURN 1", "odd": 1}', b'{"recipe": "../../etc/passwd"}',
     b'{"statement": "RETURN 1", "recipe": "datasets"}', b'{"statement": "RETURN \\ud800"}',
     b'{"statement": "RETURN $x", "parameters": {"x": "\\ud800"}}',
     b'{"statement": "RETURN $x", "parameters": {"x": [1, "a"]}}',
     b'{"statement": "RETURN $x", "parameters": {"x": [[[[[[[1]]]]]]]}}',
     b'{"recipe": "most-cited", "parameters": {"limit": 1e400}}',
     b'{"recipe": "most-cited", "parameters": {"limit": -5}}'],
)  # fmt: skip
def test_odd_bodies_are_refused_with_a_sentence(browsed: Served, body: bytes) -> None:
    status, _, text = raw(browsed, "POST", "/api/query", body, content_type="application/json")
    assert status == 400, text
    assert json.loads(text)["error"]["message"]


def test_huge_bodies_are_not_read(browsed: Served) -> None:
    body = b'{"statement": "' + b"x" * 3_000_000 + b'"}'
    status, _, _ = raw(browsed, "POST", "/api/query", body, content_type="application/json")
    assert status == 413
    many = json.dumps({"keys": ["Paper/x"] * 5_000}).encode()
    assert raw(browsed, "POST", "/api/links", many, content_type="application/json")[0] == 400


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "/",
        "Paper/",
        "/x",
        "Odd/x",
        "Paper/none",
        "Paper`/x",
        "Paper) DETACH DELETE (n/x",
        "Paper/' OR 1=1 //",
        "Paper/\x00",
    ],
)
def test_unknown_and_odd_keys(browsed: Served, key: str) -> None:
    for path, given in (
        ("/api/node", {"key": key}),
        ("/api/link", {"key": key}),
        ("/api/link", {"key": f"CITES/{key}/{key}"}),
        ("/api/why", {"a": key, "b": MUVERA}),
        ("/api/path", {"a": MUVERA, "b": key}),
    ):
        answer = browsed.client.get(path, params=given)
        assert answer.status_code in (400, 404)
        assert answer.json()["error"]["message"]
    answer = browsed.client.post("/api/expand", json={"key": key, "type": "CITES"})
    assert answer.status_code in (400, 404)
    browsed.refused("/api/expand", 400, key=MUVERA, type="CITES|HAS_CONCEPT]->() DELETE n //")
    browsed.refused("/api/expand", 400, key=MUVERA, type="CITES", label="Paper) DELETE (n")


@pytest.mark.parametrize(
    "statement",
    ["CREATE (n:Paper {id: 'x'})", "MATCH (n) DETACH DELETE n", "COPY Paper TO 'x.csv'",
     "LOAD FROM '/etc/passwd' RETURN *", "CALL db_version() RETURN *; DROP TABLE Paper",
     "INSTALL httpfs", "ATTACH 'x' AS y", "EXPORT DATABASE 'x'", "PROFILE CREATE (n:Paper {id: '1'})",
     "EXPLAIN MATCH (n) SET n.id = 'x'"],
)  # fmt: skip
@pytest.mark.parametrize("plan", [False, True])
def test_nothing_is_written(browsed: Served, statement: str, plan: bool) -> None:
    error = browsed.refused("/api/query", 400, statement=statement, plan=plan)
    assert "refused" in error["message"] or "two statements" in error["message"]


def test_a_closed_page_stops_its_query(browsed: Served) -> None:
    """More are dropped than run at once; each would take longer than its deadline of 30 s."""
    slow = {"statement": "MATCH (a:Concept)-[:CO_OCCURS_WITH*1..6]-(b:Concept) RETURN count(*)"}
    body = json.dumps(slow).encode()
    head = (
        f"POST /api/query HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    began = time.monotonic()
    for _ in range(9):
        with socket.create_connection(("127.0.0.1", browsed.port)) as sent:
            sent.sendall(head + body)
            time.sleep(0.1)  # so that it runs when it is dropped
    answer = browsed.post("/api/query", statement="RETURN 1 AS x")
    assert answer["rows"] == [[1]]
    assert time.monotonic() - began < 15


def test_other_addresses_demand_a_token(example_graph: Path) -> None:
    with serving(example_graph, "--host", "0.0.0.0") as served:
        token = re.search(r"token=([\w-]+)", served.address)
        assert token is not None
        assert len(token[1]) >= 20
        for path in ("/api/about", "/", "/static/x", "/?token=wrong", "/?token="):
            assert raw(served, "GET", path)[0] == 401
        status, headers, _ = raw(served, "GET", f"/?token={token[1]}&q=x")
        assert (status, headers["location"]) == (303, "/?q=x")
        cookie = headers["set-cookie"]
        assert {"HttpOnly", "SameSite=strict"} <= {p.strip() for p in cookie.split(";")}
        assert raw(served, "GET", "/api/about", cookie=cookie.partition(";")[0])[0] == 200
        assert raw(served, "GET", "/api/about", cookie="kg_token=x")[0] == 401
        assert raw(served, "GET", "/api/about", cookie="kg_token=\xe9")[0] == 401
        assert raw(served, "GET", "/api/about", authorization=f"Bearer {token[1]}")[0] == 200
        assert raw(served, "GET", "/api/about", host="evil.example")[0] == 403


@pytest.mark.parametrize(
    ("options", "said"),
    [(["--token", "short"], "at least 12"), (["--host", "203.0.113.7"], "can't listen"),
     (["--host", "no such host"], "can't listen")],
)  # fmt: skip
def test_what_can_not_be_served_is_said(example_graph: Path, options: list[str], said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli", "browse", str(example_graph), "--port", "0", *options],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_said(browsed: Served, example_graph: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli", "browse", str(example_graph), "--port", str(browsed.port)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "--port" in done.stderr


def hostile_graph(path: Path) -> Path:
    """10,000 papers that all use one dataset, one of them with an abstract of a megabyte and a
    title that would be markup; no links between papers."""
    papers = [
        {"id": f"p{i}", "title": f"Paper {i}", "abstract": "", "year": 2000 + i % 20}
        for i in range(10_000)
    ]
    papers[0] |= {
        "title": "</script><img src=x onerror=alert(1)>",
        "abstract": "Data 𝒟 here. " * 80_000,
    }
    papers[1] |= {
        "url": "javascript:alert(1)",
        "doi": '10.1/"><b>',
        "title": "  ",
        "project_pages": [
            "http://a.example",
            "https://b.example/x",
            "https://c.example@d.example/",
            "data:text/html,x",
        ],
    }
    dataset = {"id": "d", "name": "Data", "kind": "dataset", "aliases": ["The Data"]}
    uses = [
        {"source_label": "Paper", "source": f"p{i}", "target_label": "Dataset", "target": "d",
         "evidence": "Data 𝒟 here.", "start": -1, "end": -1, "rule": "x", "confidence": i / 10_000}
        for i in range(10_000)
    ]  # fmt: skip
    return graph_of(path, {"Paper": papers, "Dataset": [dataset]}, {"EVALUATES_ON": uses})


def graph_of(path: Path, nodes: dict[str, Any], edges: dict[str, Any]) -> Path:
    """A graph folder of some rows."""
    tables = GraphTables(
        {n: pa.Table.from_pylist(nodes.get(n, []), schema=node_schema(n)) for n in schema.LABEL},
        {
            n: pa.Table.from_pylist(edges.get(n, []), schema=edge_schema(n))
            for n in schema.RELATIONSHIP
        },
    )

    def fill(generation: Path) -> dict[str, Any]:
        write_tables(tables, generation)
        write(tables, generation / "graph.lbug")
        return {"inputs": []}

    path.mkdir()
    write_generation(path, fill)
    return path


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
