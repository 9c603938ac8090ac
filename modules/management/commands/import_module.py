from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from modules.models import InstitutePage
from modules.packing.importing import ArchiveRefused, import_archive


class Command(BaseCommand):
    help = "Import a module from its zip as a draft of the institute of that address; a bad zip changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("institute")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, institute: str, file: Path, **options: Any) -> None:
        page = InstitutePage.objects.filter(slug=institute).first()
        if page is None:
            raise CommandError(f"No institute has the address {institute}.")
        try:
            with file.open("rb") as source:
                module = import_archive(source, page)
        except ArchiveRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{module.title}: imported as a draft")
