"""kg fetch against a real server that answers in the recorded forms, well and badly."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ServiceError, UsageError
from kg.fetch import SERVICES, Fetched, fetch
from kg.pipeline import build
from kg.sources import Report, detect, read
from tests.kg.fetch import services
from tests.kg.fetch.services import Handler, Services, cut, says


@pytest.fixture
def server(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    with services.running(shared / "formats") as running:
        for name in SERVICES:
            monkeypatch.setenv(f"KG_{name.upper()}_URL", f"{running.url}/{name}")
            monkeypatch.delenv(f"KG_{name.upper()}_KEY", raising=False)
        monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.delenv("KG_EMAIL", raising=False)
        yield running


def quick(service: str, output: Path, query: str = "testing", **options: Any) -> Fetched:
    return fetch(service, query, output, **{"pause": 0.0, "backoff": 0.01} | options)


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_openalex_by_cursor(server: Services, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    found = quick("openalex", out)
    assert (found.records, found.total, found.requests, found.remembered) == (27, 27, 4, 0)
    assert records(out) == server.works
    assert [q["cursor"] for _, q in server.log] == ["*", "1-10", "1-20", "1-27"]
    assert server.log[0] == (
        "/openalex/works",
        {"search": "testing", "per_page": "100", "cursor": "*"},
    )
    assert detect(out) == "openalex"
    assert not out.with_name("o.jsonl.part").exists()


def test_crossref_by_offset(server: Services, tmp_path: Path) -> None:
    out = tmp_path / "c.jsonl"
    assert quick("crossref", out, "filter:has-abstract:1").records == 20
    assert records(out) == server.crossref["message"]["items"]
    assert [q["offset"] for _, q in server.log] == ["0", "8", "16"]
    assert server.log[0][1]["filter"] == "has-abstract:1"
    assert detect(out) == "crossref"


def test_semantic_scholar_ranked_and_in_bulk(server: Services, tmp_path: Path) -> None:
    ranked, bulk = tmp_path / "r.jsonl", tmp_path / "b.jsonl"
    assert quick("semanticscholar", ranked).records == 100
    assert records(ranked) == server.search["data"]
    assert [q["offset"] for _, q in server.log] == ["0", "30", "60", "90"]
    assert "references.paperId" in server.log[0][1]["fields"]
    server.log.clear()
    assert quick("semanticscholar", bulk, limit=5_000).records == 99  # the batch has no last one
    assert records(bulk) == server.search["data"][:-1]
    paths = [p.rpartition("/")[2] for p, _ in server.log]
    assert paths == ["bulk", "batch", "bulk", "batch"]
    assert server.log[2][1]["token"] == "t60"
    assert detect(bulk) == "semanticscholar"


def test_arxiv_by_offset_reads_as_the_feed_does(
    server: Services, shared: Path, tmp_path: Path
) -> None:
    out = tmp_path / "a.jsonl.gz"
    assert quick("arxiv", out, 'software "deep learning"').records == 100
    assert server.log[0][1]["search_query"] == 'all:software AND all:"deep learning"'
    assert [q["start"] for _, q in server.log] == ["0", "40", "80"]
    assert detect(out) == "arxiv"
    feed = shared / "formats" / "arxiv-atom" / "q_testing_s0_m100_cfe7536492ca.xml"
    fetched = list(read([out], report=Report()))
    for ours, theirs in zip(fetched, read([feed], report=Report()), strict=True):
        for field in ("id", "title", "abstract", "authors", "year", "doi", "arxiv_id", "links"):
            assert getattr(ours, field) == getattr(theirs, field), field


def test_limit_is_kept_and_duplicates_are_not(server: Services, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    assert quick("openalex", out, limit=13).records == 13
    assert records(out) == server.works[:13]
    assert len(server.log) == 2
    server.works = [*server.works[:12], *server.works[5:]]  # the third page repeats
    quick("openalex", out, "other", force=True)
    assert [r["id"] for r in records(out)] == list(dict.fromkeys(w["id"] for w in server.works))


def test_a_second_run_asks_for_nothing(server: Services, tmp_path: Path) -> None:
    first, second = tmp_path / "1.jsonl.gz", tmp_path / "2.jsonl.gz"
    quick("openalex", first)
    server.log.clear()
    found = quick("openalex", second)
    assert (found.requests, found.remembered, found.records) == (0, 4, 27)
    assert server.log == []
    assert first.read_bytes() == second.read_bytes()
    quick("openalex", second, fresh=True, force=True)
    assert len(server.log) == 4
    kept = next((tmp_path / "cache" / "openalex").glob("*.gz"))
    kept.write_bytes(kept.read_bytes()[:20])  # damaged: asked for again
    assert quick("openalex", second, force=True).requests == 1
    os.utime(kept, (0, 0))  # too old: likewise
    assert quick("openalex", second, force=True).requests == 1


def test_passing_faults_are_overcome(server: Services, tmp_path: Path) -> None:
    server.faults = [
        says(429, b'{"message": "too many"}', Retry_After="1"),
        says(500, b"<html><title>oops</title></html>"),
        cut,
        None,
        says(200, b'{"meta": {"count": 27}, "resul'),
        says(200, b"[1, 2]"),
        says(503, b"", Retry_After="0"),
    ]
    told: list[str] = []
    assert quick("openalex", tmp_path / "o.jsonl", tell=told.append).records == 27
    assert records(tmp_path / "o.jsonl") == server.works
    assert server.times[1] - server.times[0] >= 1.0  # as Retry-After says
    assert len(server.log) == 4 + 6
    words = "\n".join(told)
    for said in ("429 Too Many Requests: too many; again in 1.0 s", "oops", "can't be read", "503"):
        assert said in words
    cached = [gzip.decompress(f.read_bytes()) for f in (tmp_path / "cache").rglob("*.gz")]
    assert len(cached) == 4  # only good answers are kept
    assert all(json.loads(c)["meta"] for c in cached)


def test_an_empty_page_of_arxiv_is_asked_for_again(server: Services, tmp_path: Path) -> None:
    empty = server.feed[: server.feed.index("  <entry>")] + "</feed>"
    server.faults = [None, says(200, empty.encode())]
    assert quick("arxiv", tmp_path / "a.jsonl").records == 100
    assert [q["start"] for _, q in server.log] == ["0", "40", "40", "80"]


def test_pauses_are_kept_also_between_runs(server: Services, tmp_path: Path) -> None:
    began = time.monotonic()
    quick("crossref", tmp_path / "1.jsonl", pause=0.2)
    quick("crossref", tmp_path / "2.jsonl", "another", pause=0.2)
    assert len(server.times) == 6
    # On a busy machine a request may come late, and the gap after it be short; never early but
    # for the few milliseconds by which the time of a file is rounded.
    assert all(came >= began + 0.19 * n for n, came in enumerate(server.times))


def test_a_service_that_has_moved_within_its_host_is_followed_to_no_other(
    server: Services, tmp_path: Path
) -> None:
    there = f"{server.url}/openalex/works?search=testing&per_page=100&cursor=*"
    server.faults = [says(301, b"", Location=there)]
    assert quick("openalex", tmp_path / "o.jsonl").records == 27
    server.log.clear()
    elsewhere = there.replace("127.0.0.1", "localhost")
    server.faults = [says(302, b"", Location=elsewhere)]
    with pytest.raises(ServiceError, match=r"sends on to http://localhost.*\n.*KG_OPENALEX_URL"):
        quick("openalex", tmp_path / "p.jsonl", "another")
    assert len(server.log) == 1
    assert [f.name for f in tmp_path.iterdir() if f.is_file()] == ["o.jsonl"]
    server.faults = [says(301, b"", Location=there)] * 20
    with pytest.raises(ServiceError, match="sends on to"):
        quick("openalex", tmp_path / "p.jsonl", "another")


def test_a_networks_login_page_is_told_as_a_page(server: Services, tmp_path: Path) -> None:
    server.faults = [says(200, b"<!DOCTYPE html><html><title>Log in</title></html>")] * 5
    with pytest.raises(ServiceError, match="a web page came instead: Log in"):
        quick("openalex", tmp_path / "o.jsonl")


def test_a_service_that_ends_early_is_told(server: Services, tmp_path: Path) -> None:
    told: list[str] = []
    last = {"meta": {"count": 27, "next_cursor": None}, "results": server.works[10:12]}
    server.faults = [None, says(200, json.dumps(last).encode())]
    assert quick("openalex", tmp_path / "o.jsonl", tell=told.append).records == 12
    assert "openalex has ended after 12 records; --fresh asks anew" in told
    told.clear()
    quick("openalex", tmp_path / "p.jsonl", fresh=True, tell=told.append)
    assert not any("ended" in line for line in told)


def test_a_service_that_stays_down_or_refuses_is_told_and_leaves_no_file(
    server: Services, tmp_path: Path
) -> None:
    out = tmp_path / "o.jsonl"
    server.faults = [None, *[says(502, b"bad gateway")] * 5]
    with pytest.raises(
        ServiceError, match=r"5 tries: 502 Bad Gateway: bad gateway\n.*goes on where"
    ):
        quick("openalex", out)
    assert not out.exists()
    assert len(out.with_name("o.jsonl.part").read_bytes().splitlines()) == 10
    server.log.clear()
    assert quick("openalex", out).records == 27  # and goes on
    assert [q["cursor"] for _, q in server.log] == ["1-10", "1-20", "1-27"]

    server.faults = [says(403, b'{"error": "Forbidden", "message": "no such plan"}')]
    with pytest.raises(ServiceError, match=r"403 Forbidden: no such plan\n.*KG_CROSSREF_KEY"):
        quick("crossref", tmp_path / "c.jsonl")
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2))
    server.faults = [says(429, b"{}", Retry_After=later)]
    with pytest.raises(ServiceError, match=r"asks to wait 1(19|20) minutes"):
        quick("crossref", tmp_path / "c.jsonl")
    with pytest.raises(ServiceError, match="incorrect id format for abc"):
        quick("arxiv", tmp_path / "a.jsonl", "id:abc")
    server.faults = [says(200, server.refusal)]  # arXiv's errors come with 200, too
    with pytest.raises(ServiceError, match="incorrect id format for abc"):
        quick("arxiv", tmp_path / "a.jsonl", "abc")
    bomb = b'<!DOCTYPE feed [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><feed>&c;</feed>'
    server.faults = [says(200, bomb)] * 5
    with pytest.raises(ServiceError, match="declares entities"):
        quick("arxiv", tmp_path / "a.jsonl")
    server.faults = [says(200, b"[" * 100_000)] * 5
    with pytest.raises(ServiceError, match="nested too deeply"):
        quick("crossref", tmp_path / "c.jsonl")
    server.works = []
    with pytest.raises(ServiceError, match="finds nothing for 'nothing'"):
        quick("openalex", tmp_path / "n.jsonl", "nothing")


def test_a_cursor_that_the_service_forgot_begins_anew(server: Services, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    server.faults = [None, None, *[says(500)] * 5]
    with pytest.raises(ServiceError):
        quick("openalex", out)
    server.epoch = 2
    told: list[str] = []
    assert quick("openalex", out, tell=told.append).records == 27
    assert records(out) == server.works
    assert any("Cursor value is invalid" in line for line in told)


def test_nothing_listens_and_no_address(
    server: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_OPENALEX_URL", "http://127.0.0.1:9")
    with pytest.raises(ServiceError, match="openalex gives no good answer in 5 tries"):
        quick("openalex", tmp_path / "o.jsonl")
    monkeypatch.setenv("KG_OPENALEX_URL", "gopher:nowhere")
    with pytest.raises(UsageError, match="no address of a service"):
        quick("openalex", tmp_path / "o.jsonl")


def test_who_asks_is_told_but_keys_are_not_kept(
    server: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_OPENALEX_KEY", "hidden-value")
    monkeypatch.setenv("KG_SEMANTICSCHOLAR_KEY", "hidden-value")
    quick("openalex", tmp_path / "o.jsonl", email="me@example.org")
    quick("semanticscholar", tmp_path / "s.jsonl")
    assert server.log[0][1]["api_key"] == "hidden-value"
    assert server.log[0][1]["mailto"] == "me@example.org"
    assert "mailto:me@example.org" in server.headers_seen[0]["User-Agent"]
    assert server.headers_seen[-1]["x-api-key"] == "hidden-value"
    for file in tmp_path.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            data = gzip.decompress(data) if file.suffix == ".gz" else data
            assert b"hidden-value" not in data
            assert "hidden-value" not in file.name
    monkeypatch.delenv("KG_OPENALEX_KEY")  # the key does not decide what is remembered
    assert quick("openalex", tmp_path / "2.jsonl").requests == 0


def kg(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "kg.cli", *map(str, arguments)]


def test_killed_in_the_midst_and_run_again(server: Services, tmp_path: Path) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hang(handler: Handler) -> None:
        reached.set()
        go_on.wait(60)

    server.faults = [None, None, hang]
    out = tmp_path / "o.jsonl"
    command = kg("fetch", "openalex", "testing", "-o", out, "--pause", 0)
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert reached.wait(60)
    first.kill()
    first.wait()
    go_on.set()
    assert not out.exists()
    server.log.clear()
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert [q["cursor"] for _, q in server.log] == ["1-20", "1-27"]
    assert "27 of 27 records (2 requests, 2 pages from before)" in done.stdout
    assert "openalex has 27 records; fetching 27" in done.stderr
    assert records(out) == server.works
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["o.jsonl"]


def test_the_command_says_what_is_wrong(server: Services, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    for code, says_so, arguments in (
        (2, "is not one of", ["elsewhere", "q", "-o", out]),
        (2, "query is empty", ["openalex", " ", "-o", out]),
        (1, "is a folder", ["openalex", "q", "-o", tmp_path]),
        (1, "can't be written", ["openalex", "q", "-o", tmp_path / "none" / "o.jsonl"]),
        (1, "incorrect id format", ["arxiv", "id:abc", "-o", out]),
    ):
        done = subprocess.run(kg("fetch", *arguments), capture_output=True, text=True, timeout=60)
        assert done.returncode == code, done.stderr
        assert says_so in done.stderr
        assert "Traceback" not in done.stderr
    out.write_text("mine")
    done = subprocess.run(
        kg("fetch", "crossref", "q", "-o", out), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "--force" in done.stderr
    assert out.read_text() == "mine"


def test_a_cache_that_cannot_be_written_is_told(
    server: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "file" / "below"))
    with pytest.raises(UsageError, match="KG_CACHE"):
        quick("openalex", tmp_path / "o.jsonl")


def test_what_was_fetched_can_be_built(server: Services, tmp_path: Path) -> None:
    files = []
    for name in ("openalex", "crossref"):
        files.append(tmp_path / f"{name}.jsonl.gz")
        quick(name, files[-1])
    titled = [w for w in server.works if w["title"] or w["display_name"]]
    items = [i for i in server.crossref["message"]["items"] if i.get("title")]
    known = {i["DOI"].lower() for i in items}
    cites = sum(
        len(
            {r["DOI"].lower() for r in i.get("reference", ()) if "DOI" in r}
            & known - {i["DOI"].lower()}
        )
        for i in items
    )
    assert cites > 0
    counts = build(files, tmp_path / "g.kg", jobs=1).counts
    preprint = [i for i in items if i["title"][0].startswith("After the games")][1:]
    assert [i["type"] for i in preprint] == ["posted-content"]
    assert counts["Paper"] == len(titled) + len(items) - len(preprint)
    assert counts["CITES"] == cites
