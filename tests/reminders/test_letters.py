"""Letters: one a person, never twice, never for finished work; two workers at once; the link that stops them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from unittest.mock import patch

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from competencies.models import Level
from lms.people.models import User
from lms.reminders.models import PATIENCE, Kind, Reminder, Stop
from lms.reminders.sending import decide_reminders, send_waiting
from lms.reminders.stopping import stop_address, stop_reminders
from lms.reminders.tasks import queue_waiting_reminders, remind
from lms.workforce.models import Reach
from lms.workforce.planning import Wish, make_plan, undo_plan
from tests.cast import Taught, finish, follow, make_institute_with_module
from tests.workforce.cast import Cast, employ, gather

TODAY = timezone.localdate()
PREVIEW = "/equipe/rappels/"


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()


@pytest.fixture
def taught(cast: Cast, tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path, title="Prendre la mesure & agir")


def ask(cast: Cast, taught: Taught, person: User, days: int = 30) -> Any:
    due = TODAY + timedelta(days=days)
    wish = Wish(cast.dunes, taught.edition, Reach.PERSON, due, "Un accueil ouvre", person=person.pk, only_lacking=False)
    return make_plan(wish, cast.hr)


def remind_all() -> int:
    decide_reminders(timezone.localdate())
    return send_waiting()


def test_what_is_asked_is_told_once_in_text_and_in_html(cast: Cast, taught: Taught, mailoutbox: list[Any]) -> None:
    ask(cast, taught, cast.zoe)
    assert remind_all() == 1
    assert remind_all() == 0
    [letter] = mailoutbox
    assert letter.to == [cast.zoe.email]
    assert letter.subject == "Une demi-journée vous est demandée"
    html = letter.alternatives[0].content
    assert "Prendre la mesure & agir" in letter.body
    assert "Un accueil ouvre" in letter.body
    assert "Prendre la mesure &amp; agir" in html
    assert "&amp;amp;" not in html
    for text in (letter.body, html):
        assert stop_address(cast.zoe) in text
        assert "Marchal" not in text


def test_several_things_go_in_one_letter(cast: Cast, taught: Taught, mailoutbox: list[Any]) -> None:
    ask(cast, taught, cast.yasmine)
    Level.objects.filter(actor=cast.yasmine.actor_uuid).update(expires_on=TODAY + timedelta(days=10))
    remind_all()
    [letter] = mailoutbox
    assert letter.subject == "4 nouvelles de votre formation"
    assert letter.body.count("est à renouveler le") == 3


def test_finished_work_is_never_told_even_when_it_was_decided_before(
    cast: Cast, taught: Taught, mailoutbox: list[Any]
) -> None:
    ask(cast, taught, cast.zoe)
    decide_reminders(TODAY)
    finish(follow(cast.zoe, taught.edition))
    assert send_waiting() == 0
    assert mailoutbox == []
    assert Reminder.objects.get().dropped_at
    remind_all()
    assert mailoutbox == []


def test_a_plan_undone_an_employer_left_and_a_closed_account_are_told_nothing(
    cast: Cast, taught: Taught, mailoutbox: list[Any]
) -> None:
    undo_plan(ask(cast, taught, cast.zoe), cast.hr)
    ask(cast, taught, cast.elie)
    cast.elie.posts.update(ended_on=TODAY - timedelta(days=1))
    ask(cast, taught, cast.yasmine)
    User.objects.filter(pk=cast.yasmine.pk).update(is_active=False)
    assert remind_all() == 0


def test_a_letter_the_server_refuses_waits_and_leaves_later(cast: Cast, taught: Taught, mailoutbox: list[Any]) -> None:
    ask(cast, taught, cast.zoe)
    decide_reminders(TODAY)
    now = timezone.now()
    with patch.object(EmailMultiAlternatives, "send", side_effect=ConnectionRefusedError):
        assert send_waiting(now) == 0
    assert send_waiting(now + PATIENCE / 2) == 0  # still in the hands of the one who claimed it
    assert send_waiting(now + PATIENCE * 2) == 1
    assert len(mailoutbox) == 1


def test_beat_queues_what_was_left_behind(
    cast: Cast, taught: Taught, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    ask(cast, taught, cast.zoe)
    with (
        patch("lms.reminders.tasks.send_reminders.delay") as sent,
        django_capture_on_commit_callbacks(execute=True),
    ):
        remind()
    assert sent.call_count == 1
    with patch("lms.reminders.tasks.send_reminders.delay") as again:
        queue_waiting_reminders()
        send_waiting()
        queue_waiting_reminders()
    assert again.call_count == 1


def test_the_database_tells_a_thing_once(cast: Cast) -> None:
    Reminder.objects.create(person=cast.zoe, kind=Kind.ASSIGNED, subject="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(person=cast.zoe, kind=Kind.ASSIGNED, subject="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.update(sent_at=timezone.now(), dropped_at=timezone.now())


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_at_once_write_one_letter(tmp_path: Path, mailoutbox: list[Any]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    cast = gather()
    taught = make_institute_with_module(tmp_path)
    for person in (cast.zoe, cast.yasmine, cast.elie):
        ask(cast, taught, person)
    _at_once(lambda: decide_reminders(TODAY))
    assert Reminder.objects.count() == 3
    _at_once(send_waiting)
    assert sorted(letter.to[0] for letter in mailoutbox) == sorted(
        each.email for each in (cast.zoe, cast.yasmine, cast.elie)
    )


def _at_once(deed: Callable[[], Any]) -> None:
    start, failed = Barrier(2), []

    def work() -> None:
        try:
            start.wait()
            deed()
        except Exception as error:  # noqa: BLE001 told to the test below
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_the_link_stops_without_signing_in_and_opening_it_stops_nothing(
    client: Client, cast: Cast, taught: Taught, mailoutbox: list[Any]
) -> None:
    address = stop_address(cast.zoe)
    assert client.get(address).status_code == 200
    assert not Stop.objects.exists()
    page = client.post(address, {"geste": "arreter"}, follow=True)
    assert "Les messages sont arrêtés" in page.content.decode()
    client.post(address, {"geste": "arreter"})
    ask(cast, taught, cast.zoe)
    assert remind_all() == 0
    client.post(address, {"geste": "reprendre"})
    assert remind_all() == 1


def test_a_stop_between_deciding_and_sending_is_obeyed(cast: Cast, taught: Taught, mailoutbox: list[Any]) -> None:
    ask(cast, taught, cast.zoe)
    decide_reminders(TODAY)
    stop_reminders(cast.zoe)
    assert send_waiting() == 0


@pytest.mark.parametrize("signed", ["x", "11111111-1111-4111-8111-111111111111:faux"])
def test_an_address_we_never_gave_is_not_found(client: Client, cast: Cast, signed: str) -> None:
    assert client.get(f"/rappels/arreter/{signed}/").status_code == 404


def test_hr_reads_who_would_get_what_and_then_that_is_what_leaves(
    client: Client, cast: Cast, taught: Taught, mailoutbox: list[Any]
) -> None:
    ask(cast, taught, cast.zoe)
    client.force_login(cast.hr)
    page = client.get(PREVIEW).content.decode()
    assert "Ancel Zoé" in page
    assert "Un accueil ouvre" in page
    assert "Zidane" not in page
    remind_all()
    assert [letter.to for letter in mailoutbox] == [[cast.zoe.email]]
    assert "Ancel Zoé" not in client.get(PREVIEW).content.decode()


@pytest.mark.parametrize("reader", ["other_hr", "manager"])
def test_who_answers_for_others_reads_nothing_of_them(client: Client, cast: Cast, taught: Taught, reader: str) -> None:
    ask(cast, taught, cast.elie)
    client.force_login(getattr(cast, reader))
    assert "Étienne" not in client.get(PREVIEW).content.decode()


@pytest.mark.parametrize("crowd", [1, 20])
def test_deciding_takes_as_many_queries_whatever_the_crowd(
    cast: Cast, taught: Taught, crowd: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(crowd):
        ask(cast, taught, employ("Ada", f"Foule{number:02}", cast.north))
    with django_assert_max_num_queries(14):
        decide_reminders(TODAY)


def test_the_day_is_said_in_the_sentence(cast: Cast, taught: Taught, mailoutbox: list[Any]) -> None:
    due = datetime(TODAY.year + 1, 3, 4, tzinfo=timezone.get_current_timezone()).date()
    ask(cast, taught, cast.zoe, (due - TODAY).days)
    remind_all()
    assert f"4 mars {due.year}" in mailoutbox[0].body
