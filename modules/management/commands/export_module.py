from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from modules.models import Module
from modules.packing.exporting import pack_module
from modules.publishing import ModuleNotReady


class Command(BaseCommand):
    help = "Write a whole module, named by its address (slug), as one open zip."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, slug: str, file: Path, **options: Any) -> None:
        module = Module.objects.filter(slug=slug).order_by("pk").first()
        if module is None:
            raise CommandError(f"No module has the address {slug}.")
        try:
            file.write_bytes(pack_module(module))
        except ModuleNotReady as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: {module.title}")
