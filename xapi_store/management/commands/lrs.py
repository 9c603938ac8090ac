"""Look after the store: erase, purge, forward. Credentials have their own command, `lrs_credential`."""

import getpass
import re
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from xapi_store.erasing import erase
from xapi_store.forwarding import forward, seconds_behind
from xapi_store.identity import read_identity
from xapi_store.models import ForwardingTarget
from xapi_store.purging import Purge, PurgeRefused, plan, purge
from xapi_store.spec.refusal import StatementRefused
from xapi_store.spec.timestamp import read_timestamp

_AGE = re.compile(r"([1-9][0-9]{0,4})d")


def an_age(text: str) -> datetime:
    """`730d`, or the moment itself in ISO 8601."""
    match = _AGE.fullmatch(text)
    moment = timezone.now() - timedelta(days=int(match[1])) if match else read_timestamp(text)
    if moment is None or moment >= timezone.now():
        raise ValueError(text)
    return moment


def an_identity(text: str) -> str:
    """What identifies this Agent, said in JSON."""
    try:
        return read_identity(text)
    except StatementRefused as error:
        raise CommandError(f"--actor is not an Agent in JSON: {error}") from error


class Command(BaseCommand):
    help = "Erases, purges and forwards what the Learning Record Store holds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        erasing = deeds.add_parser("erase", help="remove the documents and the free answers of one actor")
        erasing.add_argument("--actor", required=True, help='{"account": {"homePage": …, "name": …}}')
        purging = deeds.add_parser("purge", help="let go of what is older than an age")
        purging.add_argument("--older-than", required=True, type=an_age, help="730d, or a moment in ISO 8601")
        purging.add_argument("--dry-run", action="store_true", help="say what would go, change nothing")
        sending = deeds.add_parser("forward", help="send what waits, to every target that is due")
        sending.add_argument("--seconds", type=float, default=3600, help="for about so long a target")
        deeds.add_parser("status", help="how far forwarding went")
        for subparser in (erasing, purging):
            subparser.add_argument("--by", default="", help="who does it, for the audit trail; by default the session")

    def handle(self, *_: Any, deed: str, **options: Any) -> None:
        deeds = {"erase": self.erase, "purge": self.purge, "forward": self.forward, "status": self.status}
        deeds[deed](options)

    def erase(self, options: dict[str, Any]) -> None:
        erased = erase(an_identity(options["actor"]), by=_who(options))
        self.stdout.write(
            f"{erased.statements} statements of this actor; {erased.responses} answers, {erased.documents} documents "
            f"and {erased.attachments} attachments erased"
        )

    def purge(self, options: dict[str, Any]) -> None:
        before = options["older_than"]
        if options["dry_run"]:
            self._tell(plan(before), f"would go (before {before.isoformat()}); nothing is changed")
            return
        try:
            self._tell(purge(before, by=_who(options)), f"purged (before {before.isoformat()})")
        except PurgeRefused as refused:
            raise CommandError(str(refused)) from refused

    def _tell(self, found: Purge, end: str) -> None:
        self.stdout.write(
            f"{found.statements} statements, {found.documents} documents and {found.attachments} attachments "
            f"({found.attachment_bytes} bytes) {end}"
        )
        if found.first_stored and found.last_stored:
            self.stdout.write(f"stored from {found.first_stored.isoformat()} to {found.last_stored.isoformat()}")
        for authority, count in found.by_authority.items():
            self.stdout.write(f"{count}\t{authority}")

    def forward(self, options: dict[str, Any]) -> None:
        for target in ForwardingTarget.objects.due(timezone.now()):
            forward(target, seconds=options["seconds"])
        self.status(options)

    def status(self, _: dict[str, Any]) -> None:
        for target in ForwardingTarget.objects.all():
            state = "closed" if not target.is_open else target.last_error or "well"
            behind, aside = round(seconds_behind(target.cursor)), target.refusals.count()
            self.stdout.write(f"{target.name}\t{target.sent} sent\t{behind} s behind\t{aside} set aside\t{state}")


def _who(options: dict[str, Any]) -> str:
    """Who runs the command; a container may have no name for its user."""
    try:
        return options["by"] or f"command line, {getpass.getuser()}"
    except (KeyError, OSError):
        return "command line"
