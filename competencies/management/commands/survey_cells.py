import csv
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from competencies.survey_rows import CELL_COLUMNS, cell_rows


class Command(BaseCommand):
    help = "Print the cells of the survey as CSV, plain numbers with a decimal point."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["csv"], default="csv")

    def handle(self, *args: Any, **options: Any) -> None:
        writer = csv.DictWriter(self.stdout, CELL_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(cell_rows())
