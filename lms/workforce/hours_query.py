"""The one query behind the hours: the screen, the files and the person's own sheet all read this object.

An employer reads the ledger: what was done by a day, on days when the person held a post under `nodes`. Someone who has
left since stays in it; what they did before or elsewhere was never in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import F, Max, OuterRef, Subquery, Sum
from django.utils import timezone

from lms.agenda.hours import end_of, entries_for
from lms.agenda.models import Attestation
from lms.people.folding import fold
from lms.people.models import Organisation


@dataclass(frozen=True, slots=True)
class HoursLine:
    """A module followed by someone: no answer, no score, and of an attestation its day only."""

    registration: UUID
    person: UUID
    first_name: str
    last_name: str
    module: str
    minutes: int
    last_on: date
    attested_on: date | None

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()

    @property
    def sort_key(self) -> tuple[str, str, str, date]:
        return fold(self.last_name), fold(self.first_name), str(self.person), self.last_on


@dataclass(frozen=True)
class HoursQuery:
    """Hours done under `nodes` by the end of a day; of one person, with `person`."""

    nodes: Sequence[Organisation]
    on: date
    person: UUID | None = None

    @cached_property
    def lines(self) -> list[HoursLine]:
        """By name. One query."""
        entries = entries_for(self.on, *self.nodes)
        if self.person:
            entries = entries.filter(registration__learner=self.person)
        attested = Attestation.objects.standing().filter(
            registration=OuterRef("registration"), issued_at__lt=end_of(self.on)
        )
        rows = (
            entries.order_by()
            .values("registration", planned=F("registration__edition__planned_minutes"))
            .annotate(
                person=F("registration__learner"),
                first_name=F("registration__learner__first_name"),
                last_name=F("registration__learner__last_name"),
                module=F("registration__edition__title"),
                total=Sum("minutes"),
                last_on=Max("done_on"),
                attested_at=Subquery(attested.values("issued_at")[:1]),
            )
        )
        lines = [
            HoursLine(
                registration=row["registration"],
                person=row["person"],
                first_name=row["first_name"],
                last_name=row["last_name"],
                module=row["module"],
                minutes=min(row["planned"], row["total"]),
                last_on=row["last_on"],
                attested_on=timezone.localdate(row["attested_at"]) if row["attested_at"] else None,
            )
            for row in rows
            if row["total"] > 0
        ]
        return sorted(lines, key=lambda line: line.sort_key)

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)

    @property
    def attested(self) -> int:
        """Minutes of the modules for which an attestation stands, issued by that day."""
        return sum(line.minutes for line in self.lines if line.attested_on)

    @property
    def people(self) -> int:
        return len({line.person for line in self.lines})
