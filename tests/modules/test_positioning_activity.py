"""A positioning: the most informative question next, a word a competency, hers until she sends it."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from cms.seeding import seed_site
from competencies.models import Band, Evidence, Level, PositioningEvidence
from competencies.positioning import FEWEST, MOST
from lms.agenda.models import Attestation, HourEntry
from lms.people.models import User
from lms.people.rights import Role
from modules.activities.positioning.answering import answer_item, question_to_ask, start_positioning
from modules.answering import AlreadyAnswered
from modules.iris import extension_iri
from modules.loading.loader import InstituteFile, load_institute, load_module
from modules.models import Answer, Attempt, Edition, Registration
from modules.rebuilding import rebuild
from modules.recommending import latest_editions
from tests.cast import hire, make_employer, make_person
from xapi_store.models import Statement

pytestmark = pytest.mark.django_db

FOLDER = settings.FIXTURES / "positioning"
SLUG = "me-situer-comprendre"


@pytest.fixture
def edition() -> Edition:
    seed_site()
    institute = load_institute(InstituteFile("institut-essai", "Institut d’essai", "", ""))
    return load_module(FOLDER, institute).edition


@pytest.fixture
def nadege() -> User:
    return make_person("Nadège Osmont")


@pytest.fixture
def hers(client: Client, nadege: User, edition: Edition) -> str:
    """The address of her positioning, begun from the dashboard's button."""
    client.force_login(nadege)
    client.post(f"/modules/{edition.module_id}/suivre/")
    return f"/parcours/{Registration.objects.get(learner=nadege).pk}/{SLUG}/"


def questions_of(edition: Edition) -> dict[str, Any]:
    return {row.key: row for row in edition.questions.all()}


def answer_page(client: Client, address: str, *, right: bool | None) -> Any:
    """Answer the question that the page asks, as a person without JavaScript does; None: « Je ne sais pas »."""
    asked = client.get(address).context["question"]
    if right is None:
        return client.post(address, {"question": asked.key, "action": "ne-sais-pas"})
    option = next(index for index, each in enumerate(asked.options) if each.right is right)
    return client.post(address, {"question": asked.key, "reponse": str(option)})


def take_it(client: Client, address: str, *, right: bool | None = True) -> Attempt:
    client.post(address, {"action": "commencer"})
    while (attempt := Attempt.objects.latest("pk")).finished_at is None:
        answer_page(client, address, right=right)
    return attempt


def test_it_stops_between_ten_and_fifteen_questions_and_says_a_word_a_competency(client: Client, hers: str) -> None:
    attempt = take_it(client, hers)
    assert FEWEST <= attempt.answers.count() <= MOST
    page = client.get(hers).content.decode()
    assert f'data-band="{Band.SOLID.value}"' in page
    assert "Solide" in page
    assert attempt.scaled is None
    assert attempt.passed is None


@pytest.mark.parametrize(("right", "band"), [(False, Band.TO_DISCOVER), (None, Band.TO_DISCOVER), (True, Band.SOLID)])
def test_not_knowing_says_what_a_wrong_answer_says(client: Client, hers: str, right: bool | None, band: Band) -> None:
    take_it(client, hers, right=right)
    bands = {line.band for line in client.get(hers).context["lines"]}
    assert band in bands
    assert bands <= {band, Band.ON_THE_WAY, Band.TOO_LITTLE}


def test_the_same_answers_ask_the_same_questions(nadege: User, edition: Edition) -> None:
    registration = Registration.objects.create(learner=nadege, edition=edition, registered_at=edition.published_at)
    activity, questions = edition.activities.get(slug=SLUG), questions_of(edition)
    attempt = start_positioning(registration, activity)
    asked = []
    for _turn in range(FEWEST):
        answers = list(attempt.answers.order_by("pk"))
        item = question_to_ask(attempt, answers, questions)
        assert item is not None
        assert item == question_to_ask(attempt, list(reversed(answers)), questions)
        asked.append(item.key)
        answer_item(attempt, questions, item.key, None)
    assert len(set(asked)) == FEWEST


def test_an_answer_to_any_other_question_is_refused(nadege: User, edition: Edition) -> None:
    registration = Registration.objects.create(learner=nadege, edition=edition, registered_at=edition.published_at)
    questions = questions_of(edition)
    attempt = start_positioning(registration, edition.activities.get(slug=SLUG))
    first = question_to_ask(attempt, [], questions)
    assert first is not None
    other = next(key for key in questions if key != first.key)
    with pytest.raises(AlreadyAnswered):
        answer_item(attempt, questions, other, 0)
    answer_item(attempt, questions, first.key, 0)
    with pytest.raises(AlreadyAnswered):
        answer_item(attempt, questions, first.key, 1)
    assert Answer.objects.count() == 1


def test_it_resumes_at_the_very_question(client: Client, hers: str, nadege: User) -> None:
    client.post(hers, {"action": "commencer"})
    answer_page(client, hers, right=True)
    asked = client.get(hers).context["question"].key
    phone = Client()
    phone.force_login(nadege)
    assert phone.get(hers).context["question"].key == asked


def test_nothing_typed_is_taken_for_an_answer(client: Client, hers: str) -> None:
    client.post(hers, {"action": "commencer"})
    asked = client.get(hers).context["question"].key
    assert client.post(hers, {"question": asked}).status_code == 422
    assert client.post(hers, {"question": "nulle-part", "reponse": "0"}).status_code == 302
    assert Answer.objects.count() == 0


def test_its_statements_say_each_answer_and_no_score(client: Client, hers: str) -> None:
    client.post(hers, {"action": "commencer"})
    answer_page(client, hers, right=None)
    answer_page(client, hers, right=True)
    unknown, right = [
        each.as_json()
        for each in Statement.objects.in_order()
        if each.as_json()["verb"]["id"].endswith("/answered")
    ]  # fmt: skip
    assert unknown["result"] == {"success": False, "extensions": {extension_iri("unknown"): True}}
    assert right["result"]["success"] is True


def test_unsent_it_is_no_evidence_no_level_no_hour(client: Client, hers: str, nadege: User) -> None:
    for slug in (SLUG, "me-situer-reperer-et-orienter", "me-situer-accompagner"):
        take_it(client, hers.replace(SLUG, slug))
    registration = Registration.objects.get(learner=nadege)
    assert registration.completed_at is not None
    assert not Evidence.objects.exists()
    assert not Level.objects.exists()
    assert not HourEntry.objects.exists()
    assert client.get(f"/parcours/{registration.pk}/attestation/").status_code == 404
    assert not Attestation.objects.exists()
    assert rebuild().changes == 0
    assert not HourEntry.objects.exists()


def test_sent_it_is_evidence_of_its_own_kind_and_gives_no_level(client: Client, hers: str, nadege: User) -> None:
    take_it(client, hers)
    sent = client.post(hers, {"action": "envoyer"}, follow=True)
    assert "Envoyé à votre employeur" in sent.content.decode()
    client.post(hers, {"action": "envoyer"})
    marks = PositioningEvidence.objects.filter(actor=nadege.actor_uuid)
    assert marks
    assert marks.count() == len(set(marks.values_list("cfitem", flat=True)))
    assert not marks.filter(band=Band.TOO_LITTLE).exists()
    assert not Level.objects.exists()
    assert rebuild().changes == 0


def test_an_unfinished_one_is_not_sent(client: Client, hers: str) -> None:
    client.post(hers, {"action": "commencer"})
    client.post(hers, {"action": "envoyer"})
    assert not Evidence.objects.exists()


def test_her_employer_reads_the_word_once_she_has_sent_it_and_never_before(
    client: Client, hers: str, nadege: User
) -> None:
    house = make_employer()
    hire(nadege, house.team)
    hr = Client()
    hr.force_login(make_person("Hervé Brun", Role.HR, house.root))
    pages = ["/equipe/competences/", "/equipe/competences/tableau.csv", f"/equipe/competences/{nadege.pk}/"]
    before = [main_of(hr.get(page)) for page in pages]
    take_it(client, hers)
    assert [main_of(hr.get(page)) for page in pages] == before
    client.post(hers, {"action": "envoyer"})
    matrix, table, sheet = (main_of(hr.get(page)) for page in pages)
    assert [matrix, table] == before[:2]
    assert "Solide" in sheet
    assert "Jamais évaluée" in sheet
    assert "Que faites-vous" not in sheet


def main_of(response: Any) -> str:
    text: str = response.content.decode()
    return text.partition("<main")[2].partition("</main")[0] or text


def test_someone_else_s_positioning_is_not_there(client: Client, hers: str) -> None:
    take_it(client, hers)
    other = Client()
    other.force_login(make_person("Élie Marchal"))
    assert other.get(hers).status_code == 404
    assert other.post(hers, {"action": "envoyer"}).status_code == 404


def test_it_is_in_no_catalogue_no_plan_no_advice_and_on_the_dashboard(client: Client, hers: str) -> None:
    assert not latest_editions()
    assert "Se positionner" not in main_of(client.get("/modules/"))
    dashboard = main_of(client.get("/mon-parcours/"))
    assert "Mes positionnements" in dashboard
    assert "Se positionner" not in dashboard


@pytest.mark.parametrize(("state", "most"), [("intro", 10), ("question", 12), ("results", 12)])
def test_each_page_takes_few_queries(
    client: Client, hers: str, state: str, most: int, django_assert_max_num_queries: Any
) -> None:
    if state == "question":
        client.post(hers, {"action": "commencer"})
    if state == "results":
        take_it(client, hers)
    with django_assert_max_num_queries(most):  # five of which are those of any page
        assert client.get(hers).status_code == 200


def test_taken_again_the_last_result_is_the_one_that_is_shown(client: Client, hers: str) -> None:
    take_it(client, hers, right=False)
    again = take_it(client, hers)
    assert again.number == 2
    assert client.get(hers).context["attempt"] == again


def test_the_bank_of_the_positioning_can_be_read_and_teaches(edition: Edition) -> None:
    rows = questions_of(edition)
    assert len(rows) >= FEWEST * 3
    for row in rows.values():
        assert sum(option.right for option in row.thawed.options) == 1
        assert all(len(option.feedback) > 20 for option in row.thawed.options)
    for activity in edition.activities.all():
        codes = [rows[item.question].thawed.competency for item in activity.thawed.items]
        assert all(codes.count(code) >= 2 for code in codes)
        assert set(codes) == set(activity.thawed.competencies)


def test_a_second_load_of_the_positioning_writes_nothing(edition: Edition) -> None:
    institute = load_institute(InstituteFile("institut-essai", "Institut d’essai", "", ""))
    assert load_module(FOLDER, institute).written == []
