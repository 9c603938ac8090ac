"""What anyone may follow, sorted out by facets: competency, gap answered, length, format, what one practises.

The choosing is pure: counts come from the same offers as the list, so a link that says 2 leads to 2.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from competencies.models import Gap
from modules.models import Edition, EditionActivity, Module, Programme, ProgrammeModule
from modules.sheets.reading import read_session

HALF_DAY, DAY = 210, 420
REMOTE, IN_A_ROOM = "a-distance", "en-groupe"
FORMATS = {REMOTE: gettext_lazy("On line, at one’s own pace"), IN_A_ROOM: gettext_lazy("In a group, with a trainer")}
PRACTICES = {
    "dialogue": gettext_lazy("Conversations to hold"),
    "virtual_site": gettext_lazy("Procedures on an invented site"),
    "orientation": gettext_lazy("Orientation cases"),
    "workshop": gettext_lazy("Workshops"),
    "note": gettext_lazy("A note for oneself"),
}
LENGTHS = {
    "moins": gettext_lazy("Less than half a day"),
    "demi-journee": gettext_lazy("Half a day"),
    "journee": gettext_lazy("A day"),
    "plus": gettext_lazy("More than a day"),
}
KNOWN = {**LENGTHS, **FORMATS, **PRACTICES}
"""Values with words of their own, whether an offer has them or not, in the order they are shown."""
NAMES = {
    "competence": gettext_lazy("Competency"),
    "ecart": gettext_lazy("Difficulty answered"),
    "duree": gettext_lazy("Length"),
    "format": gettext_lazy("Format"),
    "pratique": gettext_lazy("What one practises"),
}
"""The facets, in their order, by their name in the address."""

Chosen = Mapping[str, str]


@dataclass(frozen=True)
class Offer:
    """A half-day or a programme; `values` are those it has in each facet, with their words."""

    page: Any
    minutes: int
    values: Mapping[str, Mapping[str, str]]

    @property
    def is_programme(self) -> bool:
        return isinstance(self.page, Programme)

    def suits(self, chosen: Chosen) -> bool:
        return all(value in self.values[facet] for facet, value in chosen.items())


@dataclass(frozen=True)
class Value:
    """One value of a facet: how many offers it would leave, and where it leads; chosen, it leads out of itself."""

    key: str
    words: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    key: str
    name: str
    values: Sequence[Value]
    without: int
    """How many offers suit the other facets."""

    @property
    def in_french(self) -> bool:
        """Whether its values are words of the framework or of the survey, which are French for every reader."""
        return self.key in {"competence", "ecart"}

    @property
    def chosen(self) -> Value | None:
        return next((value for value in self.values if value.is_chosen), None)


@dataclass(frozen=True)
class Catalogue:
    modules: Sequence[Offer]
    programmes: Sequence[Offer]
    facets: Sequence[Facet]
    chosen: Sequence[Facet] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.modules) + len(self.programmes)


def sort_out(offers: Sequence[Offer], asked: Mapping[str, str]) -> Catalogue:
    """The offers that suit everything asked, and each facet with what it would leave. Pure.

    A value that no offer has is not an error: nothing suits it, and the page says how to get out of it.
    """
    chosen = {facet: asked[facet] for facet in NAMES if asked.get(facet)}
    found = [offer for offer in offers if offer.suits(chosen)]
    facets = [_facet(key, offers, chosen) for key in NAMES]
    return Catalogue(
        [offer for offer in found if not offer.is_programme],
        [offer for offer in found if offer.is_programme],
        [facet for facet in facets if facet.values],
        [facet for facet in facets if facet.key in chosen],
    )


def _facet(key: str, offers: Sequence[Offer], chosen: Chosen) -> Facet:
    """Counted among the offers that suit the other facets: choosing another value of this one is one click."""
    others = {facet: value for facet, value in chosen.items() if facet != key}
    within = [offer for offer in offers if offer.suits(others)]
    words: dict[str, str] = {}
    for offer in offers:
        words |= offer.values[key]
    mine = chosen.get(key, "")
    if mine:
        words.setdefault(mine, str(KNOWN.get(mine, mine[:40])))
    values = []
    for value in sorted(words, key=_rank):
        count = sum(value in offer.values[key] for offer in within)
        if count or value == mine:
            kept = others if value == mine else others | {key: value}
            values.append(Value(value, words[value], count, _address(kept), value == mine))
    return Facet(key, str(NAMES[key]), values, len(within))


def _rank(value: str) -> tuple[int, str]:
    """Lengths, formats and practices in the order they are written above; codes in their own."""
    orders = list(KNOWN)
    return (orders.index(value) if value in orders else len(orders), value)


def _address(chosen: Chosen) -> str:
    """In the order of the facets: one choice has one address."""
    return "?" + urlencode([(key, chosen[key]) for key in NAMES if key in chosen])


def length_of(minutes: int) -> str:
    if minutes < HALF_DAY:
        return "moins"
    if minutes < DAY:
        return "demi-journee"
    return "journee" if minutes == DAY else "plus"


def read_offers() -> list[Offer]:
    """Every half-day open to all, in the site's language (a translation is linked from its page), then the programmes.

    Six queries, whatever their number.
    """
    newest = Edition.objects.newest_first()
    modules = (
        Module.objects.filter(locale=Locale.get_default(), is_private=False)
        .live()
        .order_by("path")
        .prefetch_related(Prefetch("editions", newest))
    )
    latest = {module: module.editions.all()[0] for module in modules if module.editions.all()}
    kinds = _kinds_of(latest.values())
    gaps = _gaps_of(latest.values())
    offers = {module.pk: _offer(module, edition, kinds[edition.pk], gaps) for module, edition in latest.items()}
    return [*offers.values(), *_programmes(offers)]


def _offer(module: Module, edition: Edition, kinds: set[str], gaps: Mapping[str, Mapping[str, str]]) -> Offer:
    announced = [row for row in edition.competencies if row["announced"]]
    formats = {REMOTE: str(FORMATS[REMOTE])}
    if "workshop" in kinds or read_session(module.slug):
        formats[IN_A_ROOM] = str(FORMATS[IN_A_ROOM])
    length = length_of(edition.planned_minutes)
    answered: dict[str, str] = {}
    for row in announced:
        answered |= gaps.get(row["identifier"], {})
    values = {
        "competence": {row["code"]: f"{row['code']} {row['statement']}" for row in announced},
        "ecart": answered,
        "duree": {length: str(LENGTHS[length])},
        "format": formats,
        "pratique": {kind: str(words) for kind, words in PRACTICES.items() if kind in kinds},
    }
    return Offer(module, edition.planned_minutes, values)


def _programmes(offers: Mapping[int, Offer]) -> list[Offer]:
    """Each with what its half-days have; a programme none of whose half-days is open is not offered."""
    halves: dict[int, list[Offer]] = defaultdict(list)
    programmes = list(Programme.objects.live().order_by("path"))
    for programme, module in ProgrammeModule.objects.order_by("sort_order").values_list("programme", "module"):
        if module in offers:
            halves[programme].append(offers[module])
    for programme in programmes:
        own = [each for each in offers.values() if each.page.path.startswith(programme.path)]
        halves[programme.pk] += [each for each in own if each not in halves[programme.pk]]
    return [_day(programme, halves[programme.pk]) for programme in programmes if halves[programme.pk]]


def _day(programme: Programme, halves: Sequence[Offer]) -> Offer:
    minutes = sum(half.minutes for half in halves)
    values: dict[str, dict[str, str]] = {key: {} for key in NAMES}
    for half in halves:
        for key in NAMES:
            values[key] |= half.values[key]
    length = length_of(minutes)
    return Offer(programme, minutes, values | {"duree": {length: str(LENGTHS[length])}})


def _kinds_of(editions: Iterable[Edition]) -> dict[int, set[str]]:
    """Kinds of activities, by edition."""
    kinds: dict[int, set[str]] = defaultdict(set)
    rows = EditionActivity.objects.filter(edition__in=[each.pk for each in editions]).order_by()
    for edition, kind in rows.values_list("edition", "kind").distinct():
        kinds[edition].add(kind)
    return kinds


def _gaps_of(editions: Iterable[Edition]) -> dict[str, dict[str, str]]:
    """By identifier of a competency: the gaps it answers, code and words."""
    announced = {row["identifier"] for edition in editions for row in edition.competencies if row["announced"]}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    rows = Gap.objects.filter(associations__origin__in=announced).order_by()
    for code, statement, identifier in rows.values_list("code", "statement", "associations__origin"):
        found[str(identifier)][code] = f"{code} {statement}"
    return found
