"""A small house for the tests of the road: an institute, a two-step module written as files, learners."""

from pathlib import Path
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Page

from cms.seeding import seed_site
from competencies.models import CFItem
from lms.people.models import RoleAssignment, User
from lms.people.rights import Role
from modules.loading.loader import InstituteFile, load_institute, load_module
from modules.models import Edition, EditionActivity, Module, Registration

MODULE = """
key: faire-connaissance
title: Faire connaissance
summary: Deux étapes pour essayer la route.
audience: Tout le monde.
prerequisites: Aucun.
objectives: [A1]
competencies: [A1.1, A1.2]
gaps: [E01]
outcomes: ["Vous savez où mène une réponse."]
methods: Une leçon, un quiz.
assessment: Le quiz.
accessibility: Tout se fait au clavier.
access: Tout de suite.
price: Rien.
"""
LESSON = """
kind: lesson
key: une-lecon
title: Une leçon
minutes: 12
purpose: Lire.
competencies: [A1.1]
screens:
  - {title: Premier écran, text: Un texte., figure: T01/total/a-la-place}
  - {title: Second écran, text: Un autre texte.}
"""
QUIZ = """
kind: quiz
key: un-quiz
title: Un quiz
minutes: 20
purpose: Répondre.
mode: posttest
competencies: [A1.1, A1.2]
questions: [a-1, a-2, b-1]
"""
QUESTION = """
  - kind: single
    key: {key}
    competency: {competency}
    stem: Que faites-vous pour {key} ?
    options:
      - {{text: À la place, feedback: Perdu au prochain code., misconception: f08}}
      - {{text: Avec, right: true, feedback: La personne tient l’appareil.}}
"""
RIGHT, WRONG = 1, 0


def write_module(folder: Path) -> Path:
    """The files of the small module."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = [("a-1", "A1.1"), ("a-2", "A1.1"), ("b-1", "A1.2")]
    questions = "questions:" + "".join(QUESTION.format(key=key, competency=code) for key, code in asked)
    files = {"module": MODULE, "01-lecon": LESSON, "02-quiz": QUIZ, "questions": questions}
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def open_module(folder: Path) -> Edition:
    """The small module on the site, published."""
    seed_site()
    institute = load_institute(InstituteFile("institut-essai", "Institut d’essai", "", ""))
    return load_module(write_module(folder), institute).edition


def freeze_bare_edition() -> Edition:
    """The small module as a statement made elsewhere meets it: keys and competencies, nothing to show."""
    module = Page.get_first_root_node().add_child(instance=Module(title="Faire connaissance", slug="bare", summary="-"))
    items = CFItem.objects.filter(human_coding_scheme__in=["A1.1", "A1.2"])
    codes = {item.human_coding_scheme: str(item.identifier) for item in items}
    edition = Edition.objects.create(
        module=module,
        module_key=module.translation_key,
        number=1,
        title=module.title,
        planned_minutes=32,
        competencies=[{"code": code, "identifier": identifier} for code, identifier in codes.items()],
        institute="-",
        digest="-",
        published_at=timezone.now(),
    )
    for position, (slug, kind, minutes) in enumerate([("une-lecon", "lesson", 12), ("un-quiz", "quiz", 20)]):
        edition.activities.create(
            position=position,
            key=uuid4(),
            slug=slug,
            kind=kind,
            title=slug,
            planned_minutes=minutes,
            content={"competencies": sorted(codes)},
            digest="-",
        )
    return edition


def make_learner(first_name: str = "Nadège") -> User:
    learner = User.objects.create_user(
        f"{first_name.lower()}@exemple.example", "une longue phrase", first_name=first_name, last_name="Essai"
    )
    RoleAssignment.objects.create(person=learner, role=Role.LEARNER)
    return learner


def make_registration(edition: Edition, learner: User) -> Registration:
    """Without a statement: for what is not about registering."""
    return Registration.objects.create(learner=learner, edition=edition, registered_at=timezone.now())


def activity_of(edition: Edition, slug: str) -> EditionActivity:
    return edition.activities.get(slug=slug)
