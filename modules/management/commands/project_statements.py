import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from modules.projection import project


class Command(BaseCommand):
    help = "Walk the statements that came over HTTP and still wait, as the regular task does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on, with this rest between two looks")

    def handle(self, *args: Any, **options: Any) -> None:
        self._walk()
        while options["every"]:
            time.sleep(options["every"])
            self._walk()

    def _walk(self) -> None:
        walked = project()
        if walked.read:
            self.stdout.write(
                f"{walked.read} statements read: {walked.taken} facts, {walked.unaligned} unaligned, "
                f"{walked.taken_back} taken back"
            )
