"""The house's own rules: what may know what, how large a file is, who imports a vendor."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("kg", "queries", "viz")
FRONT_DOORS = {"kg", "kg.cli"}
VENDORS = (
    "ladybug",
    "neo4j",
    "rdflib",
    "duckdb",
    "keybert",
    "pyvis",
    "onnxruntime",
    "jinja2",
    "prompt_toolkit",
    "httpx2",
    "pyoxigraph",
    "tenacity",
    "starlette",
    "pyspark",
    "uvicorn",
    "pydantic",
    "tomlkit",
)
FILES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))


def module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


MODULES = {module(p): p for p in FILES}


def test_kg_knows_nothing_of_queries_and_viz_and_queries_nothing_of_viz() -> None:
    for name, path in MODULES.items():
        roots = {i.split(".")[0] for i in imports(path)}
        if (
            name.startswith("kg")
            and name not in FRONT_DOORS
            and not name.startswith(("kg.cli", "kg.commands"))
        ):
            assert not roots & {"queries", "viz"}, name
        if name.startswith("queries"):
            assert "viz" not in roots, name


def test_there_are_no_import_cycles() -> None:
    graph = nx.DiGraph()
    for name, path in MODULES.items():
        if name in FRONT_DOORS or name.startswith(("kg.cli", "kg.commands")):
            continue
        for other in imports(path):
            if other in MODULES and other not in FRONT_DOORS and other != name:
                graph.add_edge(name, other)
    cycles = [c for c in nx.simple_cycles(graph) if not _is_own_package(c)]
    assert cycles == []


def _is_own_package(cycle: list[str]) -> bool:
    """A package and its own modules: ``from kg.extract import keywords`` inside kg.extract."""
    shortest = min(cycle, key=len)
    return all(name == shortest or name.startswith(shortest + ".") for name in cycle)


@pytest.mark.parametrize("vendor", VENDORS)
def test_each_vendor_is_imported_in_one_module(vendor: str) -> None:
    users = [n for n, p in MODULES.items() if vendor in {i.split(".")[0] for i in imports(p)}]
    assert len(users) == 1, users


def test_files_stay_under_400_lines() -> None:
    long = {m: n for m, p in MODULES.items() if (n := len(p.read_text().splitlines())) > 400}
    assert long == {}


def test_no_registry_host_or_download_address_is_committed() -> None:
    hosts = ("pypi" + ".org", "pythonhosted" + ".org", "registry." + "npmjs", "repo1." + "maven")
    found = defaultdict(list)
    for path in ROOT.rglob("*"):
        inside = path.relative_to(ROOT).parts
        if path.suffix not in (".py", ".toml", ".xml", ".md", ".yml", ".sh") or not path.is_file():
            continue
        if inside[0].startswith(".") or inside[0] in ("build", "dist", "node_modules"):
            continue
        text = path.read_text(encoding="utf-8")
        for host in hosts:
            if host in text:
                found[host].append(str(path))
    assert not found


@pytest.mark.parametrize("package", PACKAGES)
def test_the_types_of_every_package_count_for_those_who_import_it(package: str) -> None:
    """PEP 561: without the marker, ``mypy --strict`` refuses a script that imports ``kg``."""
    assert (ROOT / package / "py.typed").is_file()
