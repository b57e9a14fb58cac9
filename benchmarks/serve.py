"""The graph browser under load: median and 99th percentile of each endpoint, and memory.

    python benchmarks/serve.py seed.kg
    python benchmarks/serve.py acl.kg --clients 50 --rounds 40

Starts `kg browse` on a free port. First one client asks each endpoint in turn; then many clients at
once do what people do: search as they type, open a node, expand it, ask why, ask a recipe, drop a
query half-way. Memory is that of the server's process before and after each of several passes, so
that a leak shows.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from browsing import serving

Times = dict[str, list[float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("graph")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=20, help="of each client")
    parser.add_argument("--passes", type=int, default=4, help="of all clients, one after the other")
    args = parser.parse_args()
    with serving(args.graph) as (base, process):
        _measure(base, process, args.clients, args.rounds, args.passes)


def _measure(base: str, pid: int, clients: int, rounds: int, passes: int) -> None:
    times: Times = defaultdict(list)
    with httpx2.Client(base_url=base, timeout=120) as client:
        began = time.perf_counter()
        client.get("/api/overview").raise_for_status()
        print(f"first overview: {time.perf_counter() - began:.2f} s")
        _round(client, times, random.Random(0), drop=False)
        times.clear()
        for number in range(max(10, rounds)):
            _round(client, times, random.Random(number), drop=False)
    _table("one client", times)
    print(f"memory before: {_memory(pid):.0f} MB")
    for attempt in range(1, passes + 1):
        times = defaultdict(list)
        failed: list[str] = []
        began = time.perf_counter()
        threads = [
            threading.Thread(target=_client, args=(base, times, n, rounds, failed))
            for n in range(clients)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.perf_counter() - began
        asked = sum(map(len, times.values()))
        told = f"{asked} answers in {took:.1f} s, {len(failed)} failed"
        print(f"{clients} clients, pass {attempt}: {told}")
        for text in failed[:3]:
            print(f"  {text}")
        print(f"memory after pass {attempt}: {_memory(pid):.0f} MB")
    _table(f"{clients} clients", times)


def _client(base: str, times: Times, number: int, rounds: int, failed: list[str]) -> None:
    chance = random.Random(number)
    with httpx2.Client(base_url=base, timeout=120) as client:
        for _ in range(rounds):
            try:
                _round(client, times, chance, drop=chance.random() < 0.1)
            except Exception as error:
                failed.append(f"{type(error).__name__}: {error}")


WORDS = ("translation", "neural", "bert", "speech", "parsing", "retrieval", "corpus", "dialogue")


def _round(client: httpx2.Client, times: Times, chance: random.Random, *, drop: bool) -> None:
    """What a person does in a minute, without the pauses."""

    def timed(name: str, call: Callable[[], httpx2.Response]) -> Any:
        began = time.perf_counter()
        answer = call()
        times[name].append(time.perf_counter() - began)
        answer.raise_for_status()
        return answer.json()

    def get(path: str, **given: Any) -> Any:
        return timed(path, lambda: client.get(path, params=given))

    def post(path: str, **given: Any) -> Any:
        return timed(path, lambda: client.post(path, json=given))

    word = chance.choice(WORDS)
    get("/api/search", q=word[: chance.randrange(3, len(word) + 1)])
    papers = get("/api/search", q=word, kind="Paper")["hits"]
    if len(papers) < 2:
        return
    a, b = (h["node"]["key"] for h in chance.sample(papers, 2))
    kinds = get("/api/node", key=a)["kinds"]
    if kinds:
        kind = chance.choice(kinds)
        shown = post(
            "/api/expand", key=a, type=kind["type"], direction=kind["direction"],
            label=kind["label"], have=[a, b],
        )  # fmt: skip
        keys = [a, b, *(n["key"] for n in shown["nodes"])]
        post("/api/links", keys=keys)
        post("/api/positions", nodes=keys, fixed={a: [0, 0]})
        if shown["links"]:
            get("/api/link", key=shown["links"][0]["key"])
    get("/api/why", a=a, b=b)
    get("/api/path", a=a, b=b)
    post("/api/query", recipe="top-concepts")
    post("/api/complete", text="MATCH (p:Paper)-[:", cursor=18)
    get("/api/overview", most=500)
    if drop:
        slow = "MATCH (a:Concept)-[:CO_OCCURS_WITH*1..5]-(b:Concept) RETURN count(*)"
        try:
            client.post("/api/query", json={"statement": slow}, timeout=0.2)
        except httpx2.TimeoutException:
            return


def _table(title: str, times: Times) -> None:
    print(f"\n| {title} | asked | median ms | 99th percentile ms |\n| --- | --- | --- | --- |")
    for name, taken in sorted(times.items()):
        ordered = sorted(taken)
        last = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
        middle = statistics.median(ordered)
        print(f"| {name} | {len(ordered)} | {middle * 1e3:.1f} | {last * 1e3:.1f} |")
    print(flush=True)


def _memory(pid: int) -> float:
    """Resident memory of a process, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


if __name__ == "__main__":
    main()
