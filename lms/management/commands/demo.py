from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.demo.accounts import NoDemoHere
from lms.demo.house import HOUSE
from lms.demo.opening import is_wanted, open_house


class Command(BaseCommand):
    help = "Open the demo house: invented people whose histories walked the road, with a fixed seed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=HOUSE, help=f"how many learners ({HOUSE})")
        parser.add_argument(
            "--if-empty", action="store_true", help="only on a first start, or to finish one that was killed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and not is_wanted():
            return
        if not 1 <= options["people"] <= 5000:
            raise CommandError("--people : un nombre de 1 à 5000.")
        try:
            open_house(options["people"], self._say)
        except NoDemoHere as refusal:
            raise CommandError("La maison de démonstration ne s’ouvre pas en production.") from refusal

    def _say(self, step: str) -> None:
        self.stdout.write(f"· Démonstration : {step}")
