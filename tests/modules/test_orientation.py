"""Orientation cases: the key is computed from a dated directory, frozen with the edition, and explained."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cms.directory.importing import find_snapshot
from cms.models import Place
from cms.seeding import seed_site
from competencies.models import Evidence
from lms.people.models import User
from modules.activities.orientation.checking import find_faults
from modules.activities.orientation.copying import copy_directories
from modules.activities.orientation.matching import (
    CRITERIA,
    deciding,
    judge,
    meets_hours,
    nearest,
    places_of,
    suitable,
)
from modules.activities.orientation.scoring import TEAM, CaseAnswer, best_answer, decide_outcome, grade_case
from modules.activities.orientation.showing import write_week
from modules.iris import item_iri
from modules.loading.loader import FileRefused, InstituteFile, load_institute, load_module
from modules.loading.schema import ListedPlace, Needs, Orientation, OrientationCase, read_activity
from modules.models import Answer, Edition, OrientationPage, Registration
from modules.thawing import find_fault
from tests.modules.cast import make_learner, make_registration, write_module
from xapi_store.models import Statement

SOURCE = settings.FIXTURES / "modules" / "diagnostiquer-l-exclusion-numerique-et-orienter" / "10-six-orientations.yaml"
WRITTEN = read_activity(SOURCE.read_bytes())
assert isinstance(WRITTEN, Orientation)
Limit = Callable[[int], AbstractContextManager[Any]]
COMPETENCIES = "competencies: [A1.1, A1.2]"


@pytest.fixture
def orientation(db: None) -> Orientation:
    assert isinstance(WRITTEN, Orientation)
    return copy_directories(WRITTEN)


@pytest.fixture
def edition(db: None, tmp_path: Path) -> Edition:
    """The small module, with the six cases."""
    seed_site()
    folder = write_module(tmp_path / "module")
    text = SOURCE.read_text(encoding="utf-8").replace("competencies: [B3.1, B3.2]", COMPETENCIES)
    (folder / "03-cas.yaml").write_text(text, encoding="utf-8")
    institute = load_institute(InstituteFile("institut-essai", "Institut d’essai", "", ""))
    assert load_module(folder, institute).written
    loaded = load_module(folder, institute)
    assert loaded.written == []
    return loaded.edition


@pytest.fixture
def nadege(db: None) -> User:
    return make_learner("Nadège")


@pytest.fixture
def registration(edition: Edition, nadege: User) -> Registration:
    return make_registration(edition, nadege)


def address_of(registration: Registration) -> str:
    return f"/parcours/{registration.pk}/six-orientations/"


def form_of(number: int, answer: CaseAnswer) -> dict[str, object]:
    return {
        "cas": number,
        "besoin": answer.need,
        "lieu": answer.place,
        "criteres": answer.criteria,
        "repli": answer.fallback,
        "relais": answer.relay,
    }


PLACE = ListedPlace(identifier="a", name="A", town="Lille", latitude=50.6, longitude=3.0, updated_on="2026-03-03")


def a_case(needs: Needs) -> OrientationCase:
    assert isinstance(WRITTEN, Orientation)
    return msgspec.structs.replace(WRITTEN.cases[0], needs=needs, latitude=50.6, longitude=3.0)


@pytest.mark.parametrize(
    ("needs", "offered", "met"),
    [
        (Needs(services=["x"]), {"services": ["x", "y"]}, True),
        (Needs(services=["x", "z"]), {"services": ["x", "y"]}, False),
        (Needs(support=["seul", "à deux"]), {"support": ["à deux"]}, True),
        (Needs(labels=["habilité"]), {"support": ["à deux"]}, False),
        (Needs(care=["fauteuil"]), {"care": []}, False),
        (Needs(access=["entrer"]), {"access": ["téléphoner"]}, False),
        (Needs(fees=["Gratuit"]), {"fees": ["Payant"]}, False),
        (Needs(fees=["Gratuit"]), {"fees": []}, False),
        (Needs(hours="Tu 09:00-12:00"), {"hours": "Mo-Fr 11:30-18:00"}, True),
        (Needs(hours="Tu 09:00-12:00"), {"hours": "Mo-Fr 11:31-18:00"}, False),
        (Needs(hours="Tu 09:00-12:00"), {"hours": "sur demande"}, False),
        (Needs(reach_km=12), {"latitude": 50.7}, True),
        (Needs(reach_km=11), {"latitude": 50.7}, False),
    ],
)
def test_a_place_meets_a_need_or_not(needs: Needs, offered: dict[str, object], met: bool) -> None:
    place = msgspec.structs.replace(PLACE, **offered)
    assert list(judge(a_case(needs), place).values()) == [met]


def test_what_is_not_needed_is_not_asked() -> None:
    assert judge(a_case(Needs()), PLACE) == {}


WEEK = st.sampled_from(["Mo 09:00-12:00", "Mo-Fr 10:00-16:00", "Sa 08:00-18:00", "24/7", "Tu,Th 18:00-20:00"])


@given(WEEK, WEEK)
def test_hours_meet_the_same_way_round(one: str, other: str) -> None:
    assert meets_hours(one, other) == meets_hours(other, one)
    assert meets_hours(one, "24/7")


def test_the_nearest_come_first_whatever_the_order_of_the_file(orientation: Orientation) -> None:
    for case in orientation.cases:
        places = places_of(orientation, case)
        assert nearest(case, reversed(places)) == places
        assert len(places) == 4


def test_the_six_cases_are_fair(orientation: Orientation) -> None:
    assert find_faults(orientation) == []
    assert {case.directory for case in orientation.cases} == {"nord-invente-2026-03", "aisne-invente-2026-03"}
    for case in orientation.cases:
        places = places_of(orientation, case)
        assert places[0].identifier not in suitable(case, places), case.key  # the nearest is never the answer
        assert set(deciding(case, places)) <= set(CRITERIA)


EXPECTED = {
    "fatoumata": {"rx-pont-neuf"},
    "gerard": {"li-ecluses", "li-allo"},
    "yanis": {"ve-escale", "ve-bourg"},
    "lan": {"hi-quatre-vents", "sm-sources"},
    "samira": {"to-point-droit"},
    "bruno": {"wf-tilleuls"},
}


def test_the_key_computed_is_the_one_a_professional_would_defend(orientation: Orientation) -> None:
    """Written here by hand from the pedagogy, and only here: no file holds it."""
    computed = {case.key: suitable(case, places_of(orientation, case)) for case in orientation.cases}
    assert computed == EXPECTED


def test_the_best_answer_earns_everything_and_the_nearest_place_does_not_pass(orientation: Orientation) -> None:
    best = {case.key: best_answer(orientation, case) for case in orientation.cases}
    outcome = decide_outcome(orientation, best)
    assert (outcome.scaled, outcome.passed) == (1, True)
    assert all(score.passed for score in outcome.competencies)
    lazy = {
        case.key: CaseAnswer(
            need=0,
            place=places_of(orientation, case)[0].identifier,
            criteria=list(CRITERIA[:3]),
            fallback=TEAM,
            relay=0,
        )
        for case in orientation.cases
    }
    assert decide_outcome(orientation, lazy).passed is False


@pytest.mark.django_db
def test_the_team_is_the_fallback_when_nothing_else_suits_and_half_of_one_otherwise(orientation: Orientation) -> None:
    fatoumata, gerard = orientation.cases[0], orientation.cases[1]
    assert best_answer(orientation, fatoumata).fallback == TEAM
    with_team = msgspec.structs.replace(best_answer(orientation, gerard), fallback=TEAM)
    assert grade_case(orientation, gerard, with_team).scaled == Decimal("0.9")


@pytest.mark.django_db
def test_what_would_be_unfair_is_said(orientation: Orientation) -> None:
    case = orientation.cases[0]
    for change, words in (
        ({"services": ["Coiffure"]}, "Coiffure"),
        ({"hours": "bientôt"}, "bientôt"),
        ({"reach_km": 0.1}, "aucun lieu"),
    ):
        needs = msgspec.structs.replace(case.needs, **change)
        unfair = msgspec.structs.replace(orientation, cases=[msgspec.structs.replace(case, needs=needs)])
        assert any(words in fault for fault in find_faults(unfair))


def test_a_directory_that_is_not_there_stops_the_load_in_words(edition: Edition, tmp_path: Path) -> None:
    file = tmp_path / "module" / "03-cas.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("nord-invente-2026-03", "ailleurs"), encoding="utf-8")
    with pytest.raises(FileRefused, match="ailleurs"):
        load_module(file.parent, edition.module.institute)


def test_an_edition_keeps_the_places_of_its_day(edition: Edition) -> None:
    row = edition.activities.get(slug="six-orientations")
    before = deepcopy(row.thawed)
    Place.objects.update(hours="", fees=["Payant"])
    again = edition.activities.get(slug="six-orientations")
    assert again.thawed == before
    assert find_fault(again) == ""
    assert len({place.identifier for each in before.directories for place in each.places}) == 24


def test_the_author_keeps_a_short_text_and_an_archive_its_places(edition: Edition) -> None:
    page = OrientationPage.objects.get()
    assert "rx-pont-neuf" not in page.source
    frozen = page.freeze()
    snapshot = find_snapshot("nord-invente-2026-03")
    assert snapshot is not None
    elsewhere = msgspec.structs.replace(frozen, cases=[msgspec.structs.replace(frozen.cases[0], directory="ailleurs")])
    page.fill(elsewhere)
    assert "rx-pont-neuf" in page.source


def test_a_learner_answers_case_by_case_resumes_and_reads_why(
    registration: Registration, nadege: User, client: Client
) -> None:
    client.force_login(nadege)
    address = address_of(registration)
    orientation = registration.edition.activities.get(slug="six-orientations").thawed
    assert "Commencer les cas" in client.get(address).content.decode()
    client.post(address, {"action": "commencer"})
    for number, case in enumerate(orientation.cases, start=1):
        shown = client.get(address).content.decode()
        assert f"Cas {number} sur 6" in shown
        assert "Convient" not in shown
        told = client.post(address, form_of(number, best_answer(orientation, case)), follow=True).content.decode()
        assert "Ce qui a décidé" in told
        assert "Ne convient pas" not in told
    assert "100 points sur 100" in client.get(address).content.decode().replace("\u00a0", " ")
    assert "Ce qui a décidé" in client.get(address, {"cas": 2}).content.decode()
    assert set(Evidence.objects.filter(actor=nadege.actor_uuid).values_list("kind", flat=True)) == {"practice"}


def test_what_is_missing_is_said_and_nothing_chosen_is_lost(
    registration: Registration, nadege: User, client: Client
) -> None:
    client.force_login(nadege)
    address = address_of(registration)
    client.post(address, {"action": "commencer"})
    refused = client.post(address, {"cas": 1, "lieu": "rx-ticket", "criteres": ["hours"], "repli": "rx-ticket"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Cochez trois critères" in page
    assert "Le repli est le lieu lui-même" in page
    assert page.count(" checked") == 3
    assert not Answer.objects.exists()


def test_a_forged_place_is_refused_and_the_first_answer_stays(
    registration: Registration, nadege: User, client: Client
) -> None:
    client.force_login(nadege)
    address = address_of(registration)
    orientation = registration.edition.activities.get(slug="six-orientations").thawed
    best = best_answer(orientation, orientation.cases[0])
    client.post(address, {"action": "commencer"})
    forged = msgspec.structs.replace(best, place="wf-tilleuls")
    assert client.post(address, form_of(1, forged)).status_code == 422
    client.post(address, form_of(1, best))
    client.post(address, form_of(1, msgspec.structs.replace(best, relay=0)))
    assert [answer.response["relay"] for answer in Answer.objects.all()] == [best.relay]


def test_each_case_is_one_statement_a_performance_in_five_steps(
    registration: Registration, nadege: User, client: Client
) -> None:
    client.force_login(nadege)
    address = address_of(registration)
    orientation = registration.edition.activities.get(slug="six-orientations").thawed
    client.post(address, {"action": "commencer"})
    client.post(address, form_of(1, best_answer(orientation, orientation.cases[0])))
    said = [row.as_json() for row in Statement.objects.all()]
    answered = next(each for each in said if each["verb"]["id"].endswith("/answered"))
    key = registration.edition.activities.get(slug="six-orientations").key
    assert answered["object"]["id"] == item_iri(key, "fatoumata")
    assert answered["object"]["definition"]["interactionType"] == "performance"
    assert answered["result"]["response"].startswith("need[.]1[,]place[.]rx-pont-neuf[,]criteria[.]")
    assert answered["result"]["score"]["scaled"] == 1


def test_a_case_page_costs_the_same_whatever_was_answered(
    registration: Registration,
    nadege: User,
    client: Client,
    django_assert_max_num_queries: Limit,
) -> None:
    client.force_login(nadege)
    address = address_of(registration)
    client.post(address, {"action": "commencer"})
    with django_assert_max_num_queries(12):
        client.get(address)


def test_another_learner_sees_nothing_of_it(registration: Registration, client: Client) -> None:
    client.force_login(make_learner("Awa"))
    assert client.get(address_of(registration)).status_code == 404


def test_the_studio_shows_the_computed_key(edition: Edition) -> None:
    page = OrientationPage.objects.get()
    shown = page.get_preview_context(None, "learner")
    assert [case.key for case, _sheets in shown["cases"]] == list(EXPECTED)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mo-Fr 09:00-12:00,14:00-18:00", "lundi à vendredi 9 h à 12 h, 14 h à 18 h"),
        ("Tu 16:00-19:30; Sa 09:30-12:00", "mardi 16 h à 19 h 30 ; samedi 9 h 30 à 12 h"),
        ("sur demande", "sur demande"),
    ],
)
def test_a_week_is_read_in_french(text: str, words: str) -> None:
    assert write_week(text).replace("\u00a0", " ") == words
