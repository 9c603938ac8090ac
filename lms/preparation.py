"""What happens before the site starts: the services answer, the tables are there, the demo house on the first start.

Steps are said on stderr as they happen. stdout is the answer to the supervisor: what to show once the site is there
(the demo accounts), or with exit code 1 the one sentence that says why it does not start.
"""

import io
import json
import sys
from importlib import import_module

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError as BrokerError

from cms.pango import PACKAGES, pdf_ready

NEEDED = {
    "database": "DATABASE_URL : la base de données ne répond pas",
    "queue": "REDIS_URL : la file des tâches ne répond pas",
    "storage": "DATA_DIR : les fichiers ne peuvent pas être écrits",
}


def say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def check_services() -> None:
    """Each answers now, before anything is written, or the start stops with the variable to look at."""
    for name, sentence in NEEDED.items():
        try:
            import_string(settings.HEALTH_CHECKS[name])()
        except (DatabaseError, BrokerError, OSError) as error:
            reason, *_ = (str(error).strip() or type(error).__name__).splitlines()
            raise ImproperlyConfigured(f"{sentence} ({reason.rstrip('.')}).") from error


def check_pango() -> None:
    if not pdf_ready():
        say(f"· Pango manque : tout marche sauf les PDF. Sous Debian ou Ubuntu : apt-get install {PACKAGES}")


def migrate() -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"· Base de données : {len(plan)} étapes (moins d’une minute)")
        call_command("migrate", verbosity=0, interactive=False)
        # What is searched changes with the code: pages of before the upgrade are read again, none on a first start.
        call_command("prepare_search", stdout=io.StringIO())


def load_demo() -> None:
    if settings.DEMO_ACCOUNTS and "demo" in get_commands():
        call_command("demo", if_empty=True, stdout=sys.stderr)


def list_accounts() -> str:
    """The demo accounts, one a line in columns; nothing where there are none."""
    if not settings.DEMO_ACCOUNTS or "demo_accounts" not in get_commands():
        return ""
    answer = io.StringIO()
    call_command("demo_accounts", json=True, stdout=answer)
    columns = ("role_name", "email", "password", "organisation")
    rows = [[str(account.get(column, "")) for column in columns] for account in json.loads(answer.getvalue())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join(["Comptes de démonstration :", *lines])


def main() -> int:
    try:
        import_module("lms.gunicorn")  # so that its variables are read here too, and not only by the web server
        django.setup()
        check_services()
        check_pango()
        migrate()
        load_demo()
        sys.stdout.write(list_accounts())
    except (ImproperlyConfigured, DatabaseError) as problem:
        sys.stdout.write(str(problem))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
