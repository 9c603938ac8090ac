"""Meetings: a seat each, a waiting list in order, letters, a calendar, nothing kept of who came."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from icalendar import Calendar

from cms.seeding import seed_site
from lms.agenda.meetings.letters import read_seat_address, seat_address, send_news
from lms.agenda.meetings.seating import KEPT_AFTER, Guest, forget_people, leave_seat, take_seat
from lms.agenda.models import MeetingPage, MeetingSeat, MeetingsPage


def make_meeting(capacity: int = 2, **more: Any) -> MeetingPage:
    home = seed_site()
    meetings = MeetingsPage.objects.first()
    meetings = meetings or home.add_child(instance=MeetingsPage(title="Rencontres", slug="rencontres"))
    start = timezone.now() + timedelta(days=20)
    said = {"title": "Faire avec, à plusieurs", "slug": "a-plusieurs", "lead": "Une journée.", "place": "Lille"}
    hours = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
    page: MeetingPage = meetings.add_child(instance=MeetingPage(capacity=capacity, **said | hours | more))
    return page


def come(meeting: MeetingPage, *names: str) -> list[MeetingSeat]:
    return [take_seat(meeting, Guest(name, f"{name.lower()}@structure.example")) for name in names]


def seats(meeting: MeetingPage) -> dict[str, int | None]:
    return dict(MeetingSeat.objects.filter(meeting=meeting).values_list("name", "number"))


@pytest.fixture
def meeting(db: None) -> MeetingPage:
    return make_meeting()


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\u00a0", " ")


def test_seats_go_in_order_then_people_wait(meeting: MeetingPage) -> None:
    come(meeting, "Ana", "Bilal", "Chloé")
    assert seats(meeting) == {"Ana": 1, "Bilal": 2, "Chloé": None}


def test_a_seat_given_back_goes_to_the_first_who_waits(meeting: MeetingPage) -> None:
    ana, *_others = come(meeting, "Ana", "Bilal", "Chloé", "Dina")
    leave_seat(ana)
    assert seats(meeting) == {"Bilal": 2, "Chloé": 1, "Dina": None}


def test_the_same_address_twice_is_one_seat(meeting: MeetingPage) -> None:
    (ana,) = come(meeting, "Ana")
    assert take_seat(meeting, Guest("Ana encore", "ANA@structure.example")) == ana
    assert MeetingSeat.objects.count() == 1


def test_the_database_refuses_one_seat_for_two(meeting: MeetingPage) -> None:
    come(meeting, "Ana", "Bilal")
    with pytest.raises(IntegrityError, match=r"seat_taken_once|number"):
        MeetingSeat.objects.filter(name="Bilal").update(number=1)


def test_seats_that_an_editor_adds_go_to_who_waits(meeting: MeetingPage) -> None:
    come(meeting, "Ana", "Bilal", "Chloé")
    meeting.capacity = 3
    meeting.save_revision().publish()
    assert seats(meeting)["Chloé"] == 3


def test_an_editor_takes_no_seat_from_anyone(meeting: MeetingPage) -> None:
    come(meeting, "Ana", "Bilal")
    meeting.capacity = 1
    with pytest.raises(ValidationError, match="déjà une place"):
        meeting.full_clean()


def test_a_meeting_ends_after_it_starts(meeting: MeetingPage) -> None:
    with pytest.raises(IntegrityError, match="meeting_ends_after_it_starts"):
        MeetingPage.objects.update(ends_at=meeting.starts_at)


def test_a_visitor_registers_without_an_account(
    client: Client, meeting: MeetingPage, django_capture_on_commit_callbacks: Any
) -> None:
    assert "Il reste 2 places sur 2" in read(client, meeting.url)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(f"{meeting.url}inscription/", {"name": "Ana", "email": "ana@structure.example"}, follow=True)
    assert "C’est noté" in page.content.decode()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["ana@structure.example"], "Votre place\u00a0: Faire avec, à plusieurs")
    own = seat_address(MeetingSeat.objects.get())
    assert own in letter.body
    assert "Une place vous est gardée" in read(client, own)


def test_an_hour_is_written_as_in_french_on_the_page_and_in_the_letter(client: Client, meeting: MeetingPage) -> None:
    starts = timezone.localtime(meeting.starts_at)
    words = f"{starts.hour} h" + (f" {starts.minute:02d}" if starts.minute else "")
    assert f", {words}</time>" in read(client, meeting.url)
    assert f"{starts:%H:%M}<" not in read(client, meeting.url)
    client.post(f"{meeting.url}inscription/", {"name": "Ana", "email": "ana@structure.example"})
    send_news(timezone.now())
    assert f", {words}\n" in mail.outbox[0].body.replace("\u00a0", " ")


def test_a_guest_is_written_to_in_french_whatever_the_page_was_read_in(
    client: Client, meeting: MeetingPage, django_capture_on_commit_callbacks: Any
) -> None:
    """Whoever registers a colleague reads in English; the colleague may not."""
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/en{meeting.url}inscription/", {"name": "Ana", "email": "ana@structure.example"})
    (letter,) = mail.outbox
    assert letter.subject == "Votre place\u00a0: Faire avec, à plusieurs"
    assert seat_address(MeetingSeat.objects.get()) in letter.body
    assert "/en/" not in str(letter.body)


def test_a_sixth_registration_from_one_network_waits_and_keeps_what_was_typed(
    client: Client, meeting: MeetingPage
) -> None:
    for number in range(5):
        client.post(f"{meeting.url}inscription/", {"name": "X", "email": f"x{number}@structure.example"})
    page = client.post(f"{meeting.url}inscription/", {"name": "Zoé", "email": "zoe@structure.example"})
    assert page.status_code == 429
    assert "dix minutes" in page.content.decode()
    assert "zoe@structure.example" in page.content.decode()
    assert MeetingSeat.objects.count() == 5


def test_a_browser_may_fill_in_what_is_about_oneself(client: Client, meeting: MeetingPage) -> None:
    """WCAG 1.3.5."""
    page = client.get(f"{meeting.url}inscription/").content.decode()
    assert all(f'autocomplete="{name}"' in page for name in ("name", "email", "organization"))


def test_nobody_learns_from_the_form_who_comes(client: Client, meeting: MeetingPage) -> None:
    come(meeting, "Ana")
    answers = [
        client.post(f"{meeting.url}inscription/", {"name": "X", "email": email}, follow=True).content.decode()
        for email in ("ana@structure.example", "zoe@structure.example")
    ]
    assert all("C’est noté" in answer for answer in answers)
    assert not any("ana@" in answer for answer in answers)


def test_who_waits_is_told_then_told_again_when_seated(meeting: MeetingPage) -> None:
    ana, *_others = come(meeting, "Ana", "Bilal", "Chloé")
    assert send_news(timezone.now()) == 3
    assert send_news(timezone.now()) == 0
    leave_seat(ana)
    assert send_news(timezone.now()) == 1
    assert mail.outbox[-1].to == ["chloé@structure.example"]
    assert mail.outbox[-1].subject.startswith("Votre place")


def test_a_letter_that_does_not_leave_is_told_later(meeting: MeetingPage, monkeypatch: pytest.MonkeyPatch) -> None:
    come(meeting, "Ana")

    def refuse(*_args: Any) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        assert send_news(timezone.now()) == 0
    assert send_news(timezone.now()) == 1


def test_one_gives_a_seat_back_from_ones_own_page(client: Client, meeting: MeetingPage) -> None:
    (ana,) = come(meeting, "Ana")
    own = seat_address(ana)
    assert client.post(own, follow=True).status_code == 200
    assert not MeetingSeat.objects.exists()
    assert client.get(own).status_code == 404


def test_a_made_up_address_opens_nobodys_seat(client: Client, meeting: MeetingPage) -> None:
    (ana,) = come(meeting, "Ana")
    assert client.get(f"{meeting.url}ma-place/{ana.pk}/abc/").status_code == 404
    other = make_meeting(slug="autre")
    assert read_seat_address(other, ana.pk, seat_address(ana).split("/")[-2]) is None


@pytest.mark.parametrize("more", [{"is_called_off": True}, {"starts_at": timezone.now() - timedelta(days=1)}])
def test_a_meeting_called_off_or_begun_takes_nobody(client: Client, db: None, more: dict[str, Any]) -> None:
    meeting = make_meeting(**more)
    client.post(f"{meeting.url}inscription/", {"name": "Ana", "email": "ana@structure.example"})
    assert not MeetingSeat.objects.exists()
    assert "inscription/" not in read(client, meeting.url).partition("<main")[2].partition("</main>")[0]


def test_a_wrong_address_is_kept_and_explained(client: Client, meeting: MeetingPage) -> None:
    page = client.post(f"{meeting.url}inscription/", {"name": "Ana", "email": "ana@"}).content.decode()
    assert 'value="ana@"' in page
    assert '<a href="#id_email">' in page


def test_a_calendar_reads_the_meeting(client: Client, meeting: MeetingPage) -> None:
    response = client.get(f"{meeting.url}agenda/")
    assert response["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["summary"] == meeting.title
    assert event.decoded("dtstart") == meeting.starts_at.replace(microsecond=0)
    assert event["uid"] == f"{meeting.translation_key}@faire-avec"


def test_a_month_later_nobody_is_named(meeting: MeetingPage) -> None:
    come(meeting, "Ana", "Bilal", "Chloé")
    assert forget_people(meeting.ends_at + KEPT_AFTER - timedelta(hours=1)) == 0
    assert forget_people(meeting.ends_at + KEPT_AFTER + timedelta(hours=1)) == 3
    assert {(seat.name, seat.email) for seat in MeetingSeat.objects.all()} == {("", None)}
    assert send_news(timezone.now()) == 0


def test_the_list_says_what_comes_and_what_is_past(client: Client, meeting: MeetingPage) -> None:
    old = timezone.now() - timedelta(days=40)
    make_meeting(title="L’an dernier", slug="avant", starts_at=old, ends_at=old + timedelta(hours=2))
    coming, past = read(client, "/rencontres/").split("Passées")
    assert "Faire avec, à plusieurs" in coming
    assert "L’an dernier" in past


class TestSeatsUnderAnyOrder(TestCase):
    @settings(deadline=None, max_examples=25)
    @given(st.integers(0, 4), st.lists(st.integers(0, 7), max_size=14))
    def test_no_seat_is_empty_while_someone_waits(self, capacity: int, moves: list[int]) -> None:
        """Each move registers person n, or gives their seat back if they have one."""
        mail.outbox = []
        meeting = MeetingPage.objects.filter(slug=f"m{capacity}").first() or make_meeting(capacity, slug=f"m{capacity}")
        for move in moves:
            seat = MeetingSeat.objects.filter(meeting=meeting, email=f"p{move}@structure.example").first()
            leave_seat(seat) if seat else take_seat(meeting, Guest(f"P{move}", f"p{move}@structure.example"))
        numbers = list(MeetingSeat.objects.filter(meeting=meeting).order_by("pk").values_list("number", flat=True))
        held = [number for number in numbers if number]
        assert len(held) == min(capacity, len(numbers))
        assert all(1 <= number <= capacity for number in held)
        waiting_from = numbers.index(None) if None in numbers else len(numbers)
        assert all(number is None for number in numbers[waiting_from:])
