"""A workshop: the trainer leads it from a sheet, both sign the half-day, the learner reads what was done."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cms.pango import pdf_ready
from lms.agenda.hours import hours_now
from lms.agenda.models import HalfDay
from lms.agenda.signing import sign_presence
from lms.people.models import User
from lms.people.rights import Role
from modules.loading.loader import load_module
from modules.loading.schema import Handout
from modules.models import ActivityProgress, Edition, Registration
from modules.rebuilding import rebuild
from tests.cast import (
    Taught,
    follow,
    make_half_day,
    make_institute,
    make_institute_with_module,
    make_person,
    take,
    write_module,
)
from xapi_store.models import Statement

pytestmark = [pytest.mark.django_db, pytest.mark.long]
TODAY = timezone.localdate()
WORKSHOP = """\
kind: workshop
key: atelier
title: Jouer un accueil à trois
minutes: 60
purpose: Essayer sa posture devant des collègues.
competencies: [A1.1]
intro: On joue, on regarde, on échange les rôles.
bring: [Votre téléphone, Une situation vécue sans nom]
room: Des chaises en cercle.
steps:
  - {title: Jouer, minutes: 40, does: Vous donnez les rôles., done: Chacun a tenu les trois rôles., ready: Les cartes.}
  - {title: Dire, minutes: 20, does: Vous laissez un silence., done: Le groupe a nommé un geste à garder.}
watch: Personne ne joue sa propre histoire.
handouts:
  - {title: Grille du regard, text: "Regardez **les mains**.\\n\\n- Qui tient l’appareil ?\\n- Qui lit ?"}
debrief: Un geste à garder dès demain.
"""


@pytest.fixture
def taught(tmp_path: Path) -> Taught:
    """The tiny module with a workshop after its three activities."""
    made = make_institute_with_module(tmp_path)
    folder = write_module(tmp_path / "prendre-la-mesure", "prendre-la-mesure", "Prendre la mesure")
    (folder / "04-atelier.yaml").write_text(WORKSHOP, encoding="utf-8")
    loaded = load_module(folder, made.page)
    return Taught(made.institute, made.page, loaded.module, loaded.edition)


@pytest.fixture
def odile(taught: Taught) -> User:
    return make_person("Odile Varenne", Role.TRAINER, taught.institute)


@pytest.fixture
def registration(taught: Taught) -> Registration:
    return follow(make_person(), taught.edition)


def open_it(client: Client, registration: Registration, ask: str = "") -> Any:
    client.force_login(registration.learner)
    return client.get(f"/parcours/{registration.pk}/atelier/{ask}")


def hold(taught: Taught, registration: Registration, odile: User, days: int = 0) -> HalfDay:
    return make_half_day(taught, registration, trainer=odile, on=TODAY + timedelta(days=days))


def sign_both(half_day: HalfDay, odile: User) -> None:
    member = half_day.members.get()
    sign_presence(member, member.learner)
    sign_presence(half_day.members.get(), odile)


def said(registration: Registration) -> list[str]:
    statements = Statement.objects.for_registration(registration.pk).in_order()
    about = [each.as_json() for each in statements]
    return [
        each["verb"]["id"].rsplit("/", 1)[-1]
        for each in about
        if each["object"]["definition"]["type"].endswith("/meeting")
    ]


def test_before_it_the_learner_reads_when_it_is_and_what_to_bring(
    client: Client, taught: Taught, registration: Registration, odile: User
) -> None:
    hold(taught, registration, odile, days=3)
    page = open_it(client, registration).content.decode()
    assert "Une situation vécue sans nom" in page
    assert "Institut des Passerelles" in page
    assert "Vous signez votre présence ce jour-là" in page
    for kept_for_later in ("Chacun a tenu les trois rôles", "Vous donnez les rôles", "Grille du regard"):
        assert kept_for_later not in page


def test_signed_by_both_it_is_attended_done_and_told(
    client: Client, taught: Taught, registration: Registration, odile: User
) -> None:
    half_day = hold(taught, registration, odile)
    assert "Signer ma présence" in open_it(client, registration).content.decode()
    sign_presence(half_day.members.get(), registration.learner)
    assert said(registration) == []
    assert "une formatrice ou un formateur n’a pas encore signé" in open_it(client, registration).content.decode()
    sign_both(half_day, odile)
    sign_both(half_day, odile)
    assert said(registration) == ["attended"]
    assert ActivityProgress.objects.get(registration=registration).completed_at is not None
    page = open_it(client, registration).content.decode()
    assert "Chacun a tenu les trois rôles" in page
    assert "Un geste à garder dès demain" in page
    assert "Grille du regard" in page
    assert "Vous donnez les rôles" not in page
    assert rebuild().changes == 0


def test_its_minutes_are_those_of_the_signed_half_day_and_no_others(
    taught: Taught, registration: Registration, odile: User
) -> None:
    half_day = hold(taught, registration, odile)
    HalfDay.objects.filter(pk=half_day.pk).update(minutes=60)
    sign_both(half_day, odile)
    assert hours_now([registration.pk]) == {registration.pk: 60}
    assert rebuild().changes == 0


def test_signing_the_last_step_completes_the_module(taught: Taught, registration: Registration, odile: User) -> None:
    for activity in taught.edition.activities.exclude(kind="workshop"):
        take(registration, activity)
    sign_both(hold(taught, registration, odile), odile)
    registration.refresh_from_db()
    assert registration.completed_at is not None


def test_without_a_half_day_the_learner_says_so_and_it_gives_no_hour(
    client: Client, taught: Taught, registration: Registration
) -> None:
    assert "J’ai participé à cet atelier" in open_it(client, registration).content.decode()
    client.post(f"/parcours/{registration.pk}/atelier/")
    client.post(f"/parcours/{registration.pk}/atelier/")
    assert said(registration) == ["attempted", "completed"]
    assert "sans demi-journée signée" in open_it(client, registration).content.decode()
    assert hours_now([registration.pk]) == {}


def test_with_a_half_day_nobody_declares_what_is_to_be_signed(
    client: Client, taught: Taught, registration: Registration, odile: User
) -> None:
    hold(taught, registration, odile)
    client.force_login(registration.learner)
    page = client.post(f"/parcours/{registration.pk}/atelier/", follow=True).content.decode()
    assert "votre présence s’y signe" in page
    assert said(registration) == []


def test_a_half_day_called_off_counts_for_nothing(
    client: Client, taught: Taught, registration: Registration, odile: User
) -> None:
    half_day = hold(taught, registration, odile)
    HalfDay.objects.filter(pk=half_day.pk).update(
        revoked_at=timezone.now(), revoked_reason="La salle est fermée.", revoked_by=odile
    )
    assert "n’a pas encore planifié votre demi-journée" in open_it(client, registration).content.decode()


def test_the_trainer_reads_the_sequence_and_the_sheet_from_the_group(
    client: Client, taught: Taught, registration: Registration, odile: User
) -> None:
    half_day = hold(taught, registration, odile, days=1)
    client.force_login(odile)
    address = f"/groupes/{half_day.pk}/atelier/atelier/"
    assert address in client.get(f"/groupes/{half_day.pk}/").content.decode()
    page = client.get(address).content.decode()
    for words in (
        "Vous donnez les rôles",
        "Des chaises en cercle",
        "Personne ne joue",
        "Les cartes",
        "Grille du regard",
    ):
        assert words in page
    assert client.get(f"{address}?document=1").status_code == 200
    assert client.get(f"/groupes/{half_day.pk}/atelier/lire/").status_code == 404


def test_the_sheet_is_its_trainers_alone(
    client: Client, taught: Taught, registration: Registration, odile: User
) -> None:
    half_day = hold(taught, registration, odile)
    address = f"/groupes/{half_day.pk}/atelier/atelier/"
    client.force_login(registration.learner)
    assert client.get(address).status_code in {403, 404}
    client.force_login(make_person("Paule Ailleurs", Role.TRAINER, make_institute("Institut Ailleurs")))
    assert client.get(address).status_code == 404


@pytest.mark.skipif(not pdf_ready(), reason="Pango is missing: no PDF is written on this machine")
def test_a_handout_is_a_page_to_print_and_a_pdf_made_once(
    client: Client, taught: Taught, registration: Registration
) -> None:
    page = open_it(client, registration, "?document=1").content.decode()
    assert "<strong>les mains</strong>" in page
    first = open_it(client, registration, "?document=1&pdf")
    if first.status_code == 302:  # the commit that queues it never comes in this test
        first = open_it(client, registration, "?document=1&pdf")
    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-")
    assert open_it(client, registration, "?document=1&pdf").content == first.content
    for wrong in ("0", "2", "x", "", "99999"):
        assert open_it(client, registration, f"?document={wrong}").status_code == 404


def test_another_learner_finds_neither_page_nor_paper(client: Client, registration: Registration) -> None:
    client.force_login(make_person("Quentin Essai"))
    assert client.get(f"/parcours/{registration.pk}/atelier/").status_code == 404
    assert client.get(f"/parcours/{registration.pk}/atelier/?document=1").status_code == 404


def test_the_edition_keeps_it_whole(taught: Taught) -> None:
    edition = Edition.objects.newest_first().filter(module=taught.module).first()
    assert edition is not None
    workshop = edition.activities.get(kind="workshop").thawed
    assert workshop.bring == ["Votre téléphone", "Une situation vécue sans nom"]
    assert [step.minutes for step in workshop.steps] == [40, 20]
    assert [type(each) for each in workshop.handouts] == [Handout]


def test_its_page_takes_few_queries(
    client: Client, taught: Taught, registration: Registration, odile: User, django_assert_max_num_queries: Any
) -> None:
    hold(taught, registration, odile)
    open_it(client, registration)
    with django_assert_max_num_queries(12):
        client.get(f"/parcours/{registration.pk}/atelier/")
