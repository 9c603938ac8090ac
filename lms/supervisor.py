"""`make run`: prepares the data, then keeps web, worker and beat alive together and stops them together.

It loads nothing of Django: the preparation is a process of its own, gone when it is done.
Its console is for the person who runs the site, hence in French and plain.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time

from django.core.exceptions import ImproperlyConfigured

from lms.crew import Crew, RefusedError
from lms.settings.environment import read, read_number

# In a container or on a trial machine root is who there is; tasks are JSON, which is what Celery's warning is about.
CELERY = ["-W", "ignore:You're running the worker", "-m", "celery", "-A", "lms", "--quiet", "--skip-checks"]
PROCESSES = {
    "web": ["-m", "gunicorn", "-c", "python:lms.gunicorn", "lms.wsgi"],
    # One task at a time, in the process itself: what the folder queue and SQLite do best.
    "worker": [*CELERY, "worker", "--pool", "solo", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"],
    "beat": [*CELERY, "beat", "--loglevel", "WARNING", "--pidfile="],
}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def check_port_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((read("LISTEN_ADDRESS", "127.0.0.1"), port))
        except OSError as error:
            raise RefusedError(
                f"Le port {port} est déjà pris ou interdit ({error.strerror}). Choisissez-en un : make run PORT=8123"
            ) from error


def prepare(crew: Crew) -> str:
    """Run the preparation: its steps go to the console at once, its answer comes back to us."""
    child = crew.start("préparation", ["-m", "lms.preparation"], stdout=subprocess.PIPE, stderr=sys.stdout)
    while child.poll() is None and not crew.stop_asked:
        time.sleep(0.05)
    if crew.stop_asked:
        return ""
    del crew.children["préparation"]
    answer = child.communicate()[0].strip()
    if child.returncode:
        raise RefusedError(answer or "La préparation a échoué : le site n’a pas démarré.")
    return answer


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/")
        return connection.getresponse().status > 0
    except OSError:
        return False
    finally:
        connection.close()


def run(crew: Crew) -> None:
    port = read_number("PORT", 8000, 1, 65535)
    check_port_free(port)
    accounts = prepare(crew)
    if crew.stop_asked:
        return
    say("· Démarrage du site")
    crew.start("web", PROCESSES["web"])
    if not crew.wait_until(lambda: answers(port)):
        return
    for name in ("worker", "beat"):  # after the first answer: the two cores are for the first page
        crew.start(name, PROCESSES[name])
    paragraphs = (f"Faire avec est prêt : http://localhost:{port}/", accounts, "Pour arrêter : Ctrl-C")
    say("\n" + "\n\n".join(filter(None, paragraphs)))
    crew.wait_until(lambda: False)


def main() -> int:
    crew = Crew()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: setattr(crew, "stop_asked", True))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.everyday")
    try:
        run(crew)
    except (RefusedError, ImproperlyConfigured) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    finally:
        crew.stop()
    say("Arrêté.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
