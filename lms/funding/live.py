"""Where a convention is now, for the site team who steer it: by the rules of an edition, and never given to a funder.

Live figures have no memory: two days' readings can be subtracted. So they are on one screen, which only who runs the
platform may open, and in no file.
"""

from dataclasses import dataclass

from django.utils import timezone

from lms.funding.catalogue import TOTAL, Catalogue
from lms.funding.grid import FUNDER_RULES
from lms.funding.issuing import Table, Terms, issue_all
from lms.funding.models import Convention
from lms.funding.naming import names_of
from lms.funding.report import show
from lms.funding.shown_table import ShownTable
from lms.funding.uptake import CATALOGUE, count_now

ONE_AXIS = Catalogue(CATALOGUE.axes)


@dataclass(frozen=True)
class Live:
    """`total` is None while fewer people are concerned than may be shown."""

    total: Table | None
    tables: list[ShownTable]


def read_live(convention: Convention) -> Live:
    """The total, then each axis, as deep as each may be shown. Five queries, however many people."""
    today = timezone.localdate()
    snapshot = issue_all(count_now(convention), ONE_AXIS, [], Terms(today, FUNDER_RULES))
    names = names_of(snapshot)
    shown = [show(snapshot.issue_of(axis), today, FUNDER_RULES.k, names) for axis in snapshot.axes()]
    return Live(snapshot.issue_of(TOTAL).table, shown)
