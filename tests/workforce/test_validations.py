"""A learner sends a gesture at work; the manager agrees or changes the level with a reason; she reads and replies."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from competencies.models import CFItem, ObservedEvidence
from lms.agenda.observing import Seen
from lms.people.models import Post
from lms.people.rights import Role
from lms.reminders.sending import decide_reminders, send_waiting
from lms.workforce.models import ValidationRequest
from lms.workforce.validating import AlreadyDecided, ask_validation, decide_validation
from tests.workforce.cast import Cast, find, give

QUEUE = "/equipe/validations/"
TODAY = timezone.localdate()
GESTURE = "J’ai laissé la personne taper son adresse, puis relire avec moi."


def address(code: str = "A1.1") -> str:
    return f"/mes-competences/{find(code)}/faire-valider/"


def send(client: Client, cast: Cast, **others: Any) -> Any:
    client.force_login(cast.zoe)
    said = {"employer": cast.dunes.pk, "gesture": GESTURE, "shows_level": 3, "seen_on": TODAY, "setting": "permanence"}
    return client.post(address(), said | others)


@pytest.fixture
def asked(client: Client, cast: Cast) -> ValidationRequest:
    assert send(client, cast).status_code == 302
    return ValidationRequest.objects.get()


def answer(client: Client, reader: Any, asked: ValidationRequest, level: int, reason: str = "") -> Any:
    client.force_login(reader)
    return client.post(f"{QUEUE}{asked.pk}/", {"level": level, "reason": reason})


def test_agreed_it_is_an_observation_in_the_name_of_the_manager(
    client: Client, cast: Cast, asked: ValidationRequest
) -> None:
    client.force_login(cast.manager)
    assert "Zoé Ancel" in client.get(QUEUE).content.decode()
    assert answer(client, cast.manager, asked, 3).status_code == 302
    [seen] = ObservedEvidence.objects.filter(actor=cast.zoe.actor_uuid)
    assert (seen.observer, seen.shows_level, seen.gesture) == (cast.manager.actor_uuid, 3, GESTURE)
    client.force_login(cast.zoe)
    assert GESTURE in client.get("/mes-competences/").content.decode()


def test_a_level_is_changed_only_with_a_reason_and_nothing_typed_is_lost(
    client: Client, cast: Cast, asked: ValidationRequest
) -> None:
    page = answer(client, cast.hr, asked, 2).content.decode()
    assert "Dites pourquoi le niveau n’est pas celui demandé" in page
    assert 'value="2" selected' in page
    assert answer(client, cast.hr, asked, 2, "Vous étiez encore à côté d’elle.").status_code == 302
    asked.refresh_from_db()
    assert (asked.level, asked.reason) == (2, "Vous étiez encore à côté d’elle.")
    assert ObservedEvidence.objects.get().reason == asked.reason


def test_she_is_told_on_her_page_and_by_letter_until_she_reads_it_then_replies_once(
    client: Client, cast: Cast, asked: ValidationRequest, mailoutbox: list[Any]
) -> None:
    answer(client, cast.manager, asked, 3)
    client.force_login(cast.zoe)
    assert "Marc Nordin vous a répondu" in client.get("/mon-parcours/").content.decode()
    decide_reminders(TODAY)
    assert send_waiting() == 1
    assert "Marc Nordin a répondu à votre demande" in mailoutbox[0].body
    assert "Validé : niveau 3" in client.get(address()).content.decode().replace("\u00a0", " ")
    assert "vous a répondu" not in client.get("/mon-parcours/").content.decode()
    for words in ("Merci, je continue ainsi.", "Autre chose encore."):
        client.post(f"{address()}repondre/", {"reply": words})
    client.force_login(cast.manager)
    page = client.get(f"{QUEUE}{asked.pk}/").content.decode()
    assert "Merci, je continue ainsi." in page
    assert "Autre chose" not in page


def test_an_answer_read_before_its_letter_leaves_sends_no_letter(
    client: Client, cast: Cast, asked: ValidationRequest, mailoutbox: list[Any]
) -> None:
    answer(client, cast.manager, asked, 3)
    decide_reminders(TODAY)
    client.force_login(cast.zoe)
    client.get(address())
    assert send_waiting() == 0


def test_an_empty_reply_is_asked_back(client: Client, cast: Cast, asked: ValidationRequest) -> None:
    answer(client, cast.manager, asked, 3)
    client.force_login(cast.zoe)
    page = client.post(f"{address()}repondre/", {"reply": ""})
    assert "Écrivez ce que vous dites de cette réponse" in page.content.decode()
    assert GESTURE in page.content.decode()


def test_asked_twice_it_waits_once_and_the_first_answer_stays(cast: Cast, client: Client) -> None:
    item, seen = CFItem.objects.coded("A1.1").get(), Seen(find("A1.1"), GESTURE, TODAY, shows_level=3)
    first = ask_validation(cast.zoe, cast.dunes, item, seen)
    assert ask_validation(cast.zoe, cast.dunes, item, seen) == first
    decide_validation(first, cast.manager, 3)
    with pytest.raises(AlreadyDecided):
        decide_validation(first, cast.hr, 2, "Plutôt deux.")
    assert ObservedEvidence.objects.count() == 1


def test_one_does_not_validate_oneself(client: Client, cast: Cast, asked: ValidationRequest) -> None:
    give(cast.zoe, Role.MANAGER, cast.north)
    assert answer(client, cast.zoe, asked, 3).status_code == 404
    with pytest.raises(ValidationError):
        decide_validation(asked, cast.zoe, 3)


@pytest.mark.parametrize("reader", ["other_hr", "elie"])
def test_nobody_else_reads_what_she_sent(client: Client, cast: Cast, asked: ValidationRequest, reader: str) -> None:
    give(cast.elie, Role.MANAGER, cast.south)
    client.force_login(getattr(cast, reader))
    assert "Ancel" not in client.get(QUEUE).content.decode()
    assert client.get(f"{QUEUE}{asked.pk}/").status_code == 404


def test_what_was_sent_to_one_employer_is_not_read_by_the_other(
    client: Client, cast: Cast, asked: ValidationRequest
) -> None:
    team = Post.objects.get(person=cast.paul).team
    Post.objects.create(person=cast.zoe, team=team, profession="es", started_on=TODAY - timedelta(days=9))
    client.force_login(cast.other_hr)
    assert client.get(f"{QUEUE}{asked.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("gesture", "Il a appelé le 06 12 34 56 78 pour prendre rendez-vous.", "semble contenir"),
        ("gesture", "", "Dites en une phrase ce que vous avez fait"),
        ("seen_on", str(TODAY + timedelta(days=2)), "Ce jour est à venir"),
        ("shows_level", "9", "choix"),
        ("employer", "11111111-1111-4111-8111-111111111111", "choix"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(
    client: Client, cast: Cast, field: str, value: str, said: str
) -> None:
    page = send(client, cast, **{field: value})
    assert page.status_code == 200
    assert not ValidationRequest.objects.exists()
    assert 'class="error' in page.content.decode() or said in page.content.decode()


def test_the_database_keeps_its_word(cast: Cast, asked: ValidationRequest) -> None:
    rows = ValidationRequest.objects.filter(pk=asked.pk)
    now = timezone.now()
    wrong: list[dict[str, Any]] = [
        {"level": 3},
        {"level": 2, "decided_by": cast.hr, "decided_at": now},
        {"level": 3, "decided_by": cast.zoe, "decided_at": now},
        {"level": 5, "decided_by": cast.hr, "decided_at": now, "reason": "Oui."},
        {"claims_level": 0},
        {"gesture": ""},
        {"reply": "Avant la réponse."},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**fields)


def test_the_queue_takes_as_many_queries_whatever_its_length(
    client: Client, cast: Cast, asked: ValidationRequest, django_assert_max_num_queries: Any
) -> None:
    for item in CFItem.objects.competencies()[5:15]:
        ask_validation(cast.yasmine, cast.dunes, item, Seen(item.pk, GESTURE, TODAY))
    client.force_login(cast.hr)
    with django_assert_max_num_queries(11):
        client.get(QUEUE)
