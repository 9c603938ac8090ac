from typing import Any

from django.core.management.base import BaseCommand

from competencies.loading.survey import load_survey


class Command(BaseCommand):
    help = "Bring the survey in the database to what fixtures/survey/ says. A second run writes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        written = load_survey()
        if not written:
            self.stdout.write("0 writes: the survey was already as in fixtures/survey/.")
            return
        self.stdout.write(f"{written.created} rows created, {written.changed} changed, {written.deleted} deleted.")
