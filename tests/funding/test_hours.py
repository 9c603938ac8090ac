"""One ledger: the hours of an edition are those that attestations say, at any cut-off."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from lms.agenda.hours import hours_at
from lms.agenda.models import Attestation
from lms.agenda.papers.issuing import issue_attestation
from lms.funding.catalogue import TOTAL
from lms.funding.editions import publish
from lms.funding.grid import Depth, Step
from lms.funding.inviting import enrol
from lms.funding.issuing import Table
from lms.funding.models import Convention
from modules.models import Registration
from tests.cast import finish, make_institute_with_module
from tests.funding import cast
from tests.funding.cast import House

CUT_OFFS = [cast.FIRST_DAY, cast.SECOND_DAY]
EACH = 12  # people at each step and in each wave


@pytest.fixture
def taught(db: None, tmp_path: Path) -> House:
    """A house whose module is taken on the real road, so that statements write the ledger."""
    return House(edition=make_institute_with_module(tmp_path).edition)


def bring_wave(house: House, cut_off: date) -> None:
    """People who stop at each step, and people who finish and are given an attestation."""
    for step in (Step.INVITED, Step.ENROLLED, Step.STARTED):
        house.bring(step, EACH)
    at = datetime.combine(cut_off, time(9), UTC)
    house.bring(Step.INVITED, 2 * EACH)
    waiting = house.convention.invitations.filter(registration=None).select_related("person").order_by("-id")
    for number, invitation in enumerate(waiting[: 2 * EACH]):
        done = finish(enrol(invitation, house.edition, at - timedelta(hours=3)), at=at)
        if number % 2:
            issue_attestation(done, at)


def total_of(convention: Convention, cut_off: date) -> Table:
    table = publish(convention, cut_off).thawed.issue_of(TOTAL).table
    assert table is not None
    return table


def test_hours_of_an_edition_are_those_of_the_ledger_and_of_the_attestations_that_day(taught: House) -> None:
    for wave, cut_off in enumerate(CUT_OFFS, start=1):
        bring_wave(taught, cut_off)
        table = total_of(taught.convention, cut_off)
        assert (table.as_of, table.depth) == (cut_off, Depth.F5)
        ledger = hours_at(cut_off, Registration.objects.values("pk"))
        issued = Attestation.objects.filter(issued_at__date__lte=cut_off)
        attested = {each.registration_id: each.frozen.minutes_done for each in issued}
        assert table.total.minutes == sum(ledger.values()) == wave * 2 * EACH * 40
        assert {registration: ledger[registration] for registration in attested} == attested
        assert table.total.counts[Step.ATTESTED] == len(attested) == wave * EACH


def test_ten_attestations_are_not_shown_and_eleven_are(house: House) -> None:
    house.fill(60)
    house.bring(Step.ATTESTED, 10)
    assert Step.ATTESTED not in total_of(house.convention, CUT_OFFS[0]).total.counts
    house.fill(20, steps=(Step.INVITED, Step.ENROLLED, Step.STARTED, Step.COMPLETED, Step.ATTESTED))
    later = total_of(house.convention, cast.SECOND_DAY)
    assert later.total.counts[Step.ATTESTED] == 30
