"""Which modules close the most lacks per hour, and why. Pure: a person's page or a team's may ask it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Case, When

from competencies.prepared import Prepared
from modules.models import Edition


@dataclass(frozen=True)
class Offer:
    """A module one may follow: its minutes and the competencies it announces."""

    edition: Edition
    minutes: int
    cfitems: tuple[UUID, ...]


@dataclass(frozen=True)
class Lack:
    """A competency below what is wanted; `missing` counts levels, over one person or a whole team."""

    code: str
    statement: str
    missing: int


@dataclass(frozen=True)
class Ranked:
    """An offer with the lacks it closes, biggest first: they are the reasons of its place."""

    offer: Offer
    lacks: tuple[Lack, ...]

    @property
    def missing(self) -> int:
        return sum(lack.missing for lack in self.lacks)

    @property
    def per_hour(self) -> Decimal:
        """Missing levels it works on, for an hour of the module."""
        return Decimal(self.missing * 60) / self.offer.minutes if self.offer.minutes else Decimal(0)


def rank_modules(offers: Iterable[Offer], lacks: Mapping[UUID, Lack]) -> list[Ranked]:
    """The offers that close at least one lack: most missing levels per hour first, then the shortest, then by title."""
    ranked = [Ranked(offer, _closed(offer, lacks)) for offer in offers]
    return sorted((each for each in ranked if each.lacks), key=_place)


def _closed(offer: Offer, lacks: Mapping[UUID, Lack]) -> tuple[Lack, ...]:
    closed = [lacks[item] for item in offer.cfitems if item in lacks]
    return tuple(sorted(closed, key=lambda lack: (-lack.missing, lack.code)))


def _place(ranked: Ranked) -> tuple[Decimal, int, str]:
    return -ranked.per_hour, ranked.offer.minutes, ranked.offer.edition.title


def latest_editions() -> list[Edition]:
    """The latest edition of each module open to all, in the order of their pages. One query."""
    return [each for each in offered_editions() if not each.module.is_private]


_open_to_all = Prepared(
    lambda: (
        Edition.objects.filter(module__live=True)
        .select_related("module")
        .order_by(Case(When(language=settings.LANGUAGE_CODE, then=0), default=1), "module__path", "-number", "-minor")
    )
)


def offered_editions() -> list[Edition]:
    """The same and those of positionings, which are their learner's alone. One query.

    A module said in two languages is one half-day: its edition in the site's language stands for it.
    """
    latest: dict[UUID, Edition] = {}
    for edition in _open_to_all():
        latest.setdefault(edition.module_key, edition)
    return sorted(latest.values(), key=lambda edition: edition.module.path)


def offer_of(edition: Edition) -> Offer:
    announced = tuple(UUID(row["identifier"]) for row in edition.competencies if row["announced"])
    return Offer(edition, edition.planned_minutes, announced)
