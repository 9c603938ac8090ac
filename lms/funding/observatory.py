"""The public figures of the platform: every convention together, by the same engine, k = 11. Writes its editions.

A funder knows its own tables. So a public table is issued only when no population published by one convention, taken
out of a public one, leaves 1 to k - 1 people.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import msgspec
from django.db import IntegrityError, transaction

from lms.funding.attack import issued_by_day
from lms.funding.catalogue import Catalogue
from lms.funding.editions import digest_of
from lms.funding.gate import Gate, GateResult
from lms.funding.grid import FUNDER_RULES, LADDER, RULE_VERSION, CountedPerson
from lms.funding.issuing import Snapshot, Terms
from lms.funding.models import Convention, ObservatoryEdition
from lms.funding.pace import due_day
from lms.funding.shown import Shown, populations_of
from lms.funding.uptake import CATALOGUE, PROFESSION, QUARTER, STRUCTURE, TERRITORY, count_people

PUBLIC = Catalogue((TERRITORY, STRUCTURE, PROFESSION, QUARTER))
PeopleOn = Mapping[date, Sequence[CountedPerson]]


def publish_observatory(as_of: date) -> ObservatoryEdition:
    """The edition of that day; the one already there when there is one.

    The race of two workers ends on the constraint.
    """
    already = ObservatoryEdition.objects.filter(as_of=as_of).first()
    if already is not None:
        return already
    snapshot, result = prepare_public(as_of)
    edition = ObservatoryEdition(
        as_of=as_of,
        rule_version=RULE_VERSION,
        k=FUNDER_RULES.k,
        snapshot=msgspec.to_builtins(snapshot),
        digest=digest_of(snapshot),
        gate=msgspec.to_builtins(result),
    )
    try:
        with transaction.atomic():
            edition.save()
    except IntegrityError:
        return ObservatoryEdition.objects.get(as_of=as_of)
    return edition


def due_observatory(today: date) -> date | None:
    """The end of the last quarter, once a convention has run."""
    starts = Convention.objects.order_by("starts_on").values_list("starts_on", flat=True).first()
    return due_day(starts, date(today.year, 12, 31), today) if starts else None


def prepare_public(as_of: date) -> tuple[Snapshot, GateResult]:
    """Tables are withheld until neither the attack nor any convention's own figures tell a small group apart."""
    before = ObservatoryEdition.objects.filter(as_of__lt=as_of).order_by("as_of")
    earlier = [each.thawed for each in before]
    people_on = {day: count_everybody(day) for day in sorted({as_of, *issued_by_day(earlier)})}
    known = populations_of_conventions(as_of)
    withheld: frozenset[str] = frozenset()
    while True:
        terms = Terms(as_of, FUNDER_RULES, withheld=withheld)
        snapshot, result = Gate(PUBLIC, people_on, earlier, terms).pass_through()
        told_apart = tables_told_apart(snapshot, people_on, known, as_of)
        if not told_apart:
            return snapshot, result
        withheld = frozenset({*result.withheld, *told_apart})


def tables_told_apart(
    snapshot: Snapshot, people_on: PeopleOn, known: Sequence[frozenset[Hashable]], day: date
) -> set[str]:
    """The tables of that day that a convention's own figures would cut too small."""
    found = set()
    for issue in snapshot.issues:
        if issue.table and issue.table.as_of == day:
            shown = Shown(FUNDER_RULES, {})
            shown.note(known)
            alone = Snapshot((issue,))
            if not shown.admit(list(populations_of([alone], people_on, PUBLIC)), []):
                found.add(issue.axis)
    return found


def count_everybody(day: date) -> list[CountedPerson]:
    """Each person once: followed in two conventions, at the furthest step, with the hours of both."""
    found: dict[Hashable, CountedPerson] = {}
    for convention in Convention.objects.filter(starts_on__lte=day).order_by("starts_on", "pk"):
        for each in count_people(convention, day):
            other = found.get(each.person)
            found[each.person] = each if other is None else _together(other, each)
    return list(found.values())


def _together(one: CountedPerson, other: CountedPerson) -> CountedPerson:
    step = max(one.step, other.step, key=LADDER.index)
    return replace(other, step=step, minutes=one.minutes + other.minutes, categories=one.categories)


def populations_of_conventions(as_of: date) -> list[frozenset[Hashable]]:
    """The people behind each figure that conventions have published."""
    return [each for convention in Convention.objects.order_by("pk") for each in _published(convention, as_of)]


def _published(convention: Convention, as_of: date) -> Iterable[frozenset[Hashable]]:
    snapshots = [each.thawed for each in convention.editions.filter(as_of__lte=as_of).order_by("as_of")]
    people_on = {day: count_people(convention, day) for day in issued_by_day(snapshots)}
    return populations_of(snapshots, people_on, CATALOGUE)
