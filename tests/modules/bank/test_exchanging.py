"""Files in and out of the bank: told first, then whole or not at all."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from competencies.models import CFItem
from modules.exchange.gift import read_gift
from modules.models import Question, QuestionStatus
from tests.modules.bank.cast import Studio

pytestmark = pytest.mark.django_db

GOOD = "Faut-il un accord ? {TRUE#Non.#Oui.}\n\nÉcrivez. {}\n\nQue faire ? {=Avec ~Sans}\n"


def send(client: Client, studio: Studio, text: str, action: str = "verifier", **changes: Any) -> Any:
    form = {
        "collection": str(studio.collection.pk),
        "file_format": "gift",
        "competency": str(CFItem.objects.coded("A1.1").get().pk),
        "text": text,
        "action": action,
    }
    return client.post(reverse("question_bank:bring_in"), form | changes)


def page_of(response: Any) -> str:
    return str(response.content.decode()).replace("\xa0", " ")


def test_a_file_is_told_then_created_as_drafts_and_a_second_time_creates_nothing(at_work: Client, ours: Studio) -> None:
    before = Question.objects.count()
    told = page_of(send(at_work, ours, GOOD))
    assert "Une rédaction" in told
    assert "Chaque réponse a besoin de son retour" in told
    assert Question.objects.count() == before
    assert send(at_work, ours, GOOD, "importer").status_code == 302
    created = Question.objects.filter(key__in=["faut-il-un-accord", "que-faire"])
    assert {question.status for question in created} == {QuestionStatus.DRAFT}
    assert created.count() == 2
    assert "déjà dans cette banque" in page_of(send(at_work, ours, GOOD, "importer"))
    assert Question.objects.count() == before + 2


def test_one_wrong_line_and_nothing_comes_in_even_forged(at_work: Client, ours: Studio, theirs: Studio) -> None:
    before = Question.objects.count()
    refused = send(at_work, ours, f"{GOOD}\nRien de juste {{ ~a ~b }}\n", "importer")
    assert "Rien n’a été importé" in page_of(refused)
    assert "Ligne 7" in page_of(refused)
    assert Question.objects.count() == before
    elsewhere = send(at_work, ours, GOOD, "importer", collection=str(theirs.collection.pk))
    assert elsewhere.status_code == 422
    latin = SimpleUploadedFile("q.txt", "Été ? {T}".encode("latin-1"))
    assert "UTF-8" in page_of(send(at_work, ours, "", file=latin))
    laughs = '<!DOCTYPE q [<!ENTITY a "ha">]><quiz>&a;</quiz>'
    assert "entités" in page_of(send(at_work, ours, laughs, file_format="moodle"))
    assert Question.objects.count() == before


def test_what_goes_out_is_ours_as_filtered_and_says_what_it_lost(at_work: Client, ours: Studio, theirs: Studio) -> None:
    text = at_work.get(reverse("question_bank:gift"), {"misconception": "f13"}).content.decode()
    assert [entry.question.key for entry in read_gift(text, "A1.1").entries] == ["vrai-faux"]
    assert "idées fausses" in text
    whole = at_work.get(reverse("question_bank:moodle")).content.decode()
    assert whole.count("<idnumber>") == 6 + 6
