"""Why a level: the learner's own evidence, piece by piece, in words. For the learner alone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from competencies.models import EvidenceKind, Level, MeasuredEvidence, ObservedEvidence
from lms.desk.standing import Competency, competencies_of
from lms.people.models import User
from modules.iris import read_key
from modules.models import Edition, EditionActivity

MEASURED = (EvidenceKind.TEST, EvidenceKind.PRACTICE, EvidenceKind.NOTE)


@dataclass(frozen=True)
class Measure:
    """A graded pass. `counts`: the level stands on it."""

    at: datetime
    kind: str
    title: str
    scaled: Decimal
    passed: bool
    counts: bool

    @property
    def percent(self) -> Decimal:
        return self.scaled * 100


@dataclass(frozen=True)
class Sight:
    """A gesture seen. `observer` is empty when the account is closed."""

    at: datetime
    observer: str
    gesture: str
    setting: str
    supports_colleague: bool
    counts: bool


@dataclass(frozen=True)
class Line:
    """A competency as its learner reads it; `module` is an edition that works on it, not followed yet or not."""

    competency: Competency
    measures: list[Measure]
    sights: list[Sight]
    module: Edition | None

    @property
    def level(self) -> Level | None:
        return self.competency.level

    @property
    def days_left(self) -> int:
        return (self.level.expires_on - timezone.localdate()).days if self.level else 0


def lines_of(person: User, on: date) -> list[Line]:
    """One line a competency of the framework, in its order: seven queries whatever the number of lines."""
    competencies = competencies_of(person, on)
    counted = {pk for each in competencies if each.level for pk in each.level.evidence_ids}
    measures, sights = _measures(person, counted), _sights(person, counted)
    modules = _modules_by_code()
    return [Line(each, measures[each.item.pk], sights[each.item.pk], modules.get(each.code)) for each in competencies]


def _measures(person: User, counted: set[int]) -> dict[UUID, list[Measure]]:
    rows = list(MeasuredEvidence.objects.filter(actor=person.actor_uuid, kind__in=MEASURED).order_by("-at", "-id"))
    titles = _titles({row.activity_iri for row in rows})
    found: dict[UUID, list[Measure]] = defaultdict(list)
    for row in rows:
        title = titles.get(row.activity_iri, "")
        measure = Measure(
            row.at, row.get_kind_display(), title, row.scaled or Decimal(0), row.passed, row.pk in counted
        )
        found[row.cfitem_id].append(measure)
    return found


def _titles(iris: set[str]) -> dict[str, str]:
    """Titles of our activities by IRI, as the latest edition words them."""
    keys = {key: iri for iri in iris if (key := read_key(iri, "activities"))}
    rows = EditionActivity.objects.filter(key__in=keys).order_by("edition").values_list("key", "title")
    return {keys[key]: title for key, title in rows}


def _sights(person: User, counted: set[int]) -> dict[UUID, list[Sight]]:
    rows = list(ObservedEvidence.objects.filter(actor=person.actor_uuid).order_by("-at", "-id"))
    people = User.objects.filter(actor_uuid__in={row.observer for row in rows})
    names = {each.actor_uuid: each.get_full_name() for each in people}
    found: dict[UUID, list[Sight]] = defaultdict(list)
    for row in rows:
        name = names.get(row.observer, "")
        sight = Sight(row.at, name, row.gesture, row.setting, row.supports_colleague, row.pk in counted)
        found[row.cfitem_id].append(sight)
    return found


def _modules_by_code() -> dict[str, Edition]:
    """For each competency code, the first module open to all whose latest edition announces it."""
    latest: dict[int, Edition] = {}
    editions = Edition.objects.filter(module__live=True).select_related("module")
    for edition in editions.order_by("module__path", "-number", "-minor"):
        latest.setdefault(edition.module_id, edition)
    found: dict[str, Edition] = {}
    for edition in latest.values():
        for row in edition.competencies:
            if row["announced"]:
                found.setdefault(row["code"], edition)
    return found
