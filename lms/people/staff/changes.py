"""What a staff file changes: who joins, moves, leaves, and on which day. Pure: it decides, `importing` saves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Struct

from lms.people.staff.lines import Faults, Line

DAY = timedelta(days=1)


class Kind(models.TextChoices):
    JOIN = "join", gettext_lazy("Joins")
    MOVE = "move", gettext_lazy("Moves")
    LEAVE = "leave", gettext_lazy("Leaves")
    CORRECT = "correct", gettext_lazy("Corrected")


class Opening(Struct, frozen=True):
    team: UUID
    profession: str
    started_on: date
    ended_on: date | None = None


class Closing(Struct, frozen=True):
    post: int
    team: UUID
    profession: str
    ended_on: date


class Start(Struct, frozen=True):
    """A post whose first day is corrected."""

    post: int
    started_on: date


class Change(Struct, frozen=True):
    """What happens to one person. `person` is empty for someone whose account is to be opened."""

    kind: Kind
    number: str
    last_name: str
    first_name: str
    email: str
    person: UUID | None = None
    takes_number: bool = False
    renames: bool = False
    keeps_address: bool = False
    opens: tuple[Opening, ...] = ()
    closes: tuple[Closing, ...] = ()
    starts: tuple[Start, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A post held on the day, or to come."""

    id: int
    team: UUID
    profession: str
    started_on: date
    ended_on: date | None

    @property
    def post(self) -> tuple[UUID, str]:
        return self.team, self.profession


@dataclass(frozen=True, slots=True)
class Known:
    """Someone the employer knows: today's staff, and those who left and kept their number."""

    person: UUID
    number: str
    last_name: str
    first_name: str
    email: str
    held: tuple[Held, ...] = ()


@dataclass(frozen=True)
class Staff:
    known: Sequence[Known]
    strangers: frozenset[str]
    """Addresses of the file whose account belongs to nobody the employer knows."""
    by_number: Mapping[str, Known] = field(init=False)
    by_email: Mapping[str, Known] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_number", {each.number: each for each in self.known if each.number})
        object.__setattr__(self, "by_email", {each.email: each for each in self.known})

    def find(self, line: Line) -> Known | None:
        """By the number; else by the address, for someone who has no number yet."""
        return self.by_number.get(line.number) or self.by_email.get(line.email)


def decide(lines: Sequence[Line], staff: Staff, on: date, *, covers_everyone: bool) -> tuple[list[Change], Faults]:
    """The changes, in the order of the file, then those who leave because the file no longer names them."""
    faults = _find_conflicts(lines, staff)
    grouped: dict[str, list[Line]] = {}
    for line in lines:
        grouped.setdefault(line.number, []).append(line)
    changes = [_change(those, staff.find(those[0]), on) for those in grouped.values()]
    if covers_everyone:
        named = {known.person for those in grouped.values() if (known := staff.find(those[0]))}
        changes += [_leave(each, on) for each in staff.known if each.held and each.person not in named]
    return [change for change in changes if change], faults


def count(changes: Iterable[Change]) -> dict[str, int]:
    kinds = [change.kind for change in changes]
    return {kind.value: kinds.count(kind) for kind in Kind}


def _find_conflicts(lines: Sequence[Line], staff: Staff) -> Faults:
    faults: Faults = {}
    for line in lines:
        known = staff.find(line)
        if known is None and line.email in staff.strangers:
            faults[line.row] = [
                _(
                    "An account outside your structures has this address. With the person's agreement, ask the site"
                    " team to attach it to your structure, or write another address."
                )
            ]
        elif known and known.number and known.number != line.number:
            faults[line.row] = [_("This address is that of another of your staff numbers. Correct one of the two.")]
        elif known and known.number and _is_someone_else(known, line):
            name = f"{known.first_name} {known.last_name}"
            faults[line.row] = [
                _("This staff number is that of %(name)s. A number is never given to someone else.") % {"name": name}
            ]
    return faults


def _is_someone_else(known: Known, line: Line) -> bool:
    """A married name or a new address is the same person; both names and the address at once are not."""
    return known.email != line.email and (known.last_name, known.first_name) != (line.last_name, line.first_name)


def _change(lines: Sequence[Line], known: Known | None, on: date) -> Change | None:
    held = {each.post: each for each in known.held} if known else {}
    opens = tuple(_open(line, on) for line in lines if line.post not in held and not _is_over(line, on))
    closes = (*_closings_said(lines, held), *_closings_unsaid(lines, held, opens, on))
    starts = tuple(
        Start(held[line.post].id, line.started_on)
        for line in lines
        if line.post in held and line.started_on and line.started_on != held[line.post].started_on
    )
    first = lines[0]
    renames = known is not None and (known.last_name, known.first_name) != (first.last_name, first.first_name)
    if not (opens or closes or starts or renames) and not (known and not known.number):
        return None
    return Change(
        kind=_kind(held, opens, closes),
        number=first.number,
        last_name=first.last_name,
        first_name=first.first_name,
        email=first.email,
        person=known.person if known else None,
        takes_number=known is None or not known.number,
        renames=renames,
        keeps_address=known is not None and known.email != first.email,
        opens=opens,
        closes=closes,
        starts=starts,
    )


def _is_over(line: Line, on: date) -> bool:
    """A post that ended before the day is history: nothing to open."""
    return line.ended_on is not None and line.ended_on < on


def _open(line: Line, on: date) -> Opening:
    start = line.started_on or min(on, line.ended_on or on)
    return Opening(line.team, line.profession, start, line.ended_on)


def _closings_said(lines: Sequence[Line], held: Mapping[tuple[UUID, str], Held]) -> Iterable[Closing]:
    for line in lines:
        post = held.get(line.post)
        if post and line.ended_on and line.ended_on != post.ended_on:
            yield _close(post, line.ended_on)


def _closings_unsaid(
    lines: Sequence[Line], held: Mapping[tuple[UUID, str], Held], opens: Sequence[Opening], on: date
) -> Iterable[Closing]:
    """Posts that the person's lines no longer say end the day before the new one starts."""
    said = {line.post for line in lines}
    day = min((each.started_on for each in opens), default=on) - DAY
    return [_close(post, day) for key, post in held.items() if key not in said and _outlasts(post, day)]


def _outlasts(post: Held, day: date) -> bool:
    return post.ended_on is None or post.ended_on > day


def _close(post: Held, day: date) -> Closing:
    """Never before its first day: the database refuses it."""
    return Closing(post.id, post.team, post.profession, max(day, post.started_on))


def _kind(held: Mapping[tuple[UUID, str], Held], opens: Sequence[Opening], closes: Sequence[Closing]) -> Kind:
    if opens and not held:
        return Kind.JOIN
    closed = {each.post for each in closes}
    stays = any(each.id not in closed and each.ended_on is None for each in held.values())
    if closes and not stays and all(each.ended_on for each in opens):
        return Kind.LEAVE
    return Kind.MOVE if opens or closes else Kind.CORRECT


def _leave(known: Known, on: date) -> Change | None:
    closes = tuple(_close(post, on - DAY) for post in known.held if _outlasts(post, on - DAY))
    if not closes:
        return None
    return Change(Kind.LEAVE, known.number, known.last_name, known.first_name, known.email, known.person, closes=closes)
