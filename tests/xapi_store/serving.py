"""The site as it runs: Gunicorn with two workers and a projector, on the database of the tests, to be shot at."""

import base64
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db import connection

from tests.run.test_supervisor import ROOT, children_of
from xapi_store.models import Credential

# Loaded once, forked again at once when it is shot: a projector that takes seconds to start is hard to hit at work.
PROJECTOR = """
import os, time, django
django.setup()
from modules.projection import project
while True:
    child = os.fork()
    if child == 0:
        while True:
            project(batch=20)
            time.sleep(0.01)
    os.waitpid(child, 0)
"""


class Serving:
    """Starts with `start`, ends with `stop`; what the processes say on stderr is in `said`.

    On the database of the tests, or on another one: `database` is its address.
    """

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder, self.database = folder, database
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.children: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        self._run("-m", "gunicorn", "-c", "python:lms.gunicorn", "lms.wsgi")
        self._run("-c", PROJECTOR)
        for _ in range(1800):
            if self._answers() and all(children_of(child.pid) for child in self.children):
                return
            time.sleep(0.1)
        raise AssertionError(f"The site does not start: {self.said()}")

    @property
    def environ(self) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": self.database or database_address(),
            "DATA_DIR": str(self.folder),
            "DEMO_ACCOUNTS": "0",
            "DJANGO_SETTINGS_MODULE": "lms.settings.everyday",
            "PORT": str(self.port),
            "WEB_WORKERS": "2",
        }

    def manage(self, *command: str) -> str:
        """What a command of the site prints."""
        line = [sys.executable, "manage.py", *command]
        return subprocess.run(line, cwd=ROOT, env=self.environ, check=True, capture_output=True, text=True).stdout

    def _run(self, *command: str) -> None:
        with (self.folder / "said").open("ab") as said:
            child = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self.environ, stdout=said, stderr=said)
        self.children.append(child)

    def _answers(self) -> bool:
        try:
            return Visitor(self.port).ask("GET", "about")[0] == 200
        except OSError:
            return False

    def shoot(self) -> None:
        """kill -9 of one process at work: a web worker or the projector."""
        targets = sorted(children_of(random.choice(self.children).pid))
        if targets:
            os.kill(random.choice(targets), signal.SIGKILL)

    def said(self) -> str:
        return (self.folder / "said").read_text()

    def stop(self) -> None:
        for child in self.children:
            for pid in [child.pid, *children_of(child.pid)]:
                os.kill(pid, signal.SIGKILL)
            child.wait()
        self.children = []


def database_address() -> str:
    """Of the database of the tests, for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


class Visitor:
    """Asks over a real connection, and waits ten seconds at most."""

    def __init__(self, port: int, credential: Credential | None = None, secret: str = "") -> None:
        self.port = port
        self.headers = {"X-Experience-API-Version": "2.0.0", "Content-Type": "application/json"}
        if credential:
            pair = base64.b64encode(f"{credential.key}:{secret}".encode()).decode()
            self.headers["Authorization"] = f"Basic {pair}"

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, **parameters: Any
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body; OSError or HTTPException when nobody answers to the end."""
        said = {name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            content = None if body is None else json.dumps(body)
            line.request(method, f"/xapi/{path}?{urlencode(said)}", content, {**self.headers, **(headers or {})})
            answer = line.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            line.close()
