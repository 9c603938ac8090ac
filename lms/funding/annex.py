"""The certified annex: exact small figures, shown to an auditor on site. Confidential, recorded, never a file.

Each category alone, at every step, as of the edition's day. Whoever reads them beside the published tables reads
small groups: so it takes the site admin, an auditor's name and a reason, and leaves a trace that nobody can remove.
"""

import hashlib
from collections.abc import Iterator

import msgspec

from lms.funding.grid import CountedPerson, Depth, each_alone, tally
from lms.funding.issuing import Table, write_table
from lms.funding.models import AnnexReading, FundingEdition
from lms.funding.uptake import CATALOGUE, count_people
from lms.people.models import User


def gather_annex(edition: FundingEdition) -> list[Table]:
    """One table for each axis and each finer level."""
    return list(_tables(edition, count_people(edition.convention, edition.as_of)))


def _tables(edition: FundingEdition, people: list[CountedPerson]) -> Iterator[Table]:
    for axis in CATALOGUE.axes:
        for level in CATALOGUE.levels(axis):
            yield write_table(level, each_alone(tally(people, level)), Depth.F4, edition.as_of)


def show_annex(edition: FundingEdition, by: User, auditor: str, reason: str) -> tuple[list[Table], AnnexReading]:
    """The tables, and the trace written before anybody reads them."""
    tables = gather_annex(edition)
    digest = hashlib.sha256(msgspec.json.encode(tables, order="sorted")).hexdigest()
    trace = AnnexReading.objects.create(edition=edition, shown_by=by, auditor=auditor, reason=reason, digest=digest)
    return tables, trace
