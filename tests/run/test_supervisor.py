"""`make run` for real: a free port, a folder of its own, real children."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(tmp_path: Path, port: int) -> Iterator[Start]:
    """Starts the supervisor with these variables; whatever a failed test leaves is stopped."""
    started: list[subprocess.Popen[str]] = []
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}

    def start_with(**variables: str) -> "subprocess.Popen[str]":
        environ = kept | {"DATA_DIR": str(tmp_path), "PORT": str(port), "DEMO_ACCOUNTS": "0"} | variables
        environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.everyday"
        command = [sys.executable, "-m", "lms.supervisor"]
        child = subprocess.Popen(
            command, cwd=ROOT, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        started.append(child)
        return child

    yield start_with
    for child in started:
        child.terminate()
        child.communicate()


def read_until(child: "subprocess.Popen[str]", sign: str) -> str:
    assert child.stdout is not None
    said = ""
    for line in child.stdout:
        said += line
        if sign in line:
            return said
    raise AssertionError(f"ended before « {sign} »: {said}{child.communicate()[1]}")


def children_of(pid: int) -> set[int]:
    """Every process below this one, from /proc."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if fields[0] != "Z":
            parents[int(status.parent.name)] = int(fields[1])
    found = {pid}
    for _ in range(5):
        found |= {child for child, parent in parents.items() if parent in found}
    return found - {pid}


def fetch(address: str) -> int:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 our own, on this machine
        return int(answer.status)


@pytest.mark.long
def test_it_starts_answers_and_leaves_no_child(start: Start, port: int) -> None:
    site = start()
    assert f"http://localhost:{port}/" in read_until(site, "Ctrl-C")
    assert fetch(f"http://127.0.0.1:{port}/") == 200
    assert fetch(f"http://127.0.0.1:{port}/health/") == 200
    children = children_of(site.pid)
    assert len(children) >= 4  # the web server and its worker, Celery's worker, beat
    site.send_signal(signal.SIGTERM)
    assert site.wait(timeout=10) == 0  # promised: 5 seconds, on a machine that does nothing else
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


@pytest.mark.long
def test_a_child_that_dies_stops_everything_and_is_named(start: Start) -> None:
    site = start()
    read_until(site, "Ctrl-C")
    beat = next(pid for pid in children_of(site.pid) if "beat" in Path(f"/proc/{pid}/cmdline").read_text())
    os.kill(beat, signal.SIGKILL)
    children = children_of(site.pid)
    assert "« beat » s’est arrêté tout seul (code -9)" in site.communicate(timeout=30)[1]
    assert site.returncode == 1
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def test_a_stop_during_the_preparation_is_obeyed(start: Start) -> None:
    site = start()
    read_until(site, "Base de données")
    site.send_signal(signal.SIGINT)
    assert site.wait(timeout=30) == 0


def test_a_port_in_use_is_said_in_one_line(start: Start, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        site = start()
        _, said = site.communicate(timeout=30)
    assert re.fullmatch(rf"Le port {port} est déjà pris .*make run PORT=8123\n", said)
    assert site.returncode == 1


@pytest.mark.parametrize(
    ("name", "value", "sign"),
    [
        ("PORT", "quatre-vingts", "PORT=quatre-vingts"),
        ("DATA_DIR", "/proc/nowhere", "DATA_DIR"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x", "DATABASE_URL"),
        ("REDIS_URL", "redis://127.0.0.1:1/0", "REDIS_URL"),
        ("WEB_WORKERS", "0", "WEB_WORKERS"),
    ],
)
def test_a_wrong_variable_is_named_in_one_line(start: Start, name: str, value: str, sign: str) -> None:
    site = start(**{name: value})
    _, said = site.communicate(timeout=30)
    assert site.returncode == 1
    assert said.count("\n") == 1
    assert said.startswith(sign)
