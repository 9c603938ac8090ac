from typing import Any

from django.core.management.base import BaseCommand, CommandError

from modules.thawing import find_lost


class Command(BaseCommand):
    help = "Read back every stored edition with the code of today: nothing of it may be lost."

    def handle(self, *args: Any, **options: Any) -> None:
        read, lost = find_lost()
        if lost:
            raise CommandError("\n".join(lost))
        self.stdout.write(f"{read} frozen activities and questions read back whole")
