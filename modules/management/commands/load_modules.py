from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from modules.loading.loader import FileRefused, load_all
from modules.loading.programmes import load_programmes
from modules.publishing import ModuleNotReady


class Command(BaseCommand):
    help = "Load the modules of fixtures/modules/ and their programmes; a second run writes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_all(settings.FIXTURES / "modules")
            programmes = load_programmes(settings.FIXTURES / "programmes", loaded[0].module.institute)
        except (FileRefused, ModuleNotReady) as error:
            raise CommandError(str(error)) from error
        for programme in programmes:
            self.stdout.write(str(programme))
        for each in loaded:
            self.stdout.write(f"{each.edition}: {len(each.written)} written, {each.edition.planned_minutes} min")
