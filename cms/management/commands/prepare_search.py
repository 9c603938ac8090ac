"""`manage.py prepare_search`: the French dictionary, then the whole index again."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from cms.search.dictionary import prepare_dictionary


class Command(BaseCommand):
    help = "Prepare the French search and index everything again: after an upgrade, or once unaccent is there."

    def handle(self, *args: Any, **options: Any) -> None:
        folds = prepare_dictionary(connection)
        call_command("update_index", verbosity=0, stdout=self.stdout)
        accents = "accents are folded" if folds else "accents count: create the extension unaccent, then run this again"
        self.stdout.write(f"search is ready; {accents}")
