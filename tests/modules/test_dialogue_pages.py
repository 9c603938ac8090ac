"""A conversation on its pages: the posture is named after the choice, each choice is one statement, without a word."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import escape

from cms.seeding import seed_site
from modules.loading.loader import InstituteFile, load_institute, load_module
from modules.models import Answer, Registration
from modules.postures import POSTURES
from tests.modules.cast import make_learner, make_registration, write_module
from xapi_store.models import Statement

pytestmark = pytest.mark.django_db
DIALOGUE = """\
kind: dialogue
key: une-facture
title: Une facture au guichet
minutes: 15
purpose: Répondre sans prendre la souris.
competencies: [A1.1]
mastery: 6
person: {name: Mme Belkacem, about: Elle a cinquante-huit ans., wants: Sa facture., knows: Appeler., fears: Se tromper.}
place: Au guichet, un lundi.
pressure: Quatre personnes attendent.
time: 15
exchanges:
  - line: Ma facture, vite.
    dilemma: La chercher, ou la chercher ensemble ?
    choices:
      - {posture: with, text: Prenons votre téléphone., reply: Elle le sort., lesson: Elle le tient., trust: 1}
      - {posture: in_place, text: Donnez-le-moi., reply: Elle le tend., lesson: Vous le tenez., pitfalls: [f12]}
  - line: Et la prochaine fois ?
    dilemma: Rassurer ou outiller ?
    pivot: true
    choices:
      - {posture: explain, text: Voici où cliquer., reply: Elle hoche la tête., lesson: Elle a compris.}
      - {posture: relay, text: L’atelier du mardi., reply: Elle note., lesson: Elle ira., trace: true}
good_end: Elle repart avec sa facture.
debrief: Demandez d’abord.
"""


@pytest.fixture
def address(client: Client, tmp_path: Path) -> str:
    """Of the conversation, begun."""
    seed_site()
    folder = write_module(tmp_path / "module")
    (folder / "03-dialogue.yaml").write_text(DIALOGUE, encoding="utf-8")
    institute = load_institute(InstituteFile("institut-essai", "Institut d’essai", "", ""))
    nadege = make_learner()
    registration = make_registration(load_module(folder, institute).edition, nadege)
    client.force_login(nadege)
    begun = f"/parcours/{registration.pk}/une-facture/"
    client.post(begun, {"action": "commencer"})
    return begun


def named(page: str) -> set[str]:
    """The postures that a page names beside a sentence."""
    return {posture for posture, (words, _icon) in POSTURES.items() if f"{escape(words)}</span>" in page}


def test_no_posture_is_named_before_the_choice_and_only_its_own_after(client: Client, address: str) -> None:
    before = client.get(address).content.decode()
    assert "Prenons votre téléphone" in before
    assert named(before) == set()
    assert "Elle le tient" not in before
    after = client.post(address, {"echange": "1", "choix": "0"}, follow=True).content.decode()
    assert named(after) == {"with"}
    assert "Elle le tient" in after
    assert "Vous le tenez" not in after


def test_each_choice_is_one_statement_that_says_the_posture_and_no_word(client: Client, address: str) -> None:
    client.post(address, {"echange": "1", "choix": "1"})
    client.post(address, {"echange": "1", "choix": "0"})  # a second window: the first choice stays
    client.post(address, {"echange": "2", "choix": "1"})
    said = [each.as_json() for each in Statement.objects.in_order()]
    answered = [each for each in said if each["verb"]["id"].endswith("/answered")]
    assert [each["result"]["response"] for each in answered] == ["in_place", "relay"]
    assert [each["result"]["success"] for each in answered] == [False, True]
    assert all(each["context"]["contextActivities"]["parent"] for each in answered)
    assert not any("Donnez-le-moi" in str(each) or "Elle note" in str(each) for each in said)
    assert [answer.response for answer in Answer.objects.order_by("pk")] == [1, 1]


def test_the_balance_says_each_criterion_posture_and_confidentiality_among_them(client: Client, address: str) -> None:
    client.post(address, {"echange": "1", "choix": "0"})
    page = client.post(address, {"echange": "2", "choix": "1"}, follow=True).content.decode().replace("\xa0", " ")
    for words in ("L’appareil entre les mains de la personne", "Les données", "L’accord"):
        assert words in page, words
    assert Registration.objects.get().progress.filter(completed_at__isnull=False).count() == 1
