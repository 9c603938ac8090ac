"""A learner answers each kind of question with plain forms, and every answer becomes a statement."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client

from cms.seeding import seed_site
from modules.iris import extension_iri
from modules.loading.loader import InstituteFile, load_institute, load_module
from modules.models import Answer, Registration
from modules.questions.shuffling import shown_order
from tests.modules.cast import QUIZ, make_learner, make_registration, write_module
from tests.modules.question_examples import EXAMPLES, ORDERING
from xapi_store.models import Statement

pytestmark = pytest.mark.django_db

POSTED: dict[str, dict[str, Any]] = {
    "choix-unique": {"reponse": "1"},
    "choix-multiple": {"reponse": ["0", "1"]},
    "appariement": {"reponse-0": "0", "reponse-1": "1"},
    "vrai-faux": {"reponse": "0"},
    "ordre": {f"reponse-{number}": str(index + 1) for number, index in enumerate(shown_order(ORDERING))},
    "texte-court": {"reponse": "le Consentement", "reponse-certitude": "3"},
    "surligner": {"reponse": ["0", "2"]},
}


@pytest.fixture
def registration(tmp_path: Path, db: None) -> Registration:
    seed_site()
    folder = write_module(tmp_path / "module")
    keys = ", ".join(example.key for example in EXAMPLES)
    quiz = QUIZ.replace("a-1, a-2, b-1", keys).replace("posttest", "applied").replace("[A1.1, A1.2]", "[A1.1]")
    (folder / "02-quiz.yaml").write_text(quiz, encoding="utf-8")
    (folder / "questions.yaml").write_bytes(msgspec.yaml.encode({"questions": msgspec.to_builtins(EXAMPLES)}))
    module = folder / "module.yaml"
    module.write_text(module.read_text(encoding="utf-8").replace("[A1.1, A1.2]", "[A1.1]"), encoding="utf-8")
    institute = load_institute(InstituteFile("institut-essai", "Institut d’essai", "", ""))
    return make_registration(load_module(folder, institute).edition, make_learner())


def test_every_kind_is_answered_by_a_form_explained_and_said(registration: Registration, client: Client) -> None:
    client.force_login(registration.learner)
    address = f"/parcours/{registration.pk}/un-quiz/"
    client.post(address, {"action": "commencer"})
    for number, example in enumerate(EXAMPLES, start=1):
        shown = client.get(address, {"question": number}).content.decode()
        assert ("certitude" in shown) == (example.key == "texte-court")
        explained = client.post(address, {"question": str(number), **POSTED[example.key]}, follow=True)
        assert "Pourquoi" in explained.content.decode(), example.key
    assert [answer.scaled for answer in Answer.objects.order_by("pk")] == [1] * len(EXAMPLES)
    assert [answer.confidence for answer in Answer.objects.exclude(confidence=None)] == [3]
    said = [statement.as_json() for statement in Statement.objects.all()]
    answered = [each for each in said if each["verb"]["id"].endswith("/answered")]
    kinds = {each["object"]["definition"]["interactionType"] for each in answered}
    assert kinds == {"choice", "matching", "true-false", "sequencing", "fill-in"}
    sure = [each["result"].get("extensions", {}).get(extension_iri("confidence")) for each in answered]
    assert sure.count(3) == 1
    assert "le consentement" in {each["result"].get("response") for each in answered}
    registration.refresh_from_db()
    assert client.get(address).status_code == 200
