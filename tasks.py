"""Install what kg needs and run it: ``python3 tasks.py example`` or ``python3 tasks.py test``.

Needs Python 3.11 or newer and nothing else; for the page of ``kg browse`` Node.js 20 as well
(``python3 tasks.py page`` builds it alone); for all of the tests also a JDK 17, Maven and Chromium
(on Debian and as root, Chromium and docker-compose are installed when they are missing).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / ".tools"
BIN = "Scripts" if os.name == "nt" else "bin"


def run(*command: str, quiet: bool = False) -> None:
    """Run a command in the project's folder; end with its exit code when it fails."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL if quiet else None)
    if done.returncode:
        sys.exit(done.returncode)


def install(*groups: str) -> Path:
    """Make ``.venv`` with kg and its packages; give the folder of its commands."""
    uv = TOOLS / BIN / "uv"
    if not uv.exists():
        print("installing uv into .tools", file=sys.stderr)
        run(sys.executable, "-m", "venv", str(TOOLS))
        run(str(TOOLS / BIN / "python"), "-m", "pip", "install", "-q", "uv")
    print("installing kg and its packages into .venv", file=sys.stderr)
    run(str(uv), "sync", "--quiet", "--compile-bytecode", *groups)
    return ROOT / ".venv" / BIN


def page() -> None:
    """Build the page of ``kg browse`` where Node is present; without Node, say so and go on."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        print(
            "Node.js is missing: the page of kg browse is not built, all else works",
            file=sys.stderr,
        )
        return
    app = ROOT / "viz" / "browser" / "app"
    built = ROOT / "viz" / "browser" / "static" / "index.html"
    sources = [p for p in app.rglob("*") if p.is_file() and "node_modules" not in p.parts]
    if built.exists() and all(p.stat().st_mtime <= built.stat().st_mtime for p in sources):
        return
    print("building the page of kg browse", file=sys.stderr)
    for step in (
        ("install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"),
        ("run", "--silent", "build"),
    ):
        if subprocess.run([npm, *step], cwd=app, stdout=subprocess.DEVNULL).returncode:
            sys.exit(f"the page of kg browse can't be built: npm {step[0]} failed in {app}")


def example() -> None:
    """Build the bundled example and show what it can answer."""
    kg = str(install("--no-dev") / "kg")
    page()
    run(kg, "build", "examples/papers.jsonl", "-o", "example.kg", "--force")
    for heading, *question in (
        ("What shares benchmarks with MUVERA, and which?", "shares-benchmarks", "-p",
         "paper=MUVERA"),
        ("Where is the code for autonomous driving?", "code-for-concept", "-p",
         "concept=autonomous driving"),
        ("How does CarDreamer lead to CityFlow, and what says so?", "path", "-p", "from=CarDreamer",
         "-p", "to=CityFlow"),
    ):  # fmt: skip
        print(f"\n{heading}", flush=True)
        run(kg, "query", "example.kg", *question)
    here = os.path.relpath(kg, Path.cwd())
    graph = os.path.relpath(ROOT / "example.kg", Path.cwd())
    print(
        f"\nThe graph is in {graph}. Next:\n"
        f"  {here} recipes\n"
        f"  {here} query {graph} papers-on-dataset -p dataset=BEIR\n"
        f"  {here} map {graph} -o map.html\n"
        f"  {here} browse {graph}\n"
        f"  {here} build YOUR-PAPERS.txt -o yours.kg"
    )


def test() -> None:
    """Check style and types, then run all tests."""
    folder = install()
    page()
    lacking = [tool for tool in ("chromium", "docker-compose") if shutil.which(tool) is None]
    if lacking and shutil.which("apt-get") and os.geteuid() == 0:
        print(f"installing {' and '.join(lacking)}", file=sys.stderr)
        run("apt-get", "update", "-qq", quiet=True)
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *lacking, quiet=True)
    python = str(folder / "python")
    run(python, "-m", "ruff", "check", ".")
    run(python, "-m", "ruff", "format", "--check", ".")
    run(python, "-m", "mypy")
    if npm := shutil.which("npm"):
        run(npm, "--prefix", str(ROOT / "viz" / "browser" / "app"), "run", "--silent", "check")
    # before the workers ask for them at once: Maven's own cache takes one at a time
    server = "from kg.stores import neo4j_server as s; s.missing_tools() or s.quicken()"
    run(python, "-c", server)
    # each with a Neo4j server and a Chromium, for which it waits a third of its time
    workers = str(min(4, (os.cpu_count() or 1) + 1))
    # whole files, the longest ones (tests/kg) first, the many small ones last
    spread = ("-n", workers, "--dist", "loadfile", "--no-loadscope-reorder")
    run(python, "-m", "pytest", *spread, *sys.argv[2:])


def main() -> None:
    tasks = {"example": example, "page": page, "test": test}
    if len(sys.argv) < 2 or sys.argv[1] not in tasks:
        sys.exit(f"usage: python3 tasks.py {'|'.join(tasks)}")
    tasks[sys.argv[1]]()


if __name__ == "__main__":
    main()
