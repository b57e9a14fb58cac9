"""The compose file, as docker compose itself reads it; there is no engine here to run it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from tests.conftest import cannot

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docker" / "compose.yaml"


def compose(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Docker's compose plugin, or the command that was there before it."""
    command = ["docker", "compose"]
    if (
        not shutil.which("docker")
        or subprocess.run([*command, "version"], capture_output=True).returncode
    ):
        if shutil.which("docker-compose") is None:
            cannot("neither docker compose nor docker-compose is installed")
        command = ["docker-compose"]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("NEO4J_", "KG_"))} | environment
    return subprocess.run(
        [*command, "-f", str(FILE), *arguments], capture_output=True, text=True, env=env, timeout=60
    )


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    done = compose(
        "--profile", "tools", "config", NEO4J_PASSWORD="eight-letters", GRAPH="/data/seed.kg"
    )
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = yaml.safe_load(done.stdout)
    return dict(read["services"])


def test_it_has_the_server_the_loader_and_the_browser(services: dict[str, Any]) -> None:
    assert set(services) == {"neo4j", "load", "browse"}
    assert "cypher-shell" in json.dumps(services["neo4j"]["healthcheck"]["test"])
    assert "neo4j-data" in json.dumps(services["neo4j"]["volumes"])
    assert services["load"]["depends_on"]["neo4j"]["condition"] == "service_healthy"
    assert "/data/seed.kg" in json.dumps(services["load"]["volumes"])
    assert services["load"]["command"] == ["load", "/graph.kg", "bolt://neo4j:7687"]


def test_nothing_is_open_to_the_network(services: dict[str, Any]) -> None:
    ports = [port for service in services.values() for port in service.get("ports", ())]
    assert len(ports) == 3
    for port in ports:
        host = port["host_ip"] if isinstance(port, dict) else port
        assert host.startswith("127.0.0.1"), port


def test_no_password_stands_among_the_arguments_of_a_program(services: dict[str, Any]) -> None:
    assert "eight-letters" not in json.dumps(services["neo4j"]["healthcheck"])
    check = services["neo4j"]["healthcheck"]["test"][-1]
    assert " -p" not in check.partition("cypher-shell")[2]


def test_every_service_has_a_limit_of_memory(services: dict[str, Any]) -> None:
    for service in services.values():
        assert service["deploy"]["resources"]["limits"]["memory"]


def test_a_graph_that_only_its_owner_reads_can_be_read(services: dict[str, Any]) -> None:
    assert services["load"]["user"] == services["browse"]["user"] == "10001"
    done = compose("--profile", "tools", "config", NEO4J_PASSWORD="eight-letters", KG_USER="1000")
    read = yaml.safe_load(done.stdout)["services"]
    assert read["load"]["user"] == read["browse"]["user"] == "1000"


def test_the_check_of_the_browser_fails_when_nothing_answers(services: dict[str, Any]) -> None:
    kind, python, *arguments = services["browse"]["healthcheck"]["test"]
    assert (kind, python) == ("CMD", "python")
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        here = [a.replace("8765", str(server.server_port)) for a in arguments]
        Thread(target=server.handle_request, daemon=True).start()
        refused = subprocess.run([sys.executable, *here], capture_output=True, timeout=30)
    gone = subprocess.run([sys.executable, *here], capture_output=True, timeout=30)
    assert (refused.returncode, gone.returncode) == (0, 1)  # it answers 501, the other nothing


def test_without_a_password_it_says_so() -> None:
    done = compose("config")
    assert done.returncode != 0
    assert "set it, 8 letters or more" in done.stderr


def test_the_image_runs_as_a_user_without_rights() -> None:
    lines = (ROOT / "docker" / "Dockerfile").read_text().splitlines()
    last = [i for i, line in enumerate(lines) if line.startswith("FROM ")][-1]
    users = [line.split()[1] for line in lines[last:] if line.startswith("USER ")]
    assert users == ["kg"]
    copied = [
        line.split()[1] for line in lines if line.startswith("COPY ") and "--from" not in line
    ]
    assert [name for name in copied if not (ROOT / name).exists() and "browser" not in name] == []
