"""Dated editions: written once, never changed, never against the rules."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from lms.funding.catalogue import TOTAL
from lms.funding.editions import EditionRefused, digest_of, prepare, publish
from lms.funding.grid import Depth, Step
from lms.funding.issuing import Reason
from lms.funding.models import Convention, EditionRequest, FundingEdition
from lms.funding.models.convention import Rhythm
from lms.funding.models.funding_edition import EditionIsFinal
from lms.funding.replaying import replay
from lms.funding.tasks import ask_for_due_editions, ask_for_edition, publish_requested, queue_lost_requests
from lms.funding.uptake import STRUCTURE, TERRITORY
from tests.funding.cast import FIRST_DAY, SECOND_DAY, House


def test_an_edition_shows_the_funnel_of_the_convention(house: House) -> None:
    house.fill(60)
    total = publish(house.convention, FIRST_DAY).thawed.issue_of(TOTAL).table
    assert total is not None
    assert total.total.counts == {"invited": 240, "enrolled": 180, "started": 120, "completed": 60}
    assert total.total.minutes == 60 * 210


def test_an_edition_splits_by_territory_and_by_structure_type(house: House) -> None:
    house.fill(60)
    snapshot = publish(house.convention, FIRST_DAY).thawed
    territories, structures = snapshot.issue_of(TERRITORY).table, snapshot.issue_of(STRUCTURE).table
    assert territories is not None
    assert structures is not None
    assert territories.depth is structures.depth is Depth.F4
    assert [group.members for group in structures.groups] == [("hosting",), ("open_setting",)]
    assert [group.members for group in territories.groups] == [("59", "80"), ("62",)]  # 80 has one employer only


def test_a_house_of_twelve_shows_no_one(house: House) -> None:
    house.fill(3)
    snapshot = publish(house.convention, FIRST_DAY).thawed
    total = snapshot.issue_of(TOTAL).table
    assert total is not None
    assert total.total.counts == {"invited": 12}
    assert total.total.minutes is None
    assert [snapshot.issue_of(axis).reason for axis in (TERRITORY, STRUCTURE)] == [Reason.TOO_FEW, Reason.TOO_FEW]


def test_a_day_is_published_once(house: House) -> None:
    first = publish(house.convention, FIRST_DAY)
    house.fill(60)
    assert publish(house.convention, FIRST_DAY) == first
    assert FundingEdition.objects.count() == 1


def test_a_second_edition_waits_until_enough_people_moved(house: House) -> None:
    house.fill(60)
    first = publish(house.convention, FIRST_DAY)
    house.bring(Step.COMPLETED, 8)
    second = publish(house.convention, SECOND_DAY).thawed
    assert [issue.table for issue in second.issues] == [issue.table for issue in first.thawed.issues]
    assert second.issue_of(TOTAL).reason is Reason.MOVED_TOO_LITTLE


def test_a_table_moves_when_each_of_its_groups_did(house: House) -> None:
    house.fill(60)
    publish(house.convention, FIRST_DAY)
    house.fill(30)
    second = publish(house.convention, SECOND_DAY).thawed
    days = {issue.axis: issue.table.as_of for issue in second.issues if issue.table}
    assert days == dict.fromkeys((TOTAL, TERRITORY, STRUCTURE), SECOND_DAY)


def test_one_group_that_stood_still_keeps_its_whole_table(house: House) -> None:
    house.fill(60)
    publish(house.convention, FIRST_DAY)
    house.bring(Step.COMPLETED, 40, house.teams[:2])
    second = publish(house.convention, SECOND_DAY).thawed
    days = {issue.axis: (issue.table.as_of, issue.reason) for issue in second.issues if issue.table}
    assert days == {
        TOTAL: (SECOND_DAY, None),
        TERRITORY: (FIRST_DAY, Reason.MOVED_TOO_LITTLE),
        STRUCTURE: (SECOND_DAY, None),
    }


def test_the_digest_is_that_of_the_stored_tables(house: House) -> None:
    house.fill(60)
    edition = FundingEdition.objects.get(pk=publish(house.convention, FIRST_DAY).pk)
    assert digest_of(edition.thawed) == edition.digest


def test_an_edition_is_never_changed_nor_removed(house: House) -> None:
    edition = publish(house.convention, FIRST_DAY)
    edition.k = 3
    for change in (
        edition.save,
        edition.delete,
        FundingEdition.objects.all().delete,
        lambda: FundingEdition.objects.update(k=3),
    ):
        with pytest.raises(EditionIsFinal):
            change()


def test_the_database_itself_refuses_to_change_an_edition(house: House) -> None:
    publish(house.convention, FIRST_DAY)
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE funding_fundingedition SET k = 3")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (timezone.localdate(), "journée finie"),
        (date(2025, 12, 31), "n’avait pas commencé"),
        (FIRST_DAY - timedelta(days=1), "plus récente"),
    ],
)
def test_an_impossible_day_is_refused_in_a_sentence(house: House, day: date, sentence: str) -> None:
    publish(house.convention, FIRST_DAY)
    with pytest.raises(EditionRefused, match=sentence):
        publish(house.convention, day)


def test_a_command_publishes_a_convention_by_its_number(house: House) -> None:
    said = StringIO()
    call_command("publish_edition_of", "2026-014", as_of=FIRST_DAY, stdout=said)
    assert said.getvalue().split() == [*map(str, FundingEdition.objects.values_list("pk", "as_of", "digest").get())]
    with pytest.raises(CommandError, match="1999-001"):
        call_command("publish_edition_of", "1999-001")


def test_a_request_is_answered_by_a_worker(house: House, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        request = ask_for_edition(house.convention, FIRST_DAY)
    request.refresh_from_db()
    assert request.finished_at is not None
    assert house.convention.editions.get().as_of == FIRST_DAY


def test_a_refused_request_says_why_and_is_not_asked_again(house: House) -> None:
    request = EditionRequest.objects.create(convention=house.convention, as_of=date(2025, 1, 1))
    publish_requested(request.pk)
    request.refresh_from_db()
    assert request.finished_at is not None
    assert "n’avait pas commencé" in request.refusal


def test_the_calendar_asks_for_the_quarter_that_has_ended(
    house: House, django_capture_on_commit_callbacks: Any
) -> None:
    for _day in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            ask_for_due_editions()
    assert house.convention.editions.get().as_of == house.convention.edition_requests.get().as_of >= SECOND_DAY


def test_a_monthly_edition_issues_the_total_alone_and_the_quarter_everything(house: House) -> None:
    Convention.objects.update(rhythm=Rhythm.MONTHLY)
    house.convention.refresh_from_db()
    house.fill(60)
    publish(house.convention, FIRST_DAY)
    house.fill(40)
    month = publish(house.convention, date(2026, 7, 31))
    days = {issue.axis: (issue.table.as_of, issue.reason) for issue in month.thawed.issues if issue.table}
    assert days.pop(TOTAL) == (date(2026, 7, 31), None)
    assert set(days.values()) == {(FIRST_DAY, Reason.QUARTERLY)}
    assert replay(month).is_same
    house.fill(40)
    quarter = publish(house.convention, SECOND_DAY).thawed
    assert {issue.table.as_of for issue in quarter.issues if issue.table} == {SECOND_DAY}


@pytest.mark.parametrize(("rhythm", "asked"), [(Rhythm.MONTHLY, date(2026, 10, 31)), (Rhythm.QUARTERLY, SECOND_DAY)])
def test_the_calendar_follows_the_rhythm_that_was_agreed(
    house: House, rhythm: Rhythm, asked: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.funding.tasks.timezone.localdate", lambda: date(2026, 11, 20))
    Convention.objects.update(rhythm=rhythm)
    for _day in range(2):
        ask_for_due_editions()
    assert [request.as_of for request in EditionRequest.objects.all()] == [asked]


def test_a_request_that_no_worker_answered_is_queued_again(house: House) -> None:
    lost = EditionRequest.objects.create(convention=house.convention, as_of=FIRST_DAY)
    queue_lost_requests()
    lost.refresh_from_db()
    assert lost.finished_at is None, "asked a moment ago: a worker may be at it"
    EditionRequest.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    queue_lost_requests()
    lost.refresh_from_db()
    assert lost.finished_at is not None


@pytest.fixture
def other(house: House, monkeypatch: pytest.MonkeyPatch) -> list[FundingEdition]:
    """The edition that another worker writes for the first day while the first publication is at its attack."""
    written: list[FundingEdition] = []

    def slowly(*told: Any) -> FundingEdition:
        monkeypatch.setattr("lms.funding.editions.prepare", prepare)
        written.append(publish(house.convention, FIRST_DAY))
        return prepare(*told)

    monkeypatch.setattr("lms.funding.editions.prepare", slowly)
    return written


def test_two_publications_of_one_day_at_once_write_one_edition(house: House, other: list[FundingEdition]) -> None:
    house.fill(60)
    assert publish(house.convention, FIRST_DAY) == other[0]
    assert FundingEdition.objects.count() == 1


def test_an_edition_written_meanwhile_is_remembered_by_the_one_after(house: House, other: list[FundingEdition]) -> None:
    house.fill(60)
    standing = publish(house.convention, SECOND_DAY).thawed.issue_of(TOTAL)
    assert standing.reason is Reason.MOVED_TOO_LITTLE
    assert standing.table is not None
    assert standing.table.as_of == other[0].as_of == FIRST_DAY
