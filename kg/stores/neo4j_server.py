"""A local Neo4j server from Maven Central's jars: Java and Maven, no Docker.

`install` fetches the jars once, `Neo4jServer` starts a server in a folder of its own and
stops it again. The server listens on 127.0.0.1 only.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from pathlib import Path
from types import TracebackType

from kg.errors import EngineError, GraphError

_MODULES = (
    "java.base/java.nio",
    "java.base/java.io",
    "java.base/sun.nio.ch",
    "java.base/java.util.concurrent",
    "java.base/java.lang",
    "java.base/java.util",
    "java.management/sun.management",
)
_POM = "neo4j/pom.xml"


def pom_file() -> Path:
    """The Maven project that names the server's jars.

    Raises:
        EngineError: kg was installed without its docker folder.
    """
    here = Path(__file__).resolve()
    for folder in (here.parents[2] / "docker", here.parents[1] / "docker"):
        if (folder / _POM).is_file():
            return folder / _POM
    raise EngineError(
        "docker/neo4j/pom.xml, which names the Neo4j jars, is not here",
        remedy="use a checkout of kg, or any running Neo4j 5 server",
    )


def version() -> str:
    """The pinned Neo4j version."""
    found = ET.parse(pom_file()).find(".//{*}neo4j.version")
    return (found.text or "") if found is not None else ""


def missing_tools() -> list[str]:
    """Which of the commands that a local server needs are not on the path."""
    return [tool for tool in ("java", "mvn") if shutil.which(tool) is None]


def install(cache: Path | None = None) -> Path:
    """Bring the server's jars (128 MB) into the cache, once; give their folder.

    Args:
        cache: Parent folder; by default ``$KG_CACHE`` or ``~/.cache/kg``.

    Raises:
        EngineError: Java or Maven is missing, or Maven fails.
    """
    cache = cache or Path(os.environ.get("KG_CACHE") or Path.home() / ".cache" / "kg")
    jars = cache / f"neo4j-{version()}"
    if jars.is_dir():
        return jars
    if lacking := missing_tools():
        raise EngineError(
            f"a local Neo4j needs {' and '.join(lacking)}, not found on the path",
            remedy="install a JDK 17 and Maven, or give the address of a running Neo4j",
        )
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as part:
        command = ["mvn", "-q", "-B", "-f", str(pom_file()), "dependency:copy-dependencies"]
        done = subprocess.run(
            [*command, f"-DoutputDirectory={part}/jars"], capture_output=True, text=True
        )
        if done.returncode:
            line = next((x for x in done.stdout.splitlines() if "ERROR" in x), "unknown reason")
            raise EngineError(f"Maven could not bring Neo4j's jars: {line.strip()[:300]}")
        try:
            Path(part, "jars").rename(jars)
        except OSError:
            if not jars.is_dir():
                raise
    return jars


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Neo4jServer:
    """A Neo4j Community server in a folder of its own.

    Args:
        home: Data, logs and configuration; made when missing.
        password: Password of the user ``neo4j``, set at the first start (8 letters or more).
        bolt_port: 0 takes a free one.
        heap: Java heap, as ``512m``.
    """

    def __init__(
        self, home: Path, *, password: str, bolt_port: int = 0, heap: str = "512m"
    ) -> None:
        self.home = home
        self._password = password
        self._port = bolt_port or free_port()
        self._heap = heap

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self._port}"

    def __enter__(self) -> Neo4jServer:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self, *, timeout: float = 120.0) -> None:
        """Start the server and wait until Bolt answers.

        Raises:
            EngineError: It is running already, ends early, or takes longer than `timeout` seconds.
        """
        if (running := server_pid(self.home)) is not None:
            raise EngineError(
                f"a Neo4j server is running in {self.home} already (process {running})",
                remedy="kg neo4j stop",
            )
        first = not (self.home / "data").exists()
        for name in ("conf", "data", "logs", "import", "plugins", "run"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        self._configure()
        if first:
            self.admin("dbms", "set-initial-password", self._password)
        with open(self.home / "logs" / "console.log", "wb") as log:
            process = subprocess.Popen(
                self._java("org.neo4j.server.CommunityEntryPoint", heap=self._heap),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        (self.home / "run" / "kg.pid").write_text(f"{process.pid} {self._port}\n")
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise EngineError(
                    f"Neo4j ended while it started (exit code {process.returncode})",
                    remedy=f"see {self.home / 'logs' / 'console.log'}",
                )
            if self._answers():
                return
            time.sleep(0.2)
        self.stop()
        raise EngineError(
            f"Neo4j did not answer within {timeout:.0f} seconds",
            remedy=f"see {self.home / 'logs' / 'console.log'}",
        )

    def stop(self, *, timeout: float = 60.0) -> bool:
        """End the server that was started in this folder; False when none runs."""
        return stop_server(self.home, timeout=timeout)

    def admin(self, *arguments: str) -> str:
        """Run neo4j-admin (``admin("database", "import", "full", …)``); give what it printed.

        Raises:
            EngineError: It failed.
        """
        command = self._java("org.neo4j.server.startup.Neo4jAdminCommand", heap=self._heap)
        environment = os.environ | {
            "NEO4J_HOME": str(self.home),
            "NEO4J_CONF": str(self.home / "conf"),
        }
        done = subprocess.run(
            [*command[: -len(_server_arguments(self.home))], *arguments],
            capture_output=True,
            text=True,
            env=environment,
            stdin=subprocess.DEVNULL,
        )
        if done.returncode:
            said = [x for x in (done.stderr + done.stdout).splitlines() if x.strip()]
            reason = said[-1] if said else "no reason given"
            raise EngineError(f"neo4j-admin {' '.join(arguments[:3])} failed: {reason[:300]}")
        return done.stdout

    def _java(self, main: str, *, heap: str) -> list[str]:
        opens = [f"--add-opens={module}=ALL-UNNAMED" for module in _MODULES]
        return [
            "java",
            f"-Xms{heap}",
            f"-Xmx{heap}",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dfile.encoding=UTF-8",
            "-Dlog4j2.disable.jmx=true",
            *opens,
            "-cp",
            f"{install()}/*",
            main,
            *_server_arguments(self.home),
        ]

    def _configure(self) -> None:
        settings = {
            "server.default_listen_address": "127.0.0.1",
            "server.bolt.listen_address": f"127.0.0.1:{self._port}",
            "server.bolt.advertised_address": f"127.0.0.1:{self._port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "server.memory.pagecache.size": "128m",
            "server.directories.data": str(self.home / "data"),
            "dbms.usage_report.enabled": "false",
        }
        lines = [f"{key}={value}" for key, value in settings.items()]
        (self.home / "conf" / "neo4j.conf").write_text("\n".join(lines) + "\n")

    def _answers(self) -> bool:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            try:
                probe.connect(("127.0.0.1", self._port))
                probe.sendall(b"\x60\x60\xb0\x17" + b"\x00\x00\x04\x05" + b"\x00" * 12)
                return len(probe.recv(4)) == 4
            except OSError:
                return False


def _server_arguments(home: Path) -> list[str]:
    return [f"--home-dir={home}", f"--config-dir={home / 'conf'}"]


def server_pid(home: Path) -> int | None:
    """The process of the server that kg started in `home`; None when none runs."""
    try:
        pid = int((home / "run" / "kg.pid").read_text().split()[0])
        os.kill(pid, 0)
    except (OSError, ValueError, IndexError):
        return None
    if sys.platform == "linux":
        try:
            line = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return None
        if str(home).encode() not in line:
            return None
    return pid


def server_uri(home: Path) -> str | None:
    """The address of the server that runs in `home`; None when none runs."""
    if server_pid(home) is None:
        return None
    port = int((home / "run" / "kg.pid").read_text().split()[1])
    return f"bolt://127.0.0.1:{port}"


def stop_server(home: Path, *, timeout: float = 60.0) -> bool:
    """End the server that kg started in `home`; False when none runs.

    Raises:
        GraphError: It doesn't end within `timeout` seconds.
    """
    pid = server_pid(home)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        try:
            if os.waitpid(pid, os.WNOHANG)[0] == pid:
                break
        except ChildProcessError:
            if server_pid(home) is None:
                break
        time.sleep(0.1)
    else:
        raise GraphError(f"the Neo4j server (process {pid}) did not end in {timeout:.0f} seconds")
    (home / "run" / "kg.pid").unlink(missing_ok=True)
    return True
