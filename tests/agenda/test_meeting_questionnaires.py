"""Before a meeting, at its end, three months after: who is asked, once, and what is kept of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lms.agenda.meetings.letters import reply_address, seat_address, send_news, send_questionnaires
from lms.agenda.meetings.questionnaire import AHEAD, OPEN_AFTER, items_at, open_moment, window
from lms.agenda.meetings.seating import (
    KEPT_AFTER,
    Guest,
    MeetingClosed,
    forget_people,
    moment_to_answer,
    take_reply,
    take_seat,
)
from lms.agenda.models import MeetingPage, MeetingReply, MeetingSeat, Moment
from tests.agenda.test_meetings import come, make_meeting

HOUR = timedelta(hours=1)


@pytest.fixture
def meeting(db: None) -> MeetingPage:
    return make_meeting()


def begin(meeting: MeetingPage, ago: timedelta) -> None:
    """As if it had ended so long ago."""
    meeting.ends_at = timezone.now() - ago
    meeting.starts_at = meeting.ends_at - 3 * HOUR
    meeting.save()


def ask_later(meeting: MeetingPage, name: str = "Ana") -> MeetingSeat:
    return take_seat(meeting, Guest(name, f"{name.lower()}@structure.example", "CCAS", may_be_asked_later=True))


@given(st.integers(-3000, 6000))
def test_two_questionnaires_are_never_open_at_once(hours: int) -> None:
    starts, ends = datetime(2026, 9, 1, 9, tzinfo=UTC), datetime(2026, 9, 1, 12, tzinfo=UTC)
    now = starts + hours * HOUR
    held = [moment for moment in Moment if window(moment, starts, ends).holds(now)]
    assert len(held) <= 1
    assert open_moment(starts, ends, now) == next(iter(held), None)


def test_three_months_after_is_the_same_day_of_the_month() -> None:
    starts, ends = datetime(2026, 11, 30, 9, tzinfo=UTC), datetime(2026, 11, 30, 12, tzinfo=UTC)
    assert window(Moment.LATER, starts, ends).first == datetime(2027, 2, 28, 12, tzinfo=UTC)


def test_the_same_sentences_come_back_at_each_moment() -> None:
    first, *others = [{item.key for item in items_at(moment)} for moment in Moment]
    assert first
    assert all(first < other for other in others)


def test_each_guest_with_a_seat_is_asked_once_two_days_before(meeting: MeetingPage) -> None:
    come(meeting, "Ana", "Bilal", "Chloé")  # two seats: Chloé waits
    assert send_questionnaires(meeting.starts_at - AHEAD - HOUR) == 0
    assert send_questionnaires(meeting.starts_at - AHEAD + HOUR) == 2
    assert send_questionnaires(meeting.starts_at - HOUR) == 0
    assert {letter.to[0] for letter in mail.outbox} == {"ana@structure.example", "bilal@structure.example"}
    ana = MeetingSeat.objects.get(name="Ana")
    assert reply_address(ana) in mail.outbox[0].body
    assert mail.outbox[0].subject == "Dans deux jours\u00a0: Faire avec, à plusieurs"


def test_a_questionnaire_that_does_not_leave_is_sent_later(
    meeting: MeetingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(meeting, "Ana")

    def refuse(*_args: Any) -> None:
        raise OSError

    now = meeting.starts_at - HOUR
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        assert send_questionnaires(now) == 0
    assert send_questionnaires(now) == 1


def test_three_months_after_only_those_who_agreed_are_asked(meeting: MeetingPage) -> None:
    ask_later(meeting)
    come(meeting, "Bilal")
    later = window(Moment.LATER, meeting.starts_at, meeting.ends_at)
    forget_people(later.first)
    assert send_questionnaires(later.first + HOUR) == 1
    assert mail.outbox[-1].to == ["ana@structure.example"]
    assert mail.outbox[-1].body.startswith("Bonjour,")


def test_nobody_is_asked_about_a_meeting_called_off(meeting: MeetingPage) -> None:
    come(meeting, "Ana")
    MeetingPage.objects.update(is_called_off=True)
    assert send_questionnaires(meeting.starts_at - HOUR) == 0


def test_who_registered_is_told_that_it_is_called_off_once(meeting: MeetingPage) -> None:
    come(meeting, "Ana", "Bilal", "Chloé")
    send_news(timezone.now())
    mail.outbox = []
    MeetingPage.objects.update(is_called_off=True)
    assert send_news(timezone.now()) == 3
    assert send_news(timezone.now()) == 0
    assert mail.outbox[0].subject == "Annulée\u00a0: Faire avec, à plusieurs"
    assert "vous n’avez rien à faire" in mail.outbox[0].body.casefold()


def test_a_guest_answers_from_their_own_page(client: Client, meeting: MeetingPage) -> None:
    (ana,) = come(meeting, "Ana")
    begin(meeting, HOUR)
    assert reply_address(ana) in client.get(seat_address(ana)).content.decode()
    page = client.get(reply_address(ana)).content.decode()
    assert "Je connais, près de moi," in page
    assert "Cette rencontre est utile pour mon travail." in page
    said = client.post(reply_address(ana), {"knows_places": "4", "useful": "3", "heard": ""}, follow=True)
    assert "vos réponses sont gardées" in said.content.decode()
    reply = MeetingReply.objects.get()
    assert (reply.moment, reply.choices) == (Moment.AFTER, {"knows_places": 4, "useful": 3})


def test_answers_do_not_change_once_sent(client: Client, meeting: MeetingPage) -> None:
    (ana,) = come(meeting, "Ana")
    begin(meeting, HOUR)
    for answer in ("4", "1"):
        client.post(reply_address(ana), {"useful": answer})
    assert MeetingReply.objects.get().choices == {"useful": 4}


def test_nothing_ticked_is_explained_and_not_kept(client: Client, meeting: MeetingPage) -> None:
    (ana,) = come(meeting, "Ana")
    begin(meeting, HOUR)
    page = client.post(reply_address(ana), {})
    assert "Rien n’est coché" in page.content.decode()
    assert not MeetingReply.objects.exists()


def test_an_answer_that_is_not_offered_is_refused(client: Client, meeting: MeetingPage) -> None:
    (ana,) = come(meeting, "Ana")
    begin(meeting, HOUR)
    client.post(reply_address(ana), {"useful": "9"})
    assert not MeetingReply.objects.exists()


def test_a_made_up_address_opens_no_questionnaire(client: Client, meeting: MeetingPage) -> None:
    (ana,) = come(meeting, "Ana")
    begin(meeting, HOUR)
    assert client.get(f"{meeting.url}ma-place/{ana.pk}/abc/questionnaire/").status_code == 404


@pytest.mark.parametrize("ago", [-20 * HOUR * 24, OPEN_AFTER + HOUR])
def test_a_closed_questionnaire_says_so(client: Client, meeting: MeetingPage, ago: timedelta) -> None:
    (ana,) = come(meeting, "Ana")
    begin(meeting, ago)
    page = client.get(reply_address(ana), follow=True)
    assert "Aucun questionnaire ne vous attend" in page.content.decode()


def test_who_waits_for_a_seat_has_no_questionnaire(meeting: MeetingPage) -> None:
    *_others, chloe = come(meeting, "Ana", "Bilal", "Chloé")
    begin(meeting, HOUR)
    chloe.refresh_from_db()
    assert moment_to_answer(chloe, timezone.now()) is None


def test_the_database_keeps_one_reply_a_moment(meeting: MeetingPage) -> None:
    (ana,) = come(meeting, "Ana")
    take_reply(ana, Moment.AFTER, {"useful": 4})
    assert not take_reply(ana, Moment.AFTER, {"useful": 1})
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingReply.objects.create(seat=ana, moment=Moment.AFTER, choices={})
    with pytest.raises(IntegrityError, match="replies_have_a_known_moment"), transaction.atomic():
        MeetingReply.objects.create(seat=ana, moment="never", choices={})


def test_a_seat_is_not_given_back_once_it_began(client: Client, meeting: MeetingPage) -> None:
    (ana,) = come(meeting, "Ana")
    begin(meeting, HOUR)
    client.post(seat_address(ana))
    assert MeetingSeat.objects.filter(pk=ana.pk).exists()


def test_a_month_later_only_the_address_of_who_agreed_is_left(meeting: MeetingPage) -> None:
    ana = ask_later(meeting)
    (bilal,) = come(meeting, "Bilal")
    forget_people(meeting.ends_at + KEPT_AFTER + HOUR)
    ana.refresh_from_db()
    bilal.refresh_from_db()
    assert (ana.name, ana.structure, ana.email) == ("", "", "ana@structure.example")
    assert bilal.email is None


def test_once_three_months_are_told_or_past_no_address_is_left(meeting: MeetingPage) -> None:
    ana, bilal = ask_later(meeting), ask_later(meeting, "Bilal")
    later = window(Moment.LATER, meeting.starts_at, meeting.ends_at)
    take_reply(ana, Moment.LATER, {"changed_something": 2})
    ana.refresh_from_db()
    assert (ana.email, ana.name) == (None, "")
    assert forget_people(later.end + HOUR) == 1
    bilal.refresh_from_db()
    assert bilal.email is None


def test_a_meeting_that_closed_meanwhile_takes_nobody(meeting: MeetingPage) -> None:
    stale = MeetingPage.objects.get(pk=meeting.pk)
    MeetingPage.objects.update(is_called_off=True)
    with pytest.raises(MeetingClosed):
        take_seat(stale, Guest("Ana", "ana@structure.example"))


def test_a_visitor_may_agree_to_be_asked_three_months_after(client: Client, meeting: MeetingPage) -> None:
    client.post(
        f"{meeting.url}inscription/",
        {"name": "Ana", "email": "ana@structure.example", "may_be_asked_later": "on"},
    )
    client.post(f"{meeting.url}inscription/", {"name": "Bilal", "email": "bilal@structure.example"})
    agreed = MeetingSeat.objects.order_by("name").values_list("name", "may_be_asked_later")
    assert list(agreed) == [("Ana", True), ("Bilal", False)]
