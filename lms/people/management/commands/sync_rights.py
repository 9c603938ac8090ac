from typing import Any

from django.core.management.base import BaseCommand

from lms.people.studio_groups import sync_rights


class Command(BaseCommand):
    help = "Generate Wagtail's groups from the table of rights; a second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{sync_rights()} groups written")
