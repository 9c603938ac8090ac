"""The letter of the watch: asked, agreed from one's own letter box, sent once a period, stopped and erased."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError
from django.test import Client, TestCase
from django.utils import timezone

from cms.digest.sending import send_due, start_of_period, write_confirmation
from cms.digest.subscribing import WAITS, forget_unconfirmed
from cms.models import EnglishText, WatchNote, WatchPage, WatchSubscription
from cms.models.subscription import CLAIM
from cms.reading_language import written_in
from cms.seeding import seed_site
from cms.tasks import ask_to_confirm, queue_waiting_confirmations
from tests.cast import make_person

pytestmark = pytest.mark.django_db
READER = "lectrice@structure.example"
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def watch() -> WatchPage:
    seed_site()
    return WatchPage.objects.get()


def at(day: date, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def ask(client: Client, email: str = READER, under: str = "", **asked: Any) -> None:
    """What was queued on commit is done."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(f"{under}/veille/lettre/", {"email": email, "rhythm": "weekly"} | asked)
    assert answer.status_code == 302


def refuse(_letter: Any) -> None:
    raise OSError


def link_of(letter: Any, deed: str) -> str:
    return re.findall(rf"http\S+(/veille/lettre/{deed}/\S+)", letter.body)[0]


def subscribe(rhythm: str = "weekly", since: date = MONDAY - timedelta(days=7), **said: Any) -> WatchSubscription:
    moment = at(since)
    own = {"email": READER, "rhythm": rhythm, "asked_at": moment, "confirmed_at": moment, "told_at": moment}
    return WatchSubscription.objects.create(**own | said)


def publish(title: str, day: date, theme: str = "law") -> WatchNote:
    said = {"text": "Un fait.", "change": "Appelez [la Caf](https://www.caf.fr/).", "source": "Un rapport"}
    note = WatchNote(title=title, slug=title.lower().replace(" ", "-"), noted_on=day, theme=theme, **said)
    WatchPage.objects.get().add_child(instance=note)
    WatchNote.objects.filter(pk=note.pk).update(first_published_at=at(day))
    return note


def test_nobody_receives_a_letter_before_they_agree_from_their_own_letter_box(client: Client) -> None:
    ask(client, themes=["law"])
    assert WatchSubscription.objects.get().confirmed_at is None
    (letter,) = mail.outbox
    assert letter.to == [READER]
    link = link_of(letter, "confirmer")
    assert client.get(link).status_code == 200
    assert WatchSubscription.objects.get().confirmed_at is None  # opened by a mail box, not by a person
    client.post(link)
    client.post(link)
    kept = WatchSubscription.objects.get()
    assert kept.confirmed_at is not None
    assert (kept.themes, kept.rhythm) == (["law"], "weekly")


def test_the_letter_to_confirm_leaves_after_the_answer_and_once_each_time_one_asks(client: Client) -> None:
    client.post("/veille/lettre/", {"email": READER, "rhythm": "weekly"})
    assert mail.outbox == [], "the row first: nothing leaves before it is kept"
    key = WatchSubscription.objects.get().pk
    ask_to_confirm(key)
    ask_to_confirm(key)
    queue_waiting_confirmations()
    assert len(mail.outbox) == 1
    ask(client)
    assert len(mail.outbox) == 2, "they may have lost the first"
    names = [letter.extra_headers["Message-ID"] for letter in mail.outbox]
    assert len(set(names)) == 2


def test_a_confirmation_whose_message_was_lost_leaves_with_the_clock(client: Client) -> None:
    client.post("/veille/lettre/", {"email": READER, "rhythm": "weekly"})
    queue_waiting_confirmations()
    queue_waiting_confirmations()
    assert [letter.to for letter in mail.outbox] == [[READER]]


def test_a_refused_confirmation_is_answered_the_same_and_waits_for_an_hour(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        ask(client)
    queue_waiting_confirmations()
    assert mail.outbox == []
    WatchSubscription.objects.update(claimed_at=timezone.now() - CLAIM - timedelta(minutes=1))
    queue_waiting_confirmations()
    assert len(mail.outbox) == 1


def test_a_worker_that_already_writes_to_confirm_is_left_alone(client: Client) -> None:
    client.post("/veille/lettre/", {"email": READER, "rhythm": "weekly"})
    WatchSubscription.objects.update(claimed_at=timezone.now())
    queue_waiting_confirmations()
    assert mail.outbox == []


def test_who_agreed_is_asked_no_more() -> None:
    kept = subscribe()
    ask_to_confirm(kept.pk)
    queue_waiting_confirmations()
    assert mail.outbox == []


def test_the_answer_is_the_same_for_an_address_that_already_reads(client: Client) -> None:
    subscribe(rhythm="monthly")
    answer = client.post("/veille/lettre/", {"email": READER.upper(), "rhythm": "weekly"}, follow=True).content.decode()
    assert "Une lettre part vers cette adresse" in answer
    assert mail.outbox == []
    assert WatchSubscription.objects.get().rhythm == "monthly"  # a stranger changes nothing


def test_someone_signed_in_agrees_by_asking_for_their_own_address_only(client: Client) -> None:
    nadege = make_person()
    client.force_login(nadege)
    assert nadege.email in client.get("/veille/lettre/").content.decode()
    ask(client, nadege.email)
    assert WatchSubscription.objects.get(email=nadege.email).confirmed_at is not None
    ask(client, READER)
    assert WatchSubscription.objects.get(email=READER).confirmed_at is None


def test_a_letter_holds_what_was_published_since_the_last_one_in_text_and_html(client: Client) -> None:
    subscribe()
    publish("Une loi", MONDAY - timedelta(days=3))
    publish("Trop tard", MONDAY)
    publish("Déjà dit", MONDAY - timedelta(days=20))
    assert send_due(MONDAY) == 1
    (letter,) = mail.outbox
    html = str(letter.alternatives[0][0])
    assert letter.subject == "Veille\u00a0: Une loi"
    for words in ("Une loi", "/veille/une-loi/"):
        assert words in letter.body
        assert words in html
    for words in ("Trop tard", "Déjà dit"):
        assert words not in letter.body + html
    assert "<strong>Ce que ça change pour moi" in html
    assert letter.extra_headers["List-Unsubscribe"].endswith("/>")


def test_a_period_is_told_once_however_often_the_clock_asks() -> None:
    subscribe()
    publish("Une loi", MONDAY - timedelta(days=3))
    assert [send_due(MONDAY), send_due(MONDAY), send_due(MONDAY + timedelta(days=2))] == [1, 0, 0]


def test_a_clock_that_was_stopped_on_monday_tells_the_period_later() -> None:
    subscribe()
    publish("Une loi", MONDAY - timedelta(days=3))
    assert send_due(MONDAY + timedelta(days=4)) == 1


def test_nothing_new_is_no_letter() -> None:
    subscribe()
    assert send_due(MONDAY) == 0
    assert mail.outbox == []


def test_only_the_themes_asked_for_are_told() -> None:
    subscribe(themes=["data"])
    publish("Une loi", MONDAY - timedelta(days=3))
    assert send_due(MONDAY) == 0


def test_a_month_is_told_on_its_first_day_and_a_week_on_monday() -> None:
    assert start_of_period("weekly", MONDAY + timedelta(days=6)) == at(MONDAY, 0)
    assert start_of_period("monthly", MONDAY) == at(date(2026, 11, 1), 0)


def test_a_letter_that_the_mail_server_refused_leaves_at_the_next_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    subscribe()
    publish("Une loi", MONDAY - timedelta(days=3))
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        assert send_due(MONDAY) == 0
    assert send_due(MONDAY) == 1


def test_a_worker_killed_while_it_writes_loses_no_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(_letter: Any) -> None:
        raise KeyboardInterrupt

    subscribe()
    publish("Une loi", MONDAY - timedelta(days=3))
    with monkeypatch.context() as killed:
        killed.setattr("django.core.mail.EmailMultiAlternatives.send", die)
        with pytest.raises(KeyboardInterrupt):
            send_due(MONDAY)
    assert send_due(MONDAY) == 0, "its claim still holds: it may be writing"
    WatchSubscription.objects.update(claimed_at=timezone.now() - CLAIM - timedelta(minutes=1))
    assert send_due(MONDAY) == 1
    assert send_due(MONDAY) == 0
    assert mail.outbox[0].extra_headers["Message-ID"].startswith("<watch-")


def test_stopping_erases_the_row_and_says_so_twice(client: Client) -> None:
    subscribe()
    publish("Une loi", MONDAY - timedelta(days=3))
    send_due(MONDAY)
    link = link_of(mail.outbox[0], "arreter")
    assert client.get(link).status_code == 200
    assert WatchSubscription.objects.count() == 1
    assert "Votre adresse est effacée" in client.post(link, follow=True).content.decode()
    assert WatchSubscription.objects.count() == 0
    assert "déjà arrêtée" in client.post(link, follow=True).content.decode()


def test_an_address_that_we_never_gave_opens_nothing(client: Client) -> None:
    kept = subscribe()
    assert client.get(f"/veille/lettre/confirmer/{kept.pk}/faux/").status_code == 404
    client.post(f"/veille/lettre/arreter/{kept.pk}/faux/")
    assert WatchSubscription.objects.count() == 1


def test_who_never_agreed_is_forgotten_in_a_week(client: Client) -> None:
    ask(client)
    assert forget_unconfirmed(timezone.now()) == 0
    assert forget_unconfirmed(timezone.now() + WAITS + timedelta(seconds=1)) == 1
    subscribe()
    assert forget_unconfirmed(timezone.now() + timedelta(days=999)) == 0


def test_the_table_itself_refuses_to_tell_who_did_not_agree() -> None:
    with pytest.raises(IntegrityError, match="watch_letter_waits_for_an_agreement"):
        subscribe(confirmed_at=None)


def test_one_network_asks_for_five_addresses_at_most(client: Client) -> None:
    for number in range(5):
        ask(client, f"adresse{number}@structure.example")
    assert client.post("/veille/lettre/", {"email": "six@structure.example", "rhythm": "weekly"}).status_code == 429
    assert len(mail.outbox) == 5


def test_who_asks_in_english_is_written_to_in_english(client: Client) -> None:
    ask(client, under="/en")
    (letter,) = mail.outbox
    assert letter.subject == "Confirm that you want the letter of the watch"
    link = re.findall(r"http\S+(/en/veille/lettre/confirmer/\S+)", str(letter.body))[0]
    assert client.post(link).status_code == 302
    WatchSubscription.objects.update(told_at=at(MONDAY - timedelta(days=7)))
    publish("Une loi", MONDAY - timedelta(days=3))
    publish("Un rapport", MONDAY - timedelta(days=2))
    for french, english in (("Une loi", "An Act"), ("Appelez [la Caf](https://www.caf.fr/).", "Ring the Caf.")):
        EnglishText.objects.create(standard=french, english=english)
    assert send_due(MONDAY) == 1
    digest = mail.outbox[1]
    html = str(digest.alternatives[0][0])
    assert digest.subject == "Watch: 2 notes"
    assert '<html lang="en">' in html
    assert "/en/veille/une-loi/" in html
    assert re.search(r'<a href="[^"]*/en/veille/une-loi/" style="[^"]*">An Act</a>', html)
    assert re.search(r'<a href="[^"]*/en/veille/un-rapport/" lang="fr" style="[^"]*">Un rapport</a>', html)
    stop = re.findall(r"http\S+(/en/veille/lettre/arreter/\S+)", str(digest.body))[0]
    assert "Your address is erased" in client.post(stop, follow=True).content.decode()


def test_who_asks_in_french_is_written_to_in_french_whatever_goes_on_around() -> None:
    subscription = subscribe()
    publish("Une loi", MONDAY - timedelta(days=3))
    with written_in("en"):
        write_confirmation(subscription).send()
        assert send_due(MONDAY) == 1
    for letter, words in zip(mail.outbox, ("Confirmez", "Veille"), strict=True):
        assert letter.subject.startswith(words)
        assert "/en/" not in str(letter.body)


def test_a_stranger_does_not_change_the_language_of_a_reader(client: Client) -> None:
    subscribe()
    ask(client, under="/en")
    assert WatchSubscription.objects.get().language == "fr"


def test_the_watch_leads_to_its_letter(client: Client) -> None:
    assert 'href="/veille/lettre/"' in client.get("/veille/").content.decode()
