"""Publish the figures of a convention: `manage.py publish_edition_of 2026-014 --as-of 2026-09-30`."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.funding.editions import EditionRefused, publish
from lms.funding.models import Convention


class Command(BaseCommand):
    help = "Publish the dated figures of a convention (its number or its id); yesterday's unless told otherwise."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("convention", metavar="CONVENTION")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD")

    def handle(self, *_args: Any, **options: Any) -> None:
        convention = find_convention(options["convention"])
        try:
            edition = publish(convention, options["as_of"])
        except EditionRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{edition.pk} {edition.as_of} {edition.digest}")


def find_convention(name: str) -> Convention:
    """By number, or by id when two funders use the same number. Raises CommandError."""
    found = [each for each in Convention.objects.order_by("pk") if name in {each.number, str(each.pk)}]
    if len(found) != 1:
        raise CommandError(f"{len(found)} conventions are called {name}: {[str(each.pk) for each in found]}")
    return found[0]
