"""A local Neo4j server from Maven Central's jars: Java and Maven, no Docker.

`install` fetches the jars once, `Neo4jServer` runs a server in a folder of its own, on 127.0.0.1.
`quicken` lets all later ones start in half the time.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import zlib
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from kg.errors import EngineError
from kg.stores.neo4j import Neo4jStore
from kg.stores.neo4j_jars import install as install
from kg.stores.neo4j_jars import missing_tools as missing_tools
from kg.stores.neo4j_jars import reason_in
from kg.stores.neo4j_jars import version as version
from kg.tables import GraphTables, edge_schema, node_schema

_SERVER = "org.neo4j.server.CommunityEntryPoint"
_ADMIN = "org.neo4j.cli.AdminTool"  # what Neo4jAdminCommand runs in a second JVM
_IMPORT = ("-Xmx2g", "-XX:+UseParallelGC")
"""Heap and collector of an import: 5 million rows want more than 1 GB, and both processors."""
_JVM = (
    "-XX:+IgnoreUnrecognizedVMOptions",  # of archives: HotSpot knows them, others need not
    "-Dfile.encoding=UTF-8",
    # the rest is what Neo4j's own neo4j.conf hands to Java
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)
_SETTINGS = {
    "server.default_listen_address": "127.0.0.1",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "server.memory.pagecache.size": "128m",
    "dbms.usage_report.enabled": "false",
    "db.tx_log.preallocate": "false",  # else 256 MB on disk for each of the two databases
    # a full disk leaves half a transaction at the log's end: cut it off, don't refuse to start
    "internal.dbms.tx_log.fail_on_corrupted_log_files": "false",
    "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",  # else it ends 10 s later
}
_HEAD = """\
# kg sets server.bolt.listen_address and server.bolt.advertised_address at each start; all other
# lines are yours: what you change, add or turn off by a # before it stays.
"""
_PATHS = """MATCH p = (a:Paper {id: $id})<-[:CITES*1..3]-(b:Paper)
OPTIONAL MATCH (b)-[:HAS_CONCEPT|MENTIONS]->(x)
WITH b, length(p) AS steps, collect(DISTINCT x.name) AS names
WHERE toLower(b.title) STARTS WITH 'o' OR any(n IN names WHERE n <> '')
RETURN b.title, min(steps) AS steps ORDER BY steps DESC, b.title LIMIT 5"""
_BOLT_HELLO = b"\x60\x60\xb0\x17" + b"\x00\x00\x04\x05" + b"\x00" * 12


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Neo4jServer:
    """A Neo4j Community server in a folder of its own.

    Args:
        home: Data, logs and configuration; made when missing.
        password: Password of the user ``neo4j``, set before the first start (8 letters or more).
        bolt_port: None or 0 takes a free one.
        heap: Java heap, as ``512m``.
        short: It is to run for minutes: starts sooner, on half the CPU time, but is not so quick
            in the long run.
    """

    def __init__(
        self,
        home: Path,
        *,
        password: str,
        bolt_port: int | None = None,
        heap: str = "512m",
        short: bool = False,
    ) -> None:
        self.home = home.resolve()
        self._conf = self.home / "conf"
        self._password = password
        self._port = bolt_port or free_port()
        self._memory: tuple[str, ...] = (f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseSerialGC")
        if short:
            self._memory += ("-XX:TieredStopAtLevel=1",)
        self._process: subprocess.Popen[bytes] | None = None

    def keep_classes(self, path: Path) -> None:
        """Let the server write the classes that it has loaded into an archive when it ends."""
        self._memory += (f"-XX:ArchiveClassesAtExit={path}",)

    @property
    def uri(self) -> str:
        """Where the server answers, or will."""
        return server_uri(self.home) or f"bolt://127.0.0.1:{self._port}"

    def __enter__(self) -> Neo4jServer:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def start(self, timeout: float = 90.0) -> None:
        """Start the server and wait until Bolt answers.

        Raises:
            EngineError: It is running already, its port is taken, it ends early, or it takes
                longer than `timeout` seconds.
        """
        if running := status(self.home):
            problem = f"a Neo4j server is running in {self.home} already (process {running.pid})"
            raise EngineError(problem, remedy="stop it, or use another folder")
        self.stop()  # clears up after one that crashed
        if _answer(self._port) is not None:
            problem = f"port {self._port} of 127.0.0.1 is taken"
            raise EngineError(problem, remedy="stop what listens there, or use another port")
        self._prepare()
        if not (self.home / "data" / "databases" / "system").exists():
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=self.home / "run") as file:
                file.write(json.dumps(self._password, ensure_ascii=False))
                file.flush()  # by file: an argument shows in the list of processes
                self.admin("dbms", "set-initial-password", "--", f"@{file.name}")
        command = [*self._java(_SERVER, self._memory), f"--home-dir={self.home}"]
        command += [f"--config-dir={self._conf}", "--console-mode"]
        console = self.home / "logs" / "console.log"
        with console.open("wb") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        try:
            _pid_file(self.home).write_text(f"{self._process.pid} {self._port}\n")
            deadline = time.monotonic() + timeout
            while not _answer(self._port):
                if (code := self._process.poll()) is not None:
                    why = reason_in(console.read_text(errors="replace"))
                    problem = f"Neo4j ended while it started (exit code {code}): {why}"
                    raise EngineError(problem, remedy=f"see {console}")
                if time.monotonic() > deadline:
                    problem = f"Neo4j did not answer within {timeout:.0f} seconds"
                    raise EngineError(problem, remedy=f"see {console}")
                time.sleep(0.1)
        except BaseException:
            self.stop()
            raise

    def takes_password(self) -> bool:
        """Whether the running server's password is the one given here: an earlier start set it."""
        try:
            Neo4jStore(self.uri, "neo4j", self._password).close()
        except EngineError:
            return False
        return True

    def stop(self, *, timeout: float = 60.0) -> bool:
        """End the server that was started in this folder; False when none runs."""
        stopped = stop_server(self.home, timeout=timeout)
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout)
            self._process = None
        return stopped

    def admin(self, *arguments: str, folder: Path | None = None) -> str:
        """Run neo4j-admin (``admin("database", "import", "full", …)``); give its output.

        Args:
            arguments: The words after ``neo4j-admin``.
            folder: Where to run it; by default `home`.

        Raises:
            EngineError: It failed.
        """
        self._prepare()
        memory = _IMPORT if arguments[:2] == ("database", "import") else self._memory
        done = subprocess.run(
            [*self._java(_ADMIN, memory), *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            cwd=folder or self.home,
            env=os.environ | {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self._conf)},
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            log = self.home / "logs" / "admin.log"
            log.write_text(done.stdout + done.stderr, encoding="utf-8")
            problem = f"neo4j-admin {' '.join(arguments[:2])} failed: {reason_in(done.stderr)}"
            raise EngineError(problem, remedy=f"see {log}")
        return done.stdout

    def _java(self, main: str, memory: tuple[str, ...]) -> list[str]:
        jars = install()
        classes = _classes(jars)
        shared = (f"-XX:SharedArchiveFile={classes}",) if classes.exists() else ()
        return ["java", *memory, *shared, *_JVM, "-cp", f"{jars}/*", main]

    def _prepare(self) -> None:
        """Make the folders, and configure the server unless it runs."""
        for name in ("conf", "data", "logs", "import", "plugins", "run"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        if status(self.home) is None:
            address = f"127.0.0.1:{self._port}"
            bolt = {f"server.bolt.{x}_address": address for x in ("listen", "advertised")}
            conf = self._conf / "neo4j.conf"
            form = {"encoding": "utf-8", "errors": "surrogateescape"}
            written = conf.read_text(**form) if conf.exists() else _HEAD
            conf.write_text(_configured(written, bolt), **form)


def _configured(written: str, bolt: dict[str, str]) -> str:
    """A configuration with Bolt's addresses as they are now, and what it has no word on; all else
    stays.

    >>> _configured("#server.http.enabled=false\\nserver.bolt.listen_address=:1\\n",
    ...     {"server.bolt.listen_address": ":2"}).splitlines()[:2]
    ['#server.http.enabled=false', 'server.bolt.listen_address=:2']
    """
    lines = written.splitlines()
    named = [line.lstrip("# \t").partition("=")[0].strip() for line in lines]
    kept = [x for x, name in zip(lines, named, strict=True) if name not in bolt]
    added = bolt | {key: value for key, value in _SETTINGS.items() if key not in named}
    return "\n".join([*kept, *(f"{key}={value}" for key, value in added.items()), ""])


def quicken() -> None:
    """Archive the server's classes (class data sharing, JEP 350) unless they are: half a minute.

    Servers that start after it take half the time, and half the work of the processor.

    Raises:
        EngineError: The jars can't be brought, or no server starts.
    """
    classes = _classes(install())
    if classes.exists():
        return
    with tempfile.TemporaryDirectory(dir=classes.parent) as folder:
        password = secrets.token_urlsafe()  # others on this machine reach it, too
        server = Neo4jServer(Path(folder, "home"), password=password, short=True)
        server.keep_classes(made := Path(folder, classes.name))
        with server, Neo4jStore(server.uri, "neo4j", password) as store:
            store.load(_two_papers())
            store.pull()
            store.query(_PATHS, {"id": "one"})
        if made.exists():  # other machines than HotSpot make none
            made.replace(classes)


def _two_papers() -> GraphTables:
    """A graph that uses what a server needs for any."""
    papers = [{"id": "one", "title": "One"}, {"id": "other", "title": "Other"}]
    cites = {"source_label": "Paper", "source": "other", "target_label": "Paper", "target": "one"}
    rows = {"Paper": pa.Table.from_pylist(papers, node_schema("Paper"))}
    links = {"CITES": pa.Table.from_pylist([cites], edge_schema("CITES"))}
    empty = GraphTables.empty()
    return GraphTables({**empty.nodes, **rows}, {**empty.edges, **links})


def _classes(jars: Path) -> Path:
    """The archive of the classes in these jars, for the Java that is on the path."""
    java = Path(shutil.which("java") or "java").resolve()
    made = java.stat().st_mtime_ns if java.exists() else 0
    return jars.with_name(f"{jars.name}-classes-{zlib.crc32(f'{java} {made}'.encode()):08x}.jsa")


class ServerStatus(NamedTuple):
    """A running server: its process and address."""

    pid: int
    uri: str


def status(home: Path) -> ServerStatus | None:
    """The server that kg started in `home`; None when none runs."""
    try:
        pid, port = map(int, _pid_file(home).read_text().split())
    except (OSError, ValueError):
        return None
    if not _is_server(pid, home.resolve()):
        return None
    return ServerStatus(pid, f"bolt://127.0.0.1:{port}")


def server_uri(home: Path) -> str | None:
    """The address of the server that runs in `home`; None when none runs."""
    return found.uri if (found := status(home)) else None


def stop_server(home: Path, *, timeout: float = 60.0) -> bool:
    """End the server that kg started in `home`; False when none runs.

    Raises:
        EngineError: It doesn't end within `timeout` seconds.
    """
    found = status(home)
    if found is not None:
        os.kill(found.pid, signal.SIGTERM)
        deadline = time.monotonic() + timeout
        while status(home) is not None:
            if time.monotonic() > deadline:
                problem = f"Neo4j (process {found.pid}) did not end within {timeout:.0f} seconds"
                raise EngineError(problem, remedy=f"see {home / 'logs' / 'debug.log'}")
            time.sleep(0.05)
    _pid_file(home).unlink(missing_ok=True)
    return found is not None


def _pid_file(home: Path) -> Path:
    return home / "run" / "kg.pid"


def _is_server(pid: int, home: Path) -> bool:
    """Whether that process lives and is a Neo4j of this home: another may have its number."""
    if Path("/proc/self/cmdline").exists():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return {_SERVER.encode(), os.fsencode(f"--home-dir={home}")} <= set(words)
    command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    line = subprocess.run(command, capture_output=True, text=True).stdout  # macOS
    return f"{_SERVER} --home-dir={home} --config-dir=" in line


def _answer(port: int) -> bool | None:
    """Whether what listens on the port speaks Bolt; None when nobody listens."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5) as probe:
            if probe.getsockname() == probe.getpeername():  # TCP met itself
                return None
            probe.sendall(_BOLT_HELLO)
            return probe.recv(4)[:2] == b"\x00\x00"
    except ConnectionRefusedError:
        return None
    except OSError:
        return False
