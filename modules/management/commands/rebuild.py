from typing import Any

from django.core.management.base import BaseCommand

from modules.projection import project
from modules.rebuilding import rebuild


class Command(BaseCommand):
    help = "Replay every statement into progress, evidence and levels; report how many rows it had to change."

    def handle(self, *args: Any, **options: Any) -> None:
        project()  # what came over HTTP and still waits is no change: it is new
        done = rebuild()
        self.stdout.write(
            f"{done.statements} statements of {done.registrations} registrations replayed: {done.changes} changes"
        )
