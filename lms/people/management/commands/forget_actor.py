"""Part a person from their statements: `manage.py forget_actor --email … --by …`."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from lms.people.forgetting import forget_actor
from lms.people.models import User


class Command(BaseCommand):
    help = "Erases the free answers and documents of a person's actor and gives them another actor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True, help="whose")
        parser.add_argument("--by", required=True, help="the e-mail address of who may change accounts and decides")

    def handle(self, *_: Any, email: str, by: str, **options: Any) -> None:
        try:
            erased = forget_actor(_find(email), by=_find(by))
        except PermissionDenied:
            raise CommandError(f"{by} may not change accounts.") from None
        self.stdout.write(
            f"{erased.statements} statements name nobody any more; {erased.responses} answers and "
            f"{erased.documents} documents erased"
        )


def _find(email: str) -> User:
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(f"Nobody has the address {email}.")
    return person
