"""What a meeting changed: counted on the same people, shown by eleven, said alike on every page and in the file."""

import csv
import io
from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from lms.agenda.meetings.questionnaire import ITEMS, OPEN_AFTER
from lms.agenda.models import MeetingPage, MeetingReply, MeetingSeat, Moment
from lms.meeting_outcomes.outcomes import RULES, Choices, Line, Share, count_lines, outcomes_of, past_meetings
from tests.agenda.test_meetings import make_meeting

ADDRESS = reverse("meeting_outcomes:meetings")


def line(lines: list[Line], key: str) -> Mapping[Moment, Share]:
    return next(each.shares for each in lines if each.item is ITEMS[key])


def people(yes: int, no: int, key: str = "knows_places", first: int = 0) -> dict[int, Choices]:
    said = [4] * yes + [1] * no
    return {first + number: {key: answer} for number, answer in enumerate(said)}


def make_past(days: int = 20, slug: str = "passee", seats: int = 30) -> MeetingPage:
    ended = timezone.now() - timedelta(days=days)
    meeting = make_meeting(
        seats, slug=slug, title="Forum des droits", starts_at=ended - timedelta(hours=3), ends_at=ended
    )
    MeetingSeat.objects.bulk_create(MeetingSeat(meeting=meeting, name="", number=n + 1) for n in range(seats))
    return meeting


def reply(meeting: MeetingPage, moment: Moment, replies: Mapping[int, Choices]) -> None:
    seats = list(meeting.seats.order_by("number"))
    MeetingReply.objects.bulk_create(
        MeetingReply(seat=seats[number], moment=moment, choices=dict(choices)) for number, choices in replies.items()
    )


def test_before_and_after_stand_on_the_same_people() -> None:
    before = people(12, 13) | {90: {"knows_places": 4}}  # who answered before only counts on neither side
    after = people(14, 11) | {91: {"knows_places": 4}}
    shares = line(count_lines({Moment.BEFORE: before, Moment.AFTER: after}), "knows_places")
    assert shares == {Moment.BEFORE: Share(12, 25), Moment.AFTER: Share(14, 25)}


def test_who_left_a_sentence_out_did_not_say_yes() -> None:
    after = people(11, 11) | {70: {"useful": 4}}
    before = {number: {"knows_places": 1} for number in after}
    assert line(count_lines({Moment.BEFORE: before, Moment.AFTER: after}), "knows_places")[Moment.AFTER] == Share(
        11, 23
    )


@pytest.mark.parametrize(("yes", "no"), [(10, 20), (20, 10), (0, 30), (30, 0), (3, 4)])
def test_ten_people_on_either_side_are_not_shown(yes: int, no: int) -> None:
    lines = count_lines({Moment.LATER: people(yes, no, "knows_places")})
    assert not line(lines, "knows_places")[Moment.LATER].is_shown


@given(st.lists(st.sampled_from([None, 1, 2, 3, 4]), max_size=60))
def test_whatever_is_shown_leaves_eleven_people_on_both_sides(answers: list[int | None]) -> None:
    after = {n: ({} if answer is None else {"useful": answer}) for n, answer in enumerate(answers)}
    share = line(count_lines({Moment.AFTER: after}), "useful")[Moment.AFTER]
    yes = sum(answer in {3, 4} for answer in answers)
    assert share.is_shown == (min(yes, len(answers) - yes) >= RULES.k)
    assert not share.is_shown or (share.people, share.base) == (yes, len(answers))


@pytest.mark.django_db
def test_nothing_is_said_while_a_questionnaire_is_open(client: Client) -> None:
    meeting = make_past(days=OPEN_AFTER.days - 1)
    reply(meeting, Moment.AFTER, people(15, 15, "useful"))
    (outcomes,) = outcomes_of(past_meetings(timezone.now()), timezone.now())
    assert not outcomes.shows_something
    page = client.get(reverse("meeting_outcomes:meeting", args=[meeting.pk])).content.decode()
    assert "encore ouverts" in page


@pytest.mark.django_db
def test_page_of_all_page_of_one_and_file_say_the_same(client: Client) -> None:
    meeting = make_past()
    reply(meeting, Moment.BEFORE, people(12, 13))
    reply(meeting, Moment.AFTER, people(14, 11))
    every = client.get(ADDRESS).content.decode()
    one = client.get(reverse("meeting_outcomes:meeting", args=[meeting.pk])).content.decode()
    assert all(words in page for page in (every, one) for words in ("12 sur 25", "14 sur 25"))
    assert "56\u00a0%" in one.replace("\u202f", "\u00a0")
    text = client.get(reverse("meeting_outcomes:csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    told = [row for row in rows if row["phrase"] == str(ITEMS["knows_places"].wording)]
    assert [(row["ont dit oui"], row["ont répondu"]) for row in told] == [("12", "25"), ("14", "25")]
    assert {row["inscriptions"] for row in rows} == {"30"}


@pytest.mark.django_db
def test_a_withheld_figure_is_withheld_everywhere(client: Client) -> None:
    meeting = make_past()
    reply(meeting, Moment.AFTER, people(20, 4, "useful"))
    pages = [ADDRESS, reverse("meeting_outcomes:meeting", args=[meeting.pk]), reverse("meeting_outcomes:csv")]
    assert not any("20 sur 24" in client.get(page).content.decode() for page in pages)
    assert "24" not in client.get(reverse("meeting_outcomes:csv")).content.decode().split("utile")[1].split("\n")[0]


@pytest.mark.django_db
def test_a_meeting_called_off_or_to_come_has_no_outcome(client: Client) -> None:
    coming, off = make_meeting(), make_past(slug="annulee")
    MeetingPage.objects.filter(pk=off.pk).update(is_called_off=True)
    assert not outcomes_of(past_meetings(timezone.now()), timezone.now())
    for meeting in (coming, off):
        assert client.get(reverse("meeting_outcomes:meeting", args=[meeting.pk])).status_code == 404
    assert "Aucune rencontre n’a encore eu lieu" in client.get(ADDRESS).content.decode()


@pytest.mark.django_db
def test_ten_meetings_cost_as_many_queries_as_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        reply(make_past(slug=f"m{number}"), Moment.AFTER, people(15, 15, "useful"))
    client.get(ADDRESS)
    with django_assert_max_num_queries(12):
        client.get(ADDRESS)
