"""Where people are now: moved by the statement itself, counted again to the same, shown to the site team only."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.agenda.ledger import correct
from lms.agenda.models import HourEntry
from lms.agenda.papers.issuing import issue_attestation
from lms.agenda.papers.replacing import revoke_attestation
from lms.funding.grid import Step
from lms.funding.inviting import enrol
from lms.funding.live import read_live
from lms.funding.models import Invitation
from lms.funding.rollup import settle_everything
from lms.funding.tasks import count_late_registrations
from lms.funding.uptake import count_now, count_people
from lms.people.rights import Role
from modules.rebuilding import rebuild
from modules.signals import registrations_moved
from modules.statements import authority
from tests.cast import finish, follow, make_institute_with_module, make_person
from tests.funding import cast
from tests.funding.cast import House
from tests.funding.test_pages import read_tables, to_number
from xapi_store.recording import void


@pytest.fixture
def taught(db: None, tmp_path: Path) -> House:
    """A house whose module is taken on the real road."""
    return House(edition=make_institute_with_module(tmp_path).edition)


@pytest.fixture
def invitation(taught: House) -> Invitation:
    return cast.invite_one(taught, cast.person())


def now(invitation: Invitation) -> tuple[str, int]:
    invitation.refresh_from_db()
    return invitation.step, invitation.minutes


def test_each_deed_moves_the_live_step_in_its_own_transaction(taught: House, invitation: Invitation) -> None:
    assert now(invitation) == (Step.INVITED, 0)
    registration = enrol(invitation, taught.edition)
    assert now(invitation) == (Step.ENROLLED, 0)
    finish(registration)
    assert now(invitation) == (Step.COMPLETED, 40)
    attestation = issue_attestation(registration)
    assert now(invitation) == (Step.ATTESTED, 40)
    revoke_attestation(attestation, make_person("Odile Clerc", None), "Erreur sur le nom")
    assert now(invitation) == (Step.COMPLETED, 40)
    correct(HourEntry.objects.order_by("id")[0], cast.person(), "Saisi deux fois")
    assert now(invitation) == (Step.COMPLETED, 30)


def test_a_voided_statement_takes_the_step_and_its_minutes_back(taught: House, invitation: Invitation) -> None:
    finish(enrol(invitation, taught.edition))
    entry = HourEntry.objects.order_by("id")[0]
    assert entry.statement_id is not None
    void(entry.statement_id, actor=authority(), at=timezone.now())
    assert now(invitation) == (Step.STARTED, 40 - entry.minutes)


def test_counting_again_changes_nothing(taught: House, invitation: Invitation) -> None:
    issue_attestation(finish(enrol(invitation, taught.edition)))
    assert rebuild().changes == 0
    assert settle_everything() == 0


def test_counting_again_mends_what_was_altered_by_hand(
    taught: House, invitation: Invitation, capsys: pytest.CaptureFixture[str]
) -> None:
    finish(enrol(invitation, taught.edition))
    Invitation.objects.update(step=Step.INVITED, minutes=7)
    assert rebuild().changes == 1
    assert now(invitation) == (Step.COMPLETED, 40)
    alone = cast.invite_one(taught, cast.person())
    Invitation.objects.filter(pk=alone.pk).update(step=Step.ATTESTED)
    call_command("rebuild_uptake")
    call_command("rebuild_uptake")
    assert capsys.readouterr().out.splitlines() == ["1 changes", "0 changes"]
    assert now(alone) == (Step.INVITED, 0)


def test_what_someone_registered_to_alone_counts_from_the_next_night(taught: House, invitation: Invitation) -> None:
    taught.convention.ends_on = timezone.localdate() + timedelta(days=1)
    taught.convention.save()
    finish(follow(invitation.person, taught.edition))
    assert now(invitation) == (Step.INVITED, 0)
    count_late_registrations()
    assert now(invitation) == (Step.COMPLETED, 40)


def test_live_figures_are_those_of_an_edition_as_of_today(house: House) -> None:
    for step in Step:
        house.bring(step, 12)
    settle_everything()
    live, dated = count_now(house.convention), count_people(house.convention, timezone.localdate())
    assert {each.person: each for each in live} == {each.person: each for each in dated}


def test_a_statement_costs_one_query_where_no_convention_counts_it(
    taught: House, invitation: Invitation, django_assert_num_queries: Any
) -> None:
    alone = finish(follow(cast.person(), taught.edition))
    invited = finish(enrol(invitation, taught.edition))
    with django_assert_num_queries(1):
        registrations_moved.send(None, registrations=[alone.pk])
    with django_assert_num_queries(3):
        registrations_moved.send(None, registrations=[invited.pk])


def test_the_live_figures_of_a_convention_cost_few_queries(house: House, django_assert_max_num_queries: Any) -> None:
    house.fill(60)
    settle_everything()
    with django_assert_max_num_queries(5):
        live = read_live(house.convention)
    assert live.total is not None
    assert live.total.total.counts == {"invited": 240, "enrolled": 180, "started": 120, "completed": 60}


def test_the_site_team_reads_them_and_nobody_else(client: Client, house: House) -> None:
    house.fill(60)
    settle_everything()
    address = reverse("funding:live", args=[house.convention.pk])
    client.force_login(cast.person("Maud", Role.SITE_ADMIN))
    figures = read_tables(client.get(address).content.decode())
    total = [text for (axis, _line, _measure), text in figures.items() if axis == "total"]
    assert [to_number(text) for text in total] == [240, 180, 120, 60, 60 * 210]
    for role, over in ((Role.FUNDER, house.funder), (Role.AUDITOR, None)):
        client.force_login(cast.person("Inès", role, over))
        assert client.get(address).status_code == 403


def test_small_groups_are_merged_live_too(house: House) -> None:
    house.bring(Step.INVITED, 10)
    assert read_live(house.convention).total is None
    house.bring(Step.INVITED, 30)
    territory = next(table for table in read_live(house.convention).tables if table.axis == "territory")
    assert all(row.figures[0].value >= 11 for row in territory.rows)
