"""Children started one by one, watched, and stopped together. The supervisor says which."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GRACE = 4.5  # seconds given to a child to end by itself; the promise is 5 for all of them


class RefusedError(Exception):
    """Why the site does not start or does not go on: one sentence for the console."""


@dataclass
class Crew:
    """The children by name, each the head of its own process group: Ctrl-C reaches them through us, and once."""

    children: dict[str, subprocess.Popen[str]] = field(default_factory=dict)
    stop_asked: bool = False

    def start(self, name: str, arguments: list[str], **pipes: Any) -> subprocess.Popen[str]:
        command = [sys.executable, *arguments]
        child = subprocess.Popen(command, cwd=ROOT, start_new_session=True, text=True, **pipes)  # noqa: S603 ours
        self.children[name] = child
        return child

    def wait_until(self, happened: Callable[[], bool]) -> bool:
        """True once it happened, False when a stop was asked for first; a child that dies meanwhile is an error."""
        while not self.stop_asked:
            if happened():
                return True
            self.check_alive()
            time.sleep(0.05)
        return False

    def check_alive(self) -> None:
        for name, child in self.children.items():
            if child.poll() is not None:
                raise RefusedError(f"« {name} » s’est arrêté tout seul (code {child.returncode}) : tout s’arrête.")

    def stop(self) -> None:
        """Ask every group to end, wait for the grace, then kill what is left, grandchildren included."""
        self.signal_all(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while time.monotonic() < deadline and any(child.poll() is None for child in self.children.values()):
            time.sleep(0.05)
        self.signal_all(signal.SIGKILL)
        for child in self.children.values():
            child.wait()

    def signal_all(self, number: signal.Signals) -> None:
        for child in self.children.values():
            try:
                os.killpg(child.pid, number)
            except ProcessLookupError:
                continue
