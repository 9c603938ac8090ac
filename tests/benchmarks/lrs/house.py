"""The shape of production on this machine, in a temporary folder: PostgreSQL, Redis, Gunicorn with two workers.

PostgreSQL keeps what makes a statement safe (fsync, synchronous_commit, full_page_writes); only memory and the size of
the journal are set, as on any server of its own.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[3]
WORKERS: Final = 2
_POSTGRESQL = {
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "lz4",
    "max_connections": "60",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_min_messages": "fatal",
    "log_min_error_statement": "fatal",
}


class House:
    """`address` of the web server; `environment` of its processes; the processes by what they do."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.port = _free_port()
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "lms.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(48),
            "ALLOWED_HOSTS": "127.0.0.1",
            "DATABASE_URL": f"postgresql://lrs@/lrs?host={folder}",
            "REDIS_URL": f"unix://{folder}/redis.sock?db=0",
            "DATA_DIR": str(folder / "data"),
            "PORT": str(self.port),
            "WEB_WORKERS": str(WORKERS),
            "WEB_THREADS": "4",
        }

    def start(self) -> None:
        self.start_database()
        self._start("redis", _found("redis-server"), "--port", "0", "--unixsocket", self.folder / "redis.sock",
                    "--save", "", "--logfile", os.devnull)  # fmt: skip
        _run(sys.executable, "-W", "ignore", "manage.py", "migrate", "--verbosity", "0", environment=self.environment)
        self.start_web()

    def start_database(self) -> None:
        """PostgreSQL alone, with an empty database."""
        _run(_postgresql("initdb"), "-D", self.folder / "pg", "-U", "lrs", "-A", "trust", "-E", "UTF8", "--locale", "C")
        options = [f"-c{name}={value}" for name, value in _POSTGRESQL.items()]
        self._start("postgresql", _postgresql("postgres"), "-D", self.folder / "pg", "-k", self.folder, *options)
        self._wait_for_postgresql()
        _run(_postgresql("createdb"), "-h", self.folder, "-U", "lrs", "lrs")

    def start_web(self) -> None:
        self._start("web", sys.executable, "-m", "gunicorn", "-c", "python:lms.gunicorn", "lms.wsgi")
        self._wait_for_web()

    def open_credential(self) -> str:
        """key:secret, with every scope."""
        arguments = ("manage.py", "lrs_credential", "create", "--name", "bench", "--scope", "all")
        return _run(sys.executable, "-W", "ignore", *arguments, environment=self.environment).split()[-1]

    def pids(self, name: str) -> list[int]:
        """The process and, for PostgreSQL and the web server, those that it forked."""
        first = self.processes[name].pid
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]

    def last_words(self) -> str:
        """What the web server complained of last: it is swept away with the rest."""
        complaints = [
            line for line in self._log("web").read_text(errors="replace").splitlines() if '"level": "info"' not in line
        ]
        return "\n".join(complaints[-60:])

    def stop(self) -> None:
        for name in ("web", "redis", "postgresql"):
            process = self.processes.pop(name, None)
            if process is not None:
                process.send_signal(signal.SIGINT if name == "postgresql" else signal.SIGTERM)
                process.wait(60)

    def _start(self, name: str, *command: object) -> None:
        user = {"user": "postgres", "extra_groups": []} if name == "postgresql" and os.geteuid() == 0 else {}
        with self._log(name).open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [str(part) for part in command], cwd=ROOT, env=self.environment, stdout=log, stderr=log, **user
            )

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def _wait_for_postgresql(self) -> None:
        ready = [str(_postgresql("pg_isready")), "-q", "-h", str(self.folder)]
        _wait(lambda: subprocess.run(ready, check=False).returncode == 0, "PostgreSQL")

    def _wait_for_web(self) -> None:
        def answers() -> bool:
            with closing(socket.socket()) as probe:
                return probe.connect_ex(("127.0.0.1", self.port)) == 0

        _wait(answers, "Gunicorn")


@contextmanager
def open_house(start: Callable[[House], None] = House.start) -> Iterator[House]:
    """Started, then stopped and swept away; `House.start_database` starts less."""
    folder = Path(tempfile.mkdtemp(prefix="bench-lrs-"))
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        folder.chmod(0o755)
    house = House(folder)
    try:
        start(house)
        yield house
    finally:
        house.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _found(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        sys.exit(f"{name} manque : il est nécessaire pour cette mesure.")
    return path


def _postgresql(name: str) -> Path:
    """In the PATH, or where Debian and Ubuntu put the servers."""
    found = [Path(path) for path in [shutil.which(name)] if path]
    found += sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return found[0] if found else Path(_found(name))


def _run(*command: object, environment: dict[str, str] | None = None) -> str:
    parts = [str(part) for part in command]
    if os.geteuid() == 0 and parts[0].endswith("initdb"):
        parts = ["runuser", "-u", "postgres", "--", *parts]
    return subprocess.run(parts, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def _wait(ready: Callable[[], bool], what: str) -> None:
    for _ in range(600):
        if ready():
            return
        time.sleep(0.1)
    sys.exit(f"{what} ne répond pas.")
