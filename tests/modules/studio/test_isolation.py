"""The author of one institute walks the whole studio: nothing of another institute is read, picked or written."""

from collections.abc import Iterator
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from modules.models import Activity, Edition, Module, QuizPage
from modules.studio.isolation import find_foreign
from tests.modules.studio.cast import Studio

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SECRET = "Ailleurs"


def make_image(studio: Studio, title: str) -> Any:
    held = BytesIO()
    Picture.new("RGB", (2, 2)).save(held, "PNG")
    collection = studio.taught.page.own_collection
    return get_image_model().objects.create(
        title=title, file=ContentFile(held.getvalue(), "essai.png"), width=2, height=2, collection=collection
    )


def make_document(studio: Studio, title: str) -> Any:
    collection = studio.taught.page.own_collection
    return get_document_model().objects.create(
        title=title, file=ContentFile(b"rien", "essai.txt"), collection=collection
    )


@pytest.fixture
def theirs(beta: Studio) -> dict[str, list[Any]]:
    """What an address may name of the other institute, by the name of the parameter."""
    pages = [beta.taught.page.pk, beta.module.pk, beta.activity("lire").pk]
    image, document = make_image(beta, "Photo Ailleurs"), make_document(beta, "Note Ailleurs")
    revisions = [Revision.objects.for_instance(page).order_by("pk").last().pk for page in (beta.module.specific,)]
    edition = beta.taught.edition.pk
    return {
        "page_id": pages,
        "parent_page_id": pages,
        "page_to_move_id": pages,
        "destination_id": pages,
        "image_id": [image.pk],
        "document_id": [document.pk],
        "pk": [image.pk, document.pk, beta.taught.page.own_collection.pk, *pages],
        "module_id": [beta.module.pk],
        "institute_id": [beta.taught.page.pk],
        "before_id": [edition],
        "after_id": [edition],
        "revision_id": revisions,
        "revision_id_a": revisions,
        "revision_id_b": revisions,
        "content_type_app_name": ["modules"],
        "content_type_model_name": ["lessonpage"],
        "parent_page_path": [beta.taught.page.path],
        "app_label": ["modules"],
        "model_name": ["module"],
        "filter_spec": ["width-165"],
    }


def studio_patterns(
    patterns: Any = None, inside: bool = False, space: tuple[str, ...] = ()
) -> Iterator[tuple[str, Any]]:
    """(name, pattern) of every named address under /studio/."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        within = inside or str(pattern.pattern) == "studio/"
        if isinstance(pattern, URLResolver):
            inner = (*space, pattern.namespace) if pattern.namespace else space
            yield from studio_patterns(pattern.url_patterns, within, inner)
        elif isinstance(pattern, URLPattern) and pattern.name and within:
            yield ":".join([*space, pattern.name]), pattern


def addresses(theirs: dict[str, list[Any]]) -> Iterator[str]:
    """Every address of the studio, each of its parameters naming something of the other institute."""
    for name, pattern in studio_patterns():
        names = list(pattern.pattern.regex.groupindex)
        if "logout" in name or "error_test" in name or not set(names) <= set(theirs):
            continue
        for values in product(*(theirs[each] for each in names)):
            try:
                yield reverse(name, kwargs=dict(zip(names, values, strict=True)))
            except NoReverseMatch:
                continue


QUERIES = ["", "?q=mesure", "?q=mesure&page_type=modules.module", "?for_explorer=1"]


def test_no_address_of_the_studio_shows_anything_of_another_institute(
    studio: Studio, theirs: dict[str, list[Any]], client: Client
) -> None:
    client.force_login(studio.author)
    client.raise_request_exception = False
    shown, asked = [], 0
    for address in sorted({*addresses(theirs)}):
        for query in QUERIES if not any(character.isdigit() for character in address) else [""]:
            response = client.get(address + query)
            asked += 1
            body = b"".join(response) if response.streaming else response.content
            text = body.decode(errors="replace").replace("q=Ailleurs", "").replace('value="Ailleurs"', "")
            shown += (
                [f"{address}{query}: {response.status_code}"] if SECRET in text and response.status_code == 200 else []
            )
    assert asked > 150
    assert not shown, shown


CHOOSERS = [
    "/studio/choose-page/",
    "/studio/choose-page/search/?q=mesure",
    "/studio/choose-page/?page_type=modules.Module",
    "/studio/pages/search/?q=mesure",
    "/studio/images/chooser/",
    "/studio/documents/chooser/",
    "/studio/images/",
    "/studio/reports/site-history/",
    "/studio/reports/page-types-usage/",
]


@pytest.mark.parametrize("address", CHOOSERS)
def test_lists_and_choosers_show_ones_own_and_not_the_others(
    address: str, studio: Studio, theirs: dict[str, list[Any]], client: Client
) -> None:
    client.force_login(studio.author)
    response = client.get(address)
    assert SECRET not in response.content.decode()


def test_browsing_the_chooser_inside_the_other_tree_shows_nothing(studio: Studio, beta: Studio, client: Client) -> None:
    client.force_login(studio.author)
    for page in (beta.taught.page, beta.module):
        assert SECRET not in client.get(f"/studio/choose-page/{page.pk}/").content.decode()


@pytest.mark.parametrize("deed", ["edit/", "delete/", "unpublish/", "copy/", "history/", "usage/", "move/", "lock/"])
def test_a_forged_post_changes_nothing_of_another_institute(
    deed: str, studio: Studio, beta: Studio, client: Client
) -> None:
    client.force_login(studio.admin)
    lesson = beta.activity("lire")
    before = (lesson.title, lesson.live, lesson.locked, Page.objects.count())
    body = {"title": "Pris", "new_title": "Pris", "new_slug": "pris", "new_parent_page": studio.module.pk}
    response = client.post(f"/studio/pages/{lesson.pk}/{deed}", body | {"action-publish": "1"})
    assert response.status_code != 200 or deed in {"usage/", "history/"}
    lesson = beta.activity("lire")
    assert (lesson.title, lesson.live, lesson.locked, Page.objects.count()) == before


def test_nothing_of_ones_own_is_moved_or_copied_into_another_institute(
    studio: Studio, beta: Studio, client: Client
) -> None:
    client.force_login(studio.admin)
    client.post(f"/studio/pages/{studio.activity('lire').pk}/move/{beta.module.pk}/confirm/")
    body = {"new_title": "Là-bas", "new_slug": "la-bas", "new_parent_page": beta.taught.page.pk, "copy_subpages": "on"}
    client.post(f"/studio/pages/{studio.module.pk}/copy/", body)
    assert Module.objects.descendant_of(beta.taught.page).count() == 1
    assert Activity.objects.descendant_of(beta.taught.page).count() == 3


@pytest.mark.parametrize("deed", ["", "dupliquer/", "archive/"])
def test_the_studios_own_screens_of_another_institute_are_closed(
    deed: str, studio: Studio, beta: Studio, client: Client
) -> None:
    client.force_login(studio.admin)
    address = f"/studio/editions/{beta.module.pk}/{deed}"
    for response in (client.get(address), client.post(address, {"size": "new", "read": "on", "seen": "x"})):
        assert response.status_code in {302, 403, 405}
    assert client.get(f"/studio/instituts/{beta.taught.page.pk}/importer/").status_code in {302, 403}
    assert (Edition.objects.count(), Module.objects.count()) == (2, 2)


def test_a_question_of_another_institute_forged_into_a_quiz_is_refused(studio: Studio, beta: Studio) -> None:
    quiz = QuizPage.objects.get(pk=studio.activity("test").pk)
    assert find_foreign(quiz, studio.module) == []
    foreign = QuizPage.objects.get(pk=beta.activity("test").pk).quiz_questions.first()
    row = quiz.quiz_questions.first()
    row.question_id = foreign.question_id
    quiz.quiz_questions.set([row])
    assert len(find_foreign(quiz, studio.module)) == 1


def test_the_form_of_a_quiz_refuses_the_forged_question_and_says_why(
    studio: Studio, beta: Studio, client: Client
) -> None:
    quiz = QuizPage.objects.get(pk=studio.activity("test").pk)
    foreign = QuizPage.objects.get(pk=beta.activity("test").pk).quiz_questions.first()
    client.force_login(studio.author)
    response = client.post(f"/studio/pages/{quiz.pk}/edit/", quiz_body(quiz, foreign.question_id))
    assert "ne peut pas être choisie" in response.content.decode()
    own = quiz.quiz_questions.first()
    assert client.post(f"/studio/pages/{quiz.pk}/edit/", quiz_body(quiz, own.question_id)).status_code == 302


def quiz_body(quiz: QuizPage, question_id: int) -> dict[str, Any]:
    """The fields of a quiz's editor, with one question."""
    return {
        "title": quiz.title,
        "slug": quiz.slug,
        "planned_minutes": quiz.planned_minutes,
        "purpose": quiz.purpose,
        "mode": quiz.mode,
        "mastery": quiz.mastery,
        "intro": "",
        "debrief": "",
        "alignments-TOTAL_FORMS": 0,
        "alignments-INITIAL_FORMS": 0,
        "quiz_questions-TOTAL_FORMS": 1,
        "quiz_questions-INITIAL_FORMS": 0,
        "quiz_questions-0-question": question_id,
        "quiz_questions-0-form": "",
        "quiz_questions-0-ORDER": 1,
        "quiz_questions-0-id": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
