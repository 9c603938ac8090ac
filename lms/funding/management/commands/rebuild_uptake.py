"""Count again how far each invited person is: `manage.py rebuild_uptake`; 0 changes on a healthy database."""

from typing import Any

from django.core.management.base import BaseCommand

from lms.funding.rollup import settle_everything


class Command(BaseCommand):
    help = "Count again the live step and minutes of every invitation; report how many rows it had to change."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{settle_everything()} changes")
