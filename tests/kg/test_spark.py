"""The same graph from Spark as from this machine's processes, row for row."""

from __future__ import annotations

import gzip
import importlib.util
import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg import pipeline
from kg.folder import GraphFolder
from tests.conftest import cannot

ROOT = Path(__file__).resolve().parents[2]


def kg(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env=os.environ | environment, timeout=280
    )


@pytest.fixture
def spark() -> None:
    if importlib.util.find_spec("pyspark") is None or shutil.which("java") is None:
        cannot("no pyspark, or no Java")


@pytest.mark.spark
def test_spark_gives_the_same_graph(spark: None, shared: Path, tmp_path: Path) -> None:
    papers = tmp_path / "papers.jsonl"
    with gzip.open(shared / "corpora" / "acl-20k.jsonl.gz", "rt", encoding="utf-8") as lines:
        papers.write_text("".join(itertools.islice(lines, 1_000)), encoding="utf-8")
    there = ("-o", tmp_path / "there.kg", "--engine", "spark", "--master", "local[2]")
    quick = "-XX:TieredStopAtLevel=1"  # it runs for half a minute
    done = kg("build", papers, *there, JAVA_TOOL_OPTIONS=quick)
    assert done.returncode == 0, done.stderr
    assert "texts read: 1,000" in done.stdout
    pipeline.build([papers], tmp_path / "here.kg")
    here = GraphFolder.open(tmp_path / "here.kg").tables()
    there = GraphFolder.open(tmp_path / "there.kg").tables()
    for name, table in {**here.nodes, **here.edges}.items():
        other = {**there.nodes, **there.edges}[name]
        assert table.equals(other), name
    assert here.edges["RELATED_TO"].num_rows > 1_000
    # what Spark made is a graph like any other: nothing is read anew
    assert pipeline.build([papers], tmp_path / "there.kg").unchanged


@pytest.mark.spark
def test_no_java_is_told(spark: None, tmp_path: Path) -> None:
    arguments = ("build", "examples/papers.jsonl", "-o", tmp_path / "x.kg", "--engine", "spark")
    done = kg(*arguments, PATH=str(tmp_path), JAVA_HOME="")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "kg: Spark does not start" in done.stderr
    assert "JDK 17" in done.stderr
    assert not (tmp_path / "x.kg").exists()


def test_a_master_without_spark_is_an_error(tmp_path: Path) -> None:
    done = kg("build", "examples/papers.jsonl", "-o", tmp_path / "x.kg", "--master", "local[2]")
    assert done.returncode == 2
    assert "add --engine spark" in done.stderr
