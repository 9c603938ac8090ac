"""The bank in the studio: an author lists, writes, tries and retires her institute's questions, and no other's."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.db.utils import IntegrityError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from competencies.models import CFItem
from modules.models import ChoiceQuestion, MatchingQuestion, OrderingQuestion, Question, QuestionStatus
from modules.models.question_kinds import MODELS_OF_KINDS
from modules.publishing import ModuleNotReady, publish_edition
from tests.modules.bank.cast import Studio, add_question
from tests.modules.question_examples import EXAMPLES, SINGLE

pytestmark = pytest.mark.django_db

LIST = "/studio/questions/"


def page_of(response: Any) -> str:
    return str(response.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


def form_of(studio: Studio, **changes: Any) -> dict[str, Any]:
    """What the form of a choice question posts."""
    row = {"text": "", "is_right": "", "feedback": "Parce que.", "misconception": ""}
    options = [row | {"text": "Oui", "is_right": "on"}, row | {"text": "Non", "misconception": "f08"}]
    fields = {
        "stem": "Que faites-vous d’abord ?",
        "case": "",
        "figure": "",
        "several": "",
        "cfitem": str(CFItem.objects.coded("A1.1").get().pk),
        "difficulty": "2",
        "status": "active",
        "key": "",
        "collection": str(studio.collection.pk),
        "options": inline_formset(options),
    }
    return dict(nested_form_data(fields | changes))


def test_the_list_shows_every_kind_of_ours_and_nothing_of_theirs(at_work: Client, ours: Studio, theirs: Studio) -> None:
    Question.objects.filter(pk=theirs.bank["ordre"].pk).update(stem="Une question d’ailleurs")
    Question.objects.filter(pk=ours.bank["ordre"].pk).update(case="Samia tend son téléphone.")  # stems are often alike
    page = page_of(at_work.get(LIST, {"kind": ""}))
    assert "Remise en ordre" in page
    assert "Texte à surligner" in page
    assert "Samia tend son téléphone." in page
    assert "ailleurs" not in page
    assert "ailleurs" not in page_of(
        at_work.get(LIST, {"q": "ailleurs"}).wsgi_request and at_work.get(LIST, {"q": "ail"})
    )


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        ({"status": "draft"}, {"choix-unique"}),
        ({"q": "Vérifier"}, {"surligner"}),
        ({"misconception": "f14"}, {"texte-court"}),
        ({"misconception": "f13"}, {"vrai-faux"}),
        ({"difficulty": "3"}, {"ordre"}),
    ],
)
@pytest.mark.long
def test_the_list_is_filtered(at_work: Client, ours: Studio, asked: dict[str, str], keys: set[str]) -> None:
    Question.objects.filter(pk=ours.bank["choix-unique"].pk).update(status="draft")
    Question.objects.filter(pk=ours.bank["ordre"].pk).update(difficulty=3)
    shown = at_work.get(LIST, asked).context["object_list"]
    assert {question.key for question in shown} == keys


@pytest.mark.long
def test_the_list_asks_the_same_queries_for_any_number_of_questions(at_work: Client, ours: Studio) -> None:
    at_work.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        at_work.get(LIST)
    for number in range(6):
        add_question(SINGLE, ours.collection, key=f"encore-{number}")
    with CaptureQueriesContext(connection) as many:
        at_work.get(LIST)
    assert len(many) == len(few)


@pytest.mark.parametrize("model", MODELS_OF_KINDS)
@pytest.mark.long
def test_each_kind_has_its_form_to_add_to_change_its_history_and_its_uses(
    model: Any, at_work: Client, ours: Studio
) -> None:
    name = f"question_{model._meta.model_name}"
    question = model.objects.filter(collection=ours.collection).first()
    assert at_work.get(reverse(f"{name}:add")).status_code == 200
    for view in ("edit", "copy", "history", "usage"):
        assert at_work.get(reverse(f"{name}:{view}", args=[question.pk])).status_code == 200, view


def test_an_author_writes_a_question_and_its_key_comes_from_its_words(at_work: Client, ours: Studio) -> None:
    answer = at_work.post(reverse("question_choicequestion:add"), form_of(ours))
    assert answer.status_code == 302
    written = ChoiceQuestion.objects.get(key="que-faites-vous-dabord")
    assert [(row.text, row.is_right, row.misconception) for row in written.options.all()] == [
        ("Oui", True, ""),
        ("Non", False, "f08"),
    ]


@pytest.mark.long
def test_a_draft_may_be_incomplete_and_an_active_question_may_not(at_work: Client, ours: Studio) -> None:
    empty = {"is_right": "", "feedback": "", "misconception": ""}
    options = inline_formset([{"text": "Oui", **empty}, {"text": "Non", **empty}])
    refused = at_work.post(reverse("question_choicequestion:add"), form_of(ours, options=options))
    assert "Chaque réponse a besoin de son retour" in page_of(refused)
    assert not ChoiceQuestion.objects.filter(key="que-faites-vous-dabord").exists()
    drafted = at_work.post(reverse("question_choicequestion:add"), form_of(ours, options=options, status="draft"))
    assert drafted.status_code == 302


@pytest.mark.long
def test_a_key_taken_is_said_under_the_field(at_work: Client, ours: Studio) -> None:
    refused = at_work.post(reverse("question_choicequestion:add"), form_of(ours, key="ordre"))
    assert "Une autre question de cet institut" in page_of(refused)


@pytest.mark.long
def test_categories_are_written_one_a_line(at_work: Client, ours: Studio) -> None:
    question = MatchingQuestion.objects.get(pk=ours.bank["appariement"].pk)
    page = page_of(at_work.get(reverse("question_matchingquestion:edit", args=[question.pk])))
    assert "équipement\nconnexion" in page


@pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry.key)
@pytest.mark.long
def test_an_author_tries_each_kind_as_a_learner_and_nothing_is_recorded(
    entry: Any, at_work: Client, ours: Studio
) -> None:
    address = reverse("question_bank:try", args=[ours.bank[entry.key].pk])
    assert entry.stem[:30] in page_of(at_work.get(address))
    assert at_work.post(address, {}).status_code == 422


@pytest.mark.long
def test_a_tried_answer_is_explained(at_work: Client, ours: Studio) -> None:
    address = reverse("question_bank:try", args=[ours.bank["vrai-faux"].pk])
    assert "Un accord se redemande" in page_of(at_work.post(address, {"reponse": "1"}))


# ---- One institute never sees or picks another's --------------------------------------------------


def test_no_address_opens_another_institutes_question(at_work: Client, theirs: Studio) -> None:
    for question in theirs.bank.values():
        name = f"question_{question._meta.model_name}"
        addresses = [
            reverse(f"{name}:{view}", args=[question.pk]) for view in ("edit", "copy", "history", "usage", "delete")
        ]
        addresses += [reverse(f"question_bank:{view}", args=[question.pk]) for view in ("edit", "try")]
        assert {at_work.get(address).status_code for address in addresses} == {404}
        assert {at_work.post(address, {"stem": "Pris"}).status_code for address in addresses} == {404}


@pytest.mark.long
def test_a_question_is_not_put_in_another_institutes_bank(at_work: Client, ours: Studio, theirs: Studio) -> None:
    form = form_of(ours, collection=str(theirs.collection.pk))
    assert at_work.post(reverse("question_choicequestion:add"), form).status_code == 200
    assert not ChoiceQuestion.objects.filter(key="que-faites-vous-dabord").exists()


def test_the_chooser_offers_ours_that_may_be_asked(at_work: Client, ours: Studio, theirs: Studio) -> None:
    retired, foreign = ours.bank["ordre"], theirs.bank["surligner"]
    Question.objects.filter(pk=retired.pk).update(status=QuestionStatus.RETIRED, stem="La retirée")
    Question.objects.filter(pk=foreign.pk).update(stem="La leur")
    for words in ("", "La "):
        page = page_of(at_work.get(reverse("question_chooser:choose_results"), {"q": words}))
        assert "La retirée" not in page
        assert "La leur" not in page
    assert at_work.get(reverse("question_chooser:chosen", args=[foreign.pk])).status_code == 404
    assert at_work.get(reverse("question_chooser:chosen", args=[retired.pk])).status_code == 404
    assert at_work.get(reverse("question_chooser:chosen", args=[ours.bank["surligner"].pk])).status_code == 200
    several = at_work.get(reverse("question_chooser:chosen_multiple"), {"id": [foreign.pk]})
    assert several.json()["result"] == []


def quiz_form(studio: Studio, question: Question) -> dict[str, Any]:
    """What the form of a quiz posts with one more question in it."""
    quiz = studio.quiz
    rows = [{"id": str(row.pk), "question": str(row.question_id), "form": ""} for row in quiz.quiz_questions.all()]
    rows.append({"id": "", "question": str(question.pk), "form": ""})
    fields = {
        "title": quiz.title,
        "slug": quiz.slug,
        "planned_minutes": str(quiz.planned_minutes),
        "purpose": quiz.purpose,
        "alignments": inline_formset([]),
        "mode": quiz.mode,
        "mastery": str(quiz.mastery),
        "intro": "",
        "debrief": "",
        "quiz_questions": inline_formset(rows, initial=len(rows) - 1),
        "comments": inline_formset([]),
    }
    return dict(nested_form_data(fields))


@pytest.mark.parametrize("whose", ["theirs", "retired", "draft"])
@pytest.mark.long
def test_a_forged_question_in_a_quiz_is_refused(whose: str, at_work: Client, ours: Studio, theirs: Studio) -> None:
    question = theirs.bank["surligner"] if whose == "theirs" else ours.bank["surligner"]
    if whose != "theirs":
        Question.objects.filter(pk=question.pk).update(status=whose)
    answer = at_work.post(f"/studio/pages/{ours.quiz.pk}/edit/", quiz_form(ours, question))
    assert answer.status_code == 200
    assert "Cette question ne peut pas être choisie" in page_of(answer)
    assert ours.quiz.get_latest_revision_as_object().quiz_questions.count() == 3


@pytest.mark.long
def test_a_question_of_ours_enters_a_quiz(at_work: Client, ours: Studio) -> None:
    answer = at_work.post(f"/studio/pages/{ours.quiz.pk}/edit/", quiz_form(ours, ours.bank["surligner"]))
    assert answer.status_code == 302, page_of(answer)
    assert ours.quiz.get_latest_revision_as_object().quiz_questions.count() == 4


# ---- Retired, never deleted -----------------------------------------------------------------------


@pytest.mark.long
def test_deleting_is_answered_by_the_way_to_retire(at_work: Client, ours: Studio) -> None:
    question = ours.bank["ordre"]
    for send in (at_work.get, at_work.post):
        answer = send(reverse("question_orderingquestion:delete", args=[question.pk]), follow=True)
        assert "jamais supprimée" in page_of(answer)
    assert OrderingQuestion.objects.filter(pk=question.pk).exists()


def test_the_database_keeps_a_question_that_an_edition_holds(ours: Studio) -> None:
    held = Question.objects.get(collection=ours.collection, key="test-a1-1")
    with pytest.raises(ProtectedError):
        held.delete()
    connection.check_constraints()
    with connection.cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute("UPDATE modules_question SET status = 'oubliee' WHERE id = %s", [held.pk])


@pytest.mark.parametrize("status", ["draft", "retired"])
@pytest.mark.long
def test_an_edition_asks_no_draft_and_no_retired_question(status: str, ours: Studio) -> None:
    Question.objects.filter(key="test-a1-1").update(status=status)
    with pytest.raises(ModuleNotReady, match="ne peut pas être posée"):
        publish_edition(ours.taught.module)


@pytest.mark.long
def test_a_question_retired_stays_in_the_edition_that_has_it(ours: Studio) -> None:
    Question.objects.filter(key="test-a1-1").update(status=QuestionStatus.RETIRED)
    assert ours.taught.edition.questions.get(key="test-a1-1").thawed.stem == "Que faites-vous d’abord ?"
