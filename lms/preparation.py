"""What happens before the site starts: the services answer, the tables are there, the demo house on the first start.

Steps are said on stderr as they happen; on stdout only what the supervisor shows once the site answers.
"""

import io
import json
import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from lms.agenda.pango import PACKAGES, pdf_ready
from lms.health import broken_checks

NEEDED = {
    "database": "DATABASE_URL : la base de données ne répond pas.",
    "queue": "REDIS_URL : la file des tâches ne répond pas.",
    "storage": "DATA_DIR : les fichiers ne peuvent pas être écrits.",
}


def say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def check_services() -> None:
    for name in broken_checks():
        raise ImproperlyConfigured(NEEDED.get(name, f"{name} ne répond pas."))


def check_pango() -> None:
    if not pdf_ready():
        say(f"· Pango manque : tout marche sauf les PDF. Sous Debian ou Ubuntu : apt-get install {PACKAGES}")


def migrate() -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"· Base de données : {len(plan)} étapes (moins d’une minute)")
        call_command("migrate", verbosity=0, interactive=False)


def load_demo() -> None:
    if settings.DEMO_ACCOUNTS and "demo" in get_commands():
        call_command("demo", if_empty=True, stdout=sys.stderr)


def list_accounts() -> str:
    """The demo accounts, one a line in columns; nothing where there are none."""
    if not settings.DEMO_ACCOUNTS or "demo_accounts" not in get_commands():
        return ""
    answer = io.StringIO()
    call_command("demo_accounts", json=True, stdout=answer)
    columns = ("role", "email", "password", "organisation")
    rows = [[str(account.get(column, "")) for column in columns] for account in json.loads(answer.getvalue())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join(["", "Comptes de démonstration :", *lines, ""])


def main() -> int:
    try:
        django.setup()
        check_services()
        check_pango()
        migrate()
        load_demo()
        sys.stdout.write(list_accounts())
    except (ImproperlyConfigured, DatabaseError) as problem:
        say(str(problem))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
