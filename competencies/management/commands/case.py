"""`case export` and `case import`: a framework as a CASE 1.1 package, out of this site and into it."""

from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from competencies.case.checking import PackageRefused, read_package
from competencies.case.copying import renew
from competencies.case.keeping import keep_package, plan_keeping
from competencies.case.rows import read_identifier
from competencies.case.writing import read_kept, write_package
from competencies.models import CFDocument


class Command(BaseCommand):
    help = "Take a framework out as a CASE 1.1 package, or bring one in as a draft. A broken file changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        out = deeds.add_parser("export", help="Print the package of a framework.")
        out.add_argument("framework", help="Its code (faire-avec) or its identifier.")
        bring = deeds.add_parser("import", help="Bring a package in, as a draft.")
        bring.add_argument("file", type=Path)
        bring.add_argument("--owner", type=UUID, required=True, help="Identifier of the institute's organisation.")
        bring.add_argument("--as-copy", action="store_true", help="Under new identifiers.")
        bring.add_argument("--dry-run", action="store_true", help="Check only.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["deed"] == "export":
            self._export(options["framework"])
        else:
            self._import(options)

    def _export(self, name: str) -> None:
        found = CFDocument.every.filter(Q(code=name) | Q(pk=read_identifier(name))).first()
        if found is None:
            raise CommandError(f"No framework has the code or the identifier {name}.")
        said = msgspec.json.encode(write_package(read_kept(found)))
        self.stdout.write(msgspec.json.format(said, indent=2).decode())

    def _import(self, options: dict[str, Any]) -> None:
        try:
            package = read_package(options["file"].read_bytes())
            plan = plan_keeping(renew(package)[0] if options["as_copy"] else package, options["owner"])
            kept = None if options["dry_run"] else keep_package(plan)
        except PackageRefused as refused:
            faults = "\n".join(f"{fault.path}: {fault.words}" for fault in refused.faults)
            raise CommandError(f"Nothing came in.\n{faults}") from refused
        told = ", ".join(f"{count} {name}" for name, count in plan.counts.items())
        self.stdout.write(f"{told}. " + (f"Draft {kept.pk}." if kept else "Nothing is written: this was a dry run."))
