"""Why a level: the learner's own evidence, piece by piece, in words. For the learner alone."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from competencies.models import Band, Evidence, EvidenceKind, Level, Use
from competencies.models.evidence import MEASURED_KINDS
from lms.desk.standing import Competency, competencies_of
from lms.people.models import User
from lms.workforce.required import required_levels
from lms.workforce.state import ACQUIRED_FROM
from modules.iris import read_key
from modules.models import Edition, EditionActivity
from modules.recommending import Lack, Ranked, latest_editions, offer_of, rank_modules


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
class Told:
    """What the learner said of the use of a gesture, three months after."""

    at: datetime
    words: str


@dataclass(frozen=True)
class Document:
    """Prior learning that a named person accepted."""

    at: datetime
    title: str
    reviewer: str
    reason: str
    level: int


@dataclass(frozen=True)
class Positioned:
    """What a positioning that the learner sent says: a word."""

    at: datetime
    words: str


@dataclass
class Pieces:
    """The evidence of one competency, by kind, newest first. Kinds are never merged."""

    measures: list[Measure] = field(default_factory=list)
    sights: list[Sight] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    uses: list[Told] = field(default_factory=list)
    positioned: list[Positioned] = field(default_factory=list)
    declared: int | None = None
    declared_at: datetime | None = None
    seen_level: int | None = None


@dataclass(frozen=True)
class Line:
    """A competency as its learner reads it; `module` is an edition that works on it, not followed yet or not."""

    competency: Competency
    pieces: Pieces
    module: Edition | None
    required: int | None = None

    @property
    def level(self) -> Level | None:
        return self.competency.level

    @property
    def measures(self) -> list[Measure]:
        return self.pieces.measures

    @property
    def sights(self) -> list[Sight]:
        return self.pieces.sights

    @property
    def has_evidence(self) -> bool:
        return bool(self.level or self.sights or self.pieces.documents or self.pieces.uses or self.pieces.positioned)

    @property
    def days_left(self) -> int:
        return (self.level.expires_on - timezone.localdate()).days if self.level else 0


@dataclass(frozen=True)
class Profile:
    lines: list[Line]
    ranked: list[Ranked]
    """The modules that close the most of this person's lacks per hour, best first."""


def profile_of(person: User, on: date) -> Profile:
    """One line a competency of the framework, in its order: six queries whatever the number of lines."""
    required = required_levels(person, on)
    competencies = competencies_of(person, on, required)
    counted = {pk for each in competencies if each.level for pk in each.level.evidence_ids}
    pieces, editions = _pieces(person, counted), latest_editions()
    modules = _by_code(editions)
    lines = [
        Line(each, pieces[each.item.pk], modules.get(each.code), required.get(each.item.pk)) for each in competencies
    ]
    return Profile(lines, rank_modules([offer_of(each) for each in editions], _lacks(lines, on)))


def _lacks(lines: list[Line], on: date) -> dict[UUID, Lack]:
    """What is missing to be at the required level, or at « acquired » where nothing more is required."""
    lacks = {}
    for line in lines:
        held = line.level.level if line.level and line.level.expires_on > on else 0
        if (missing := (line.required or ACQUIRED_FROM) - held) > 0:
            lacks[line.competency.item.pk] = Lack(line.competency.code, line.competency.item.full_statement, missing)
    return lacks


COLUMNS = {
    "gesture": "observedevidence__gesture",
    "setting": "observedevidence__setting",
    "observer": "observedevidence__observer",
    "supports": "observedevidence__supports_colleague",
    "seen_level": "observedevidence__shows_level",
    "declared": "declaredevidence__declares_level",
    "band": "positioningevidence__band",
    "teller": "transferevidence__teller",
    "use": "transferevidence__use",
    "reviewer": "priorlearningevidence__reviewer",
    "title": "priorlearningevidence__title",
    "reason": "priorlearningevidence__reason",
    "document_level": "priorlearningevidence__shows_level",
}
PLAIN = ("pk", "cfitem_id", "kind", "at", "scaled", "passed", "activity_iri")


def _pieces(person: User, counted: set[int]) -> dict[UUID, Pieces]:
    """All of this person's evidence, in three queries: the evidence of every kind, titles, names of who saw."""
    found = Evidence.objects.non_polymorphic().filter(actor=person.actor_uuid).order_by("-at", "-id")
    rows = list(found.values(*PLAIN, *COLUMNS.values()))
    titles = _titles({row["activity_iri"] for row in rows if row["kind"] in MEASURED_KINDS})
    people = {row[COLUMNS[name]] for row in rows for name in ("observer", "reviewer")} - {None}
    names = {each.actor_uuid: each.get_full_name() for each in User.objects.filter(actor_uuid__in=people)}
    pieces: dict[UUID, Pieces] = defaultdict(Pieces)
    for row in rows:
        values = {name: row[column] for name, column in COLUMNS.items()}
        _put(pieces[row["cfitem_id"]], row | values, titles, names, counted, person)
    return pieces


def _put(
    pieces: Pieces, row: dict[str, Any], titles: dict[str, str], names: dict[UUID, str], counted: set[int], person: User
) -> None:
    at, counts = row["at"], row["pk"] in counted
    if row["kind"] in MEASURED_KINDS:
        kind, title = str(EvidenceKind(row["kind"]).label), titles.get(row["activity_iri"], "")
        pieces.measures.append(Measure(at, kind, title, row["scaled"] or Decimal(0), row["passed"], counts))
    elif row["kind"] == EvidenceKind.OBSERVATION:
        pieces.seen_level = pieces.seen_level or row["seen_level"]
        observer = names.get(row["observer"], "")
        pieces.sights.append(Sight(at, observer, row["gesture"], row["setting"], row["supports"], counts))
    elif row["kind"] == EvidenceKind.PRIOR_LEARNING:
        reviewer = names.get(row["reviewer"], "")
        pieces.documents.append(Document(at, row["title"], reviewer, row["reason"], row["document_level"]))
    elif row["kind"] == EvidenceKind.TRANSFER and row["teller"] == person.actor_uuid:
        pieces.uses.append(Told(at, str(Use(row["use"]).label)))
    elif row["kind"] == EvidenceKind.POSITIONING:
        pieces.positioned.append(Positioned(at, str(Band(row["band"]).label)))
    elif row["kind"] == EvidenceKind.DECLARED and pieces.declared is None:
        pieces.declared, pieces.declared_at = row["declared"], at


def _titles(iris: set[str]) -> dict[str, str]:
    """Titles of our activities by IRI, as the latest edition words them."""
    keys = {key: iri for iri in iris if (key := read_key(iri, "activities"))}
    rows = EditionActivity.objects.filter(key__in=keys).order_by("edition").values_list("key", "title")
    return {keys[key]: title for key, title in rows}


def _by_code(editions: list[Edition]) -> dict[str, Edition]:
    """For each competency code, the first module open to all whose latest edition announces it."""
    found: dict[str, Edition] = {}
    for edition in editions:
        for row in edition.competencies:
            if row["announced"]:
                found.setdefault(row["code"], edition)
    return found
