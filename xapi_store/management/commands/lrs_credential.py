"""Open, list and close the credentials of the store."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from xapi_store.models import Credential
from xapi_store.models.credential import Scope
from xapi_store.spec.timestamp import read_timestamp


def a_moment(text: str) -> datetime:
    moment = read_timestamp(text)
    if moment is None:
        raise ValueError(text)
    return moment


class Command(BaseCommand):
    help = "Opens, lists and closes the credentials of the Learning Record Store."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        create = deeds.add_parser("create", help="open one; prints key:secret, once")
        create.add_argument("--name", required=True)
        create.add_argument("--scope", action="append", required=True, choices=Scope.values)
        create.add_argument("--activity-prefix", default="")
        create.add_argument("--registration", type=UUID)
        create.add_argument("--may-give-evidence", action="store_true")
        create.add_argument("--rate-limit", type=int, help="requests a minute; 0 for no limit")
        create.add_argument("--expires", type=a_moment, help="ISO 8601")
        deeds.add_parser("list", help="name, key, scopes, last use")
        close = deeds.add_parser("close", help="close one, now")
        close.add_argument("--name", required=True)

    def handle(self, *_: Any, deed: str, **options: Any) -> None:
        {"create": self.create, "list": self.list, "close": self.close}[deed](options)

    def create(self, options: dict[str, Any]) -> None:
        try:
            credential, secret = Credential.objects.open(
                options["name"],
                options["scope"],
                activity_prefix=options["activity_prefix"],
                only_registration=options["registration"],
                may_give_evidence=options["may_give_evidence"],
                expires_at=options["expires"],
                rate_limit=options["rate_limit"],
            )
        except IntegrityError as error:
            raise CommandError(f"A credential is already named {options['name']}.") from error
        self.stdout.write(f"{credential.key}:{secret}")

    def list(self, _: dict[str, Any]) -> None:
        for credential in Credential.objects.all():
            used = credential.last_used_at or "never"
            self.stdout.write(f"{credential.name}\t{credential.key}\t{' '.join(credential.scopes)}\t{used}")

    def close(self, options: dict[str, Any]) -> None:
        closed = Credential.objects.filter(name=options["name"]).update(expires_at=timezone.now())
        if not closed:
            raise CommandError(f"No credential is named {options['name']}.")
