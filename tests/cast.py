"""The small cast of the tests: people, an employer, an institute and its tiny module, taken on the real road.

Builders write through the deeds of the code: whatever they leave in the database could have been left by people.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.text import slugify

from lms.agenda.enrolling import open_half_day
from lms.agenda.models import HalfDay
from lms.people.models import InstitutePlace, Organisation, OrganisationKind, Post, RoleAssignment, StructureType, User
from lms.people.rights import Role
from modules.activities.quiz.answering import answer_question, start_quiz
from modules.activities.quiz.scoring import keys_of
from modules.answering import close_attempt, register, start_attempt
from modules.loading.loader import InstituteFile, collection_of, load_institute, load_module
from modules.loading.schema import SingleChoice
from modules.models import Edition, EditionActivity, InstitutePage, Module, Registration
from modules.outcome import Outcome

PASSWORD = "une-phrase-assez-longue"
SIRETS = {"Institut des Passerelles": "99999900600003"}  # nobody's: only its check digits are right


def make_person(
    name: str = "Nadège Osmont", role: Role | None = Role.LEARNER, node: Organisation | None = None
) -> User:
    """Someone with a role (over a node when the role needs one); `None` for someone who plays no role yet."""
    first, _space, last = name.partition(" ")
    email = f"{slugify(first)}.{slugify(last)}@structure.example"
    person = User.objects.create_user(email, PASSWORD, first_name=first, last_name=last)
    if role is not None:
        give_role(person, role, node)
    return person


def give_role(person: User, role: Role, node: Organisation | None = None) -> RoleAssignment:
    return RoleAssignment.objects.create(person=person, role=role.value, node=node)


@dataclass(frozen=True)
class Employer:
    """An employer with one site and one team."""

    root: Organisation
    site: Organisation
    team: Organisation


def make_employer(name: str = "Maison des Tilleuls", structure_type: str = StructureType.HOSTING) -> Employer:
    root = Organisation.add_root(
        kind=OrganisationKind.EMPLOYER,
        name=name,
        structure_type=structure_type,
        commune_code="59350",
        commune_name="Lille",
    )
    site = root.add_branch(OrganisationKind.SITE, f"{name}, site")
    return Employer(root, site, site.add_branch(OrganisationKind.TEAM, f"{name}, équipe"))


def hire(person: User, team: Organisation, profession: str = "ass", started_on: date = date(2025, 1, 6)) -> Post:
    return Post.objects.create(person=person, team=team, profession=profession, started_on=started_on)


def make_institute(name: str = "Institut des Passerelles") -> Organisation:
    return Organisation.add_root(kind=OrganisationKind.INSTITUTE, name=name, siret=SIRETS.get(name, ""))


def make_funder(name: str = "Fonds des Beffrois") -> Organisation:
    return Organisation.add_root(kind=OrganisationKind.FUNDER, name=name)


@dataclass(frozen=True)
class Taught:
    """An institute, its page, its module and the edition open to all."""

    institute: Organisation
    page: InstitutePage
    module: Module
    edition: Edition


def make_institute_with_module(
    folder: Path,
    name: str = "Institut des Passerelles",
    key: str = "prendre-la-mesure",
    title: str = "Prendre la mesure",
) -> Taught:
    """A module of three short activities (a lesson, a test, a practice) on A1.1, A1.2 and A2.1.

    The test (posttest) and the practice (applied) ask one question a competency; the first option is right.
    """
    slug = name.lower().replace(" ", "-")
    page = load_institute(InstituteFile(slug, name, "Un institut inventé.", "Le secrétariat répond sous deux jours."))
    institute = Organisation.objects.filter(name=name).first() or make_institute(name)
    InstitutePlace.objects.get_or_create(
        organisation=institute, defaults={"page": page, "collection": collection_of(page)}
    )
    loaded = load_module(write_module(folder / key, key, title), page)
    return Taught(institute, page, loaded.module, loaded.edition)


def write_module(folder: Path, key: str, title: str) -> Path:
    """The YAML files of the tiny module, as an author would write them."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "module.yaml": MODULE.format(key=key, title=title),
        "questions.yaml": "questions:\n" + "".join(_questions("test")) + "".join(_questions("pratique")),
        "01-lire.yaml": LESSON,
        "02-test.yaml": QUIZ.format(key="test", title="Faire le point", mode="posttest", keys=_keys("test")),
        "03-pratique.yaml": QUIZ.format(
            key="pratique", title="S’exercer sur un cas", mode="applied", keys=_keys("pratique")
        ),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


CODES = ("A1.1", "A1.2", "A2.1")

MODULE = """\
key: {key}
title: {title}
summary: Un module de trois activités, pour les essais.
audience: Les personnes qui accompagnent.
prerequisites: Aucun.
objectives: [A1, A2]
competencies: [A1.1, A1.2, A2.1]
gaps: [E01]
outcomes:
  - décrivez une situation numérique par des faits
  - citez un chiffre avec sa base
methods: Une leçon, un test, un cas.
assessment: Un test et une pratique.
accessibility: Au clavier, sans script.
access: Tout de suite.
price: Gratuit.
"""

LESSON = """\
kind: lesson
key: lire
title: Lire avant d’agir
minutes: 10
purpose: Poser les mots.
competencies: [A1.1]
screens:
  - title: Quatre dimensions
    text: Équipement, connexion, savoir-faire, confiance et entourage.
"""

QUIZ = """\
kind: quiz
key: {key}
title: {title}
minutes: 15
purpose: Voir où l’on en est.
mode: {mode}
competencies: [A1.1, A1.2, A2.1]
questions: [{keys}]
"""

QUESTION = """\
  - kind: single
    key: {key}
    competency: {code}
    stem: Que faites-vous d’abord ?
    options:
      - {{text: "Je décris des faits.", right: true, feedback: "Oui, des faits."}}
      - {{text: "Je devine.", feedback: "À revoir : rien ne le dit."}}
"""


def _keys(prefix: str) -> str:
    return ", ".join(f"{prefix}-{code.lower().replace('.', '-')}" for code in CODES)


def _questions(prefix: str) -> Iterator[str]:
    for key, code in zip(_keys(prefix).split(", "), CODES, strict=True):
        yield QUESTION.format(key=key, code=code)


def follow(learner: User, edition: Edition, at: datetime | None = None) -> Registration:
    """Registered at that moment, two hours ago by default: there is time to have finished since."""
    return register(learner, edition, at or timezone.now() - timedelta(hours=2))


def take(
    registration: Registration, activity: EditionActivity, *, right: bool = True, at: datetime | None = None
) -> None:
    """Take one activity to its end, every answer right or every one wrong."""
    at = at or timezone.now()
    if activity.kind != "quiz":
        close_attempt(start_attempt(registration, activity, at=at), Outcome(), at)
        return
    attempt = start_quiz(registration, activity, at)
    questions = {row.key: row for row in registration.edition.questions.all()}
    for key in keys_of(activity.thawed, attempt.form):
        answer_question(attempt, questions, key, _choose(questions[key].thawed, right), at)


def _choose(question: object, right: bool) -> int:
    assert isinstance(question, SingleChoice)
    return next(index for index, option in enumerate(question.options) if option.right == right)


def finish(registration: Registration, *, right: bool = True, at: datetime | None = None) -> Registration:
    """Take every activity, a quarter of an hour apart, the last at `at` (now by default). Read again."""
    at = at or timezone.now()
    activities = list(registration.edition.activities.all())
    for left, activity in zip(reversed(range(len(activities))), activities, strict=True):
        take(registration, activity, right=right, at=at - left * timedelta(minutes=15))
    return Registration.objects.get(pk=registration.pk)


def make_half_day(taught: Taught, *registrations: Registration, trainer: User | None = None, on: date) -> HalfDay:
    """A group of the tiny module with these people, and its trainer."""
    return open_half_day(taught.institute, taught.edition, registrations, on=on, trainers=[trainer] if trainer else [])
