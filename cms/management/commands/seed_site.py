"""`manage.py seed_site`: the home page and the text pages of a new site."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.seeding import seed_site


class Command(BaseCommand):
    help = "Create the home page and the text pages that are missing; change none that exists."

    def handle(self, *args: Any, **options: Any) -> None:
        home = seed_site()
        self.stdout.write(f"{home.title}: {home.get_children().count()} pages")
