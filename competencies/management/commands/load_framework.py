from typing import Any

from django.core.management.base import BaseCommand

from competencies.loading.framework import load_framework


class Command(BaseCommand):
    help = "Bring the framework in the database to what fixtures/framework/ says. A second run writes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        written = load_framework()
        if not written:
            self.stdout.write("0 writes: the framework was already as in fixtures/framework/.")
            return
        self.stdout.write(f"{written.created} rows created, {written.changed} changed, {written.deleted} deleted.")
