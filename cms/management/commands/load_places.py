from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.directory.importing import SnapshotSheet, Taken, shipped_keys, take_directory, take_shipped
from cms.directory.reading import DirectoryRefused
from cms.directory.seeding_actors import seed_actors


class Command(BaseCommand):
    help = "Take in directories of places: those of fixtures/places/, or one CSV in the national format."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="a CSV file; without it, those shipped with the house")
        parser.add_argument("--title", help="what the file is, with its source")
        parser.add_argument("--date", help="the day the file is of: 2026-03-31")
        parser.add_argument("--invented", action="store_true", help="its places do not exist")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            taken = [_take(options)] if options["file"] else [take_shipped(key) for key in shipped_keys()]
        except (DirectoryRefused, msgspec.ValidationError, OSError) as error:
            raise CommandError(str(error)) from error
        for each in taken:
            state = "written" if each.is_new else "already there"
            self.stdout.write(f"{each.snapshot.key}: {each.snapshot.places.count()} places, {state}")
            for remark in each.remarks:
                self.stdout.write(f"  {remark}")
        if not options["file"] and (count := seed_actors()):
            self.stdout.write(f"acteurs-inventes: {count} actors, written")


def _take(options: dict[str, Any]) -> Taken:
    said = {"title": options["title"], "dated_on": options["date"], "invented": options["invented"]}
    sheet = msgspec.convert(said, SnapshotSheet, strict=False)
    return take_directory(options["file"].stem, sheet, options["file"].read_bytes())
