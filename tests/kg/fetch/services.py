"""A server on this machine that answers as the four services do, from recorded answers."""

from __future__ import annotations

import gzip
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Fault = Callable[["Handler"], None]


class Services(ThreadingHTTPServer):
    """Each page has fewer records than a client asks for, as a service may decide.

    Attributes:
        log: Path and query of each request, in order.
        times: When each came.
        headers_seen: Its headers.
        faults: What happens to the next requests instead of an answer; None answers.
        epoch: Cursors of another epoch are refused.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, formats: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.log: list[tuple[str, dict[str, str]]] = []
        self.times: list[float] = []
        self.headers_seen: list[dict[str, str]] = []
        self.faults: list[Fault | None] = []
        self.epoch = 1
        part = next((formats / "openalex" / "snapshot" / "works").rglob("*.gz"))
        self.works = [json.loads(w) for w in gzip.decompress(part.read_bytes()).splitlines()]
        crossref = json.loads(
            (formats / "crossref" / "habanero-works_field_queries-0.json").read_text()
        )
        self.crossref = crossref
        self.search = json.loads((formats / "semanticscholar" / "search_paper-0.json").read_text())
        self.feed = (formats / "arxiv-atom" / "q_testing_s0_m100_cfe7536492ca.xml").read_text()
        self.refusal = (
            formats / "arxiv-atom" / "id_abc_s0_m100_b79c8dcf6bc3.http400.txt"
        ).read_bytes()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def openalex(self, asked: dict[str, str]) -> tuple[int, Any]:
        start = 0
        if asked["cursor"] != "*":
            epoch, start = map(int, asked["cursor"].split("-"))
            if epoch != self.epoch:
                return 400, {
                    "error": "Invalid query parameters error.",
                    "message": "Cursor value is invalid.",
                }
        if int(asked["per_page"]) > 100:
            return 400, {"error": "Invalid", "message": "per_page must be between 1 and 100"}
        found = self.works[start : start + min(10, int(asked["per_page"]))]
        following = f"{self.epoch}-{start + len(found)}" if found else None
        meta = {"count": len(self.works), "page": None, "next_cursor": following}
        return 200, {"meta": meta, "results": found, "group_by": []}

    def works_of_crossref(self, asked: dict[str, str]) -> tuple[int, Any]:
        items = self.crossref["message"]["items"]
        start = int(asked["offset"])
        message = self.crossref["message"] | {
            "items": items[start : start + min(8, int(asked["rows"]))],
            "total-results": len(items),
        }
        return 200, self.crossref | {"message": message}

    def semantic_scholar(self, path: str, asked: dict[str, str], body: Any) -> tuple[int, Any]:
        data = self.search["data"]
        if path.endswith("/batch"):
            known = {r["paperId"]: r for r in data[:-1]}
            return 200, [known.get(i) for i in body["ids"]]
        if path.endswith("/bulk"):
            start = int(asked.get("token", "t0")[1:])
            found = data[start : start + 60]
            token = f"t{start + 60}" if start + 60 < len(data) else None
            return 200, {"total": len(data), "token": token, "data": found}
        start = int(asked["offset"])
        found = data[start : start + min(30, int(asked["limit"]))]
        answer = {"total": len(data), "offset": start, "data": found}
        if start + len(found) < len(data):
            answer["next"] = start + len(found)
        return 200, answer

    def arxiv(self, asked: dict[str, str]) -> tuple[int, bytes]:
        if asked["search_query"] == "id:abc":
            return 400, self.refusal
        entries = re.findall(r"  <entry>.*?</entry>\n", self.feed, re.DOTALL)
        start = int(asked["start"])
        envelope = self.feed[: self.feed.index("  <entry>")].replace(
            ">214881<", f">{len(entries)}<"
        )
        found = entries[start : start + min(40, int(asked["max_results"]))]
        return 200, (envelope + "".join(found) + "</feed>").encode()


class Handler(BaseHTTPRequestHandler):
    server: Services
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve(None)

    def do_POST(self) -> None:
        self._serve(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _serve(self, body: Any) -> None:
        split = urlsplit(self.path)
        asked = dict(parse_qsl(split.query))
        self.server.times.append(time.monotonic())
        self.server.headers_seen.append(dict(self.headers))
        self.server.log.append((split.path, asked))
        if self.server.faults and (fault := self.server.faults.pop(0)):
            fault(self)
            return
        service, _, path = split.path.strip("/").partition("/")
        answers: dict[str, Callable[[], tuple[int, Any]]] = {
            "openalex": lambda: self.server.openalex(asked),
            "crossref": lambda: self.server.works_of_crossref(asked),
            "semanticscholar": lambda: self.server.semantic_scholar(path, asked, body),
            "arxiv": lambda: self.server.arxiv(asked),
        }
        status, answer = answers[service]()
        self.reply(status, answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def says(status: int, body: bytes = b"", **headers: str) -> Fault:
    """An answer of another kind."""
    return lambda handler: handler.reply(status, body, **headers)


def cut(handler: Handler) -> None:
    """An answer whose connection ends in its midst."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b'{"meta": {')
    handler.wfile.flush()
    handler.close_connection = True


@contextmanager
def running(formats: Path) -> Iterator[Services]:
    server = Services(formats)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
