"""The staff as the database has it, for a file to be compared with."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from lms.people.models import Organisation, Post, StaffNumber, User
from lms.people.staff.changes import Held, Known, Staff
from lms.people.staff.lines import fold_path

BATCH = 1000  # addresses asked for at once


def teams_by_name(node: Organisation) -> dict[str, list[UUID]]:
    """The node and everything under it, by name and by « what it stands under / name ». One query."""
    found: defaultdict[str, list[UUID]] = defaultdict(list)
    names: dict[str, str] = {}
    for each in Organisation.objects.within(node):
        names[each.path] = each.name
        found[fold_path(each.name)].append(each.pk)
        above = names.get(each.path[: -each.steplen])
        if above:
            found[fold_path(f"{above}/{each.name}")].append(each.pk)
    return dict(found)


def read_staff(node: Organisation, emails: set[str], on: date) -> Staff:
    """Everyone the node's employer knows, with the posts they hold under the node.

    Posts elsewhere at the same employer are left alone: they are not this node's to close.
    """
    employer = node.employer()
    numbers = dict(StaffNumber.objects.filter(employer=employer).values_list("person", "number"))
    held = _read_held(node, on)
    worked = Q(pk__in=Post.objects.under(employer).values("person"))
    numbered = Q(pk__in=StaffNumber.objects.filter(employer=employer).values("person"))
    people = User.objects.filter(worked | numbered).order_by("last_name", "first_name", "pk")
    known = [
        Known(pk, numbers.get(pk, ""), last, first, email.lower(), tuple(held[pk]))
        for pk, last, first, email in people.values_list("pk", "last_name", "first_name", "email")
    ]
    return Staff(known, _accounts_of(emails - {each.email for each in known}))


def _read_held(node: Organisation, on: date) -> defaultdict[UUID, list[Held]]:
    """Posts under the node that are not over on that day, those to come among them."""
    held: defaultdict[UUID, list[Held]] = defaultdict(list)
    posts = Post.objects.under(node).filter(Q(ended_on=None) | Q(ended_on__gte=on)).order_by("started_on", "id")
    rows: Any = posts.values_list("person", "pk", "team", "profession", "started_on", "ended_on")
    for person, *values in rows:
        held[person].append(Held(*values))
    return held


def _accounts_of(emails: set[str]) -> frozenset[str]:
    """Those of these addresses that already open an account."""
    accounts = User.objects.annotate(address=Lower("email")).order_by()
    found: set[str] = set()
    left: Iterator[str] = iter(sorted(emails))
    while batch := list(islice(left, BATCH)):
        found.update(accounts.filter(address__in=batch).values_list("address", flat=True))
    return frozenset(found)
