"""The story, end to end, through the pages: a social worker answers, the employer and the funder read what it changed.

Nothing is written beside the road: forms are posted, pages are read.
"""

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from competencies.models import Evidence, Level
from lms.agenda.models import Attestation
from lms.funding.editions import publish
from lms.funding.inviting import count_own_registrations, invite
from lms.funding.models import Convention, ConventionModule
from lms.people.models import User
from lms.people.rights import Role
from modules.models import Registration
from modules.rebuilding import rebuild
from tests.cast import (
    CODES,
    PASSWORD,
    Employer,
    Taught,
    finish,
    follow,
    hire,
    make_employer,
    make_funder,
    make_institute_with_module,
    make_person,
)
from xapi_store.models import Statement

pytestmark = pytest.mark.django_db
RIGHT = "0"
QUESTIONS = len(CODES)


def sign_in(person: User) -> Client:
    """Through the form, as anyone."""
    client = Client()
    response = client.post("/compte/login/", {"login": person.email, "password": PASSWORD})
    assert response.status_code == 302, response.content.decode()
    return client


def follow_module(client: Client, taught: Taught) -> str:
    """Register from the module's page; the address of the path."""
    return str(client.post(f"/modules/{taught.module.pk}/suivre/")["Location"])


def take_lesson(client: Client, address: str) -> None:
    assert client.post(address, {"ecran": "1"}).status_code == 302


def take_quiz(client: Client, address: str) -> None:
    """Begin, then answer each question right."""
    client.post(address, {"action": "commencer"})
    for number in range(1, QUESTIONS + 1):
        assert client.get(f"{address}?question={number}").status_code == 200
        assert client.post(address, {"question": str(number), "reponse": RIGHT}).status_code == 302


def read(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    return str(response.content.decode())


def read_rows(client: Client, address: str) -> list[dict[str, Any]]:
    content = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content), delimiter=";"))


@pytest.fixture
def taught(tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


@pytest.fixture
def employers() -> list[Employer]:
    return [make_employer("Maison des Tilleuls"), make_employer("Service Passages")]


def invite_many(convention: Convention, taught: Taught, employers: list[Employer], number: int) -> None:
    """Colleagues of two employers; one in two has already finished, on the real road."""
    month = timezone.now() - timedelta(days=30)
    for index in range(number):
        colleague = make_person(f"Collègue {index}")
        hire(colleague, employers[index % 2].team)
        invite(convention, colleague, taught.edition.module_key, timezone.localdate(month))
        if index % 4 < 2:
            finish(follow(colleague, taught.edition, month), at=month + timedelta(days=1))


def test_an_answer_travels_from_the_learners_page_to_the_funders_row(taught: Taught, employers: list[Employer]) -> None:
    funder = make_funder()
    convention = Convention.objects.create(
        funder=funder,
        number="2026-007",
        title="Former les équipes",
        starts_on=timezone.localdate() - timedelta(days=60),
        ends_on=timezone.localdate() + timedelta(days=60),
        territories=["59"],
    )
    ConventionModule.objects.create(convention=convention, module_key=taught.edition.module_key)
    invite_many(convention, taught, employers, 27)

    # Nadège signs in, finds the module, takes it to its end.
    nadege = make_person("Nadège Osmont")
    hire(nadege, employers[0].team)
    invite(convention, nadege, taught.edition.module_key, timezone.localdate())
    learner = sign_in(nadege)
    assert "Prendre la mesure" in read(learner, "/modules/")
    path = follow_module(learner, taught)
    assert "Continuer" in read(learner, "/mon-parcours/")
    take_lesson(learner, f"{path}lire/")
    take_quiz(learner, f"{path}test/")
    assert read(learner, f"{path}pratique/").count("Commencer") >= 1
    take_quiz(learner, f"{path}pratique/")

    # What she learnt, why, and the paper that says so.
    end = read(learner, f"{path}bilan/")
    assert "Niveau 3, en autonomie" in end
    assert "Jamais formé" in end
    assert "Prendre la mesure" in read(learner, f"{path}attestation/")
    learner.post(f"{path}attestation/")
    attestation = Attestation.objects.get(registration__learner=nadege)
    assert "Nadège Osmont" in read(Client(), f"/verifier/{attestation.code}/")

    # Her employer reads levels, on the screen and in the file alike; no answer, no score.
    hr = sign_in(make_person("Paul Vasseur", Role.HR, employers[0].root))
    matrix = read(hr, "/equipe/competences/")
    assert "Osmont" in matrix
    assert "Jamais évaluée" in matrix
    rows = read_rows(hr, "/equipe/competences/tableau.csv")
    hers = next(row for row in rows if "Osmont" in " ".join(str(value) for value in row.values()))
    assert "Acquise" in hers.values()

    # The other employer does not know her.
    other = sign_in(make_person("Lise Ailleurs", Role.HR, employers[1].root))
    assert "Osmont" not in read(other, "/equipe/competences/")

    # The funder reads a total in which she counts, and nobody.
    edition = publish(convention, timezone.localdate() - timedelta(days=1))
    page = read(sign_in(make_person("Marc Delattre", Role.FUNDER, funder)), f"/conventions/{convention.pk}/")
    assert str(edition.pk) in page
    assert "Osmont" not in page
    assert "27" in page  # invited as of yesterday: the twenty-seven, she was invited today

    # Everything above is a view of statements.
    assert Registration.objects.get(learner=nadege).completed_at is not None
    assert Evidence.objects.filter(actor=nadege.actor_uuid).count() == 2 * QUESTIONS
    assert Level.objects.filter(actor=nadege.actor_uuid, level=3).count() == QUESTIONS
    assert Statement.objects.count() > 100
    assert rebuild().changes == 0


def test_the_funders_total_moves_with_the_answers(taught: Taught, employers: list[Employer]) -> None:
    """The number of those who completed is the number of those who did, counted from the road."""
    convention = Convention.objects.create(
        funder=make_funder(),
        number="2026-008",
        title="Former les équipes",
        starts_on=timezone.localdate() - timedelta(days=60),
        ends_on=timezone.localdate() + timedelta(days=60),
        territories=["59"],
    )
    ConventionModule.objects.create(convention=convention, module_key=taught.edition.module_key)
    invite_many(convention, taught, employers, 28)
    count_own_registrations(convention)
    publish(convention)
    funder = sign_in(make_person("Marc Delattre", Role.FUNDER, convention.funder))
    lines = funder.get(f"/conventions/{convention.pk}/donnees.csv").content.decode("utf-8-sig")
    done = Registration.objects.filter(completed_at__isnull=False).count()
    assert done == 14
    assert any(str(done) in line.split(";") for line in lines.splitlines())
    assert any("28" in line.split(";") for line in lines.splitlines())


def test_a_quiz_page_asks_a_constant_number_of_queries(taught: Taught, django_assert_max_num_queries: Any) -> None:
    learner = sign_in(make_person("Nadège Osmont"))
    path = follow_module(learner, taught)
    learner.post(f"{path}pratique/", {"action": "commencer"})
    for address in (f"{path}pratique/?question=1", path, f"{path}lire/"):
        learner.get(address)  # what each process keeps (content types, site) is read once
        with django_assert_max_num_queries(14):
            learner.get(address)
