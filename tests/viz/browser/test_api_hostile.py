"""What other sites and odd clients can do to the browser's server: nothing."""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.viz.browser.served import Served, serving
from tests.viz.browser.test_api import MUVERA


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
