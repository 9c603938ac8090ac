"""A staff file, from its arrival to its record: read, agreed to, recorded whole or not at all. The one writer of
StaffImport and StaffNumber."""

import time
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, BinaryIO
from uuid import UUID

import msgspec
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from lms.people.models import (
    ImportState,
    Organisation,
    Post,
    RoleAssignment,
    SignInInvitation,
    StaffImport,
    StaffNumber,
    User,
)
from lms.people.rights import Role
from lms.people.staff.changes import Change, count, decide
from lms.people.staff.current import read_staff, teams_by_name
from lms.people.staff.lines import Faults, Line, read_lines
from lms.people.staff.table import FileRefused, read_table

BATCH = 500
KEPT_FOR = timedelta(days=30)


class NotWaiting(Exception):  # noqa: N818 (the name says what happened)
    """The file is not waiting for an agreement: it is being read, to correct, or recorded already."""


class Report:
    """Says on the row how many lines are read, twice a second at most."""

    def __init__(self, staff_import: StaffImport) -> None:
        self.row = StaffImport.objects.filter(pk=staff_import.pk)
        self.said_at = 0.0

    def __call__(self, rows: int) -> None:
        now = time.monotonic()
        if now - self.said_at >= 0.5:
            self.said_at = now
            self.row.update(rows_read=rows)


def take_file(
    node: Organisation, sender: User, name: str, file: BinaryIO, as_of: date, *, covers_everyone: bool
) -> StaffImport:
    """Keep the file out of the public folder; reading it is a task's."""
    taken = StaffImport(
        node=node,
        sent_by=sender,
        name=name[-120:],
        as_of=as_of,
        covers_everyone=covers_everyone,
        queued_at=timezone.now(),
    )
    taken.file.save(f"{taken.pk}", ContentFile(file.read()), save=False)
    taken.save()
    return taken


def check(staff_import: StaffImport) -> None:
    """Read the file and say what it would change, or what to correct. Nothing else is written."""
    try:
        lines, faults = _read(staff_import)
    except FileRefused as refusal:
        staff_import.say(state=ImportState.REFUSED, refusal=str(refusal)[:300])
        return
    changes, conflicts = _decide(staff_import, lines)
    _tell(staff_import, changes, _joined(faults, conflicts))


def agree(staff_import: StaffImport, *, invites: bool) -> None:
    """The sender agrees to what was shown. Raises NotWaiting; two clicks make one agreement."""
    waiting = StaffImport.objects.filter(pk=staff_import.pk, state=ImportState.READY)
    if not waiting.update(state=ImportState.APPLYING, invites=invites, queued_at=timezone.now(), rows_read=0):
        raise NotWaiting
    staff_import.refresh_from_db()


def apply(staff_import: StaffImport) -> bool:
    """Record what was agreed to, in one transaction; False when there is something new to agree to.

    The staff may have changed since it was shown: the changes are decided again under the lock of the employer, and
    recorded only if they are the same.
    """
    lines, faults = _read(staff_import)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=staff_import.node.employer().pk)
        row = StaffImport.objects.select_for_update().get(pk=staff_import.pk)
        if row.state != ImportState.APPLYING:
            return True
        changes, conflicts = _decide(row, lines)
        if faults or conflicts or _as_json(changes) != row.changes:
            _tell(row, changes, _joined(faults, conflicts))
            return False
        record(row.node.employer(), changes)
        if row.invites:
            _invite(row.node.employer(), changes)
        row.say(state=ImportState.DONE, applied_at=timezone.now(), rows_read=row.rows)
    return True


@transaction.atomic
def record(employer: Organisation, changes: Iterable[Change]) -> None:
    """Accounts, numbers and posts, in a handful of queries per five hundred people."""
    changes = list(changes)
    people = _open_accounts(changes)
    StaffNumber.objects.bulk_create(
        [
            StaffNumber(employer=employer, person_id=people[each.number], number=each.number)
            for each in changes
            if each.takes_number
        ],
        BATCH,
    )
    _rename(changes)
    _end_posts(changes)
    _start_posts(changes, people)


def forget_old_files() -> int:
    """A month later, the file and the names it held go; the counts stay. How many were emptied."""
    old = list(StaffImport.objects.older_than(timezone.now() - KEPT_FOR))
    for each in old:
        each.file.delete(save=False)
        each.say(file="", changes=[], faults={})
    return len(old)


def changes_of(staff_import: StaffImport) -> list[Change]:
    return msgspec.convert(staff_import.changes, list[Change])


def _read(staff_import: StaffImport) -> tuple[list[Line], Faults]:
    with staff_import.file.open("rb") as file:
        table = read_table(file.read())
    staff_import.say(rows=len(table.rows))
    return read_lines(table, teams_by_name(staff_import.node), Report(staff_import))


def _decide(staff_import: StaffImport, lines: list[Line]) -> tuple[list[Change], Faults]:
    staff = read_staff(staff_import.node, {line.email for line in lines}, staff_import.as_of)
    return decide(lines, staff, staff_import.as_of, covers_everyone=staff_import.covers_everyone)


def _tell(staff_import: StaffImport, changes: list[Change], faults: Faults) -> None:
    state = ImportState.FAULTY if faults else ImportState.READY
    staff_import.say(
        state=state,
        faults={str(row): faults[row] for row in sorted(faults)},
        changes=[] if faults else _as_json(changes),
        counts={} if faults else count(changes),
        rows_read=staff_import.rows,
    )


def _as_json(changes: list[Change]) -> list[Any]:
    """As the row keeps them, so that what was shown and what would be recorded compare."""
    return msgspec.json.decode(msgspec.json.encode(changes))


def _joined(faults: Faults, others: Faults) -> Faults:
    return {row: [*faults.get(row, []), *others.get(row, [])] for row in {*faults, *others}}


def _open_accounts(changes: list[Change]) -> dict[str, UUID]:
    """Staff number → person, with an account for those who had none. No password: each chooses theirs."""
    new = [each for each in changes if each.person is None]
    accounts = [
        User(email=each.email, first_name=each.first_name, last_name=each.last_name, password=make_password(None))
        for each in new
    ]
    User.objects.bulk_create(accounts, BATCH)
    # No signal is sent: Wagtail's groups follow other roles than the learner's.
    RoleAssignment.objects.bulk_create([RoleAssignment(person=each, role=Role.LEARNER) for each in accounts], BATCH)
    opened = {each.number: account.pk for each, account in zip(new, accounts, strict=True)}
    return opened | {each.number: each.person for each in changes if each.person}


def _rename(changes: list[Change]) -> None:
    """Names follow the employer's file; an address opens an account, so its owner alone changes it."""
    renamed = [
        User(pk=each.person, last_name=each.last_name, first_name=each.first_name) for each in changes if each.renames
    ]
    User.objects.bulk_update(renamed, ["last_name", "first_name"], BATCH)


def _end_posts(changes: list[Change]) -> None:
    """First the days that were corrected, then the ends: a post never ends before it starts, even for a moment."""
    starts = [Post(pk=start.post, started_on=start.started_on) for each in changes for start in each.starts]
    closes = [Post(pk=close.post, ended_on=close.ended_on) for each in changes for close in each.closes]
    Post.objects.bulk_update(starts, ["started_on"], BATCH)
    Post.objects.bulk_update(closes, ["ended_on"], BATCH)


def _start_posts(changes: list[Change], people: dict[str, UUID]) -> None:
    posts = [
        Post(
            person_id=people[each.number],
            team_id=opening.team,
            profession=opening.profession,
            started_on=opening.started_on,
            ended_on=opening.ended_on,
        )
        for each in changes
        for opening in each.opens
    ]
    Post.objects.bulk_create(posts, BATCH)


def _invite(employer: Organisation, changes: list[Change]) -> None:
    """A row for each account just opened; messages are a task's."""
    new = User.objects.filter(
        staff_numbers__employer=employer, staff_numbers__number__in=[each.number for each in changes if not each.person]
    )
    SignInInvitation.objects.bulk_create(
        [SignInInvitation(person=person, employer=employer) for person in new.order_by("pk")],
        BATCH,
        ignore_conflicts=True,
    )
