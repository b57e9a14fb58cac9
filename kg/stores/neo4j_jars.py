"""The jars of a Neo4j server, fetched once by Maven into a cache folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

from kg.errors import EngineError
from kg.progress import QUIET, Progress

POM = Path(__file__).with_suffix(".xml")
"""The Maven project that names the server's jars."""


def version() -> str:
    """The pinned Neo4j version."""
    found = ET.parse(POM).find(".//{*}neo4j.version")
    return (found.text or "") if found is not None else ""


def missing_tools() -> list[str]:
    """Which of the commands that a local server needs are not on the path."""
    return [tool for tool in ("java", "mvn") if shutil.which(tool) is None]


def install(cache: Path | None = None, progress: Progress | None = None) -> Path:
    """Bring the server's jars (123 MB) into the cache, once; give their folder.

    Args:
        cache: Parent folder; by default ``$KG_CACHE`` or ``~/.cache/kg``.
        progress: Told when a download begins.

    Raises:
        EngineError: Java or Maven is missing, or Maven fails.
    """
    cache = cache or Path(os.environ.get("KG_CACHE") or Path.home() / ".cache" / "kg")
    jars = cache.resolve() / f"neo4j-{version()}"
    lacking = [tool for tool in missing_tools() if tool == "java" or not jars.is_dir()]
    if lacking:
        raise EngineError(
            f"a local Neo4j needs {' and '.join(lacking)}, not found on the path",
            remedy="install a JDK 17 and Maven, or give the address of a running Neo4j",
        )
    if jars.is_dir():
        return jars
    (progress or QUIET).stage(f"download Neo4j {version()}")
    jars.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=jars.parent) as part:
        command = ["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies"]
        done = subprocess.run(
            [*command, f"-DoutputDirectory={part}/jars"],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            raise EngineError(
                f"Maven could not bring Neo4j's jars: {reason_in(done.stdout + done.stderr)}",
                remedy="check that this machine reaches Maven Central, then try again",
            )
        try:
            Path(part, "jars").rename(jars)
        except OSError:  # another process was first
            if not jars.is_dir():
                raise
    return jars


def reason_in(output: str) -> str:
    """The line of a Java program's output that says best what went wrong."""
    output = re.sub(r"\x1b\[[0-9;]*m", "", output)  # colours
    lines = [x.strip() for x in output.splitlines() if x.strip() and not x.startswith("\t")]
    lines = [x for x in lines if not re.match(r"\[?WARN|Run with|Picked up|\S+ \S+ INFO", x)]
    causes = [x for x in lines if x.startswith("Caused by: ")]
    errors = [x for x in lines if re.search("ERROR|Error|Exception", x)]
    best = (causes[-1:] or errors or lines or ["no reason given"])[0]
    prefix = r"(Caused by: |\S+ \S+ ERROR |\[ERROR\] |Exception in thread \S+ )?"
    return re.sub(rf"^{prefix}([\w.$]+(Exception|Error): )?", "", best)[:300]
