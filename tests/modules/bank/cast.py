"""Two institutes, each with its author and its bank of one question a kind."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from wagtail.models import Locale

from cms.seeding import seed_site
from competencies.models import CFItem
from lms.people.models import User
from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from modules.activities.quiz.models import QuizPage
from modules.loading.schema import QuestionEntry
from modules.models import Question, QuestionStatus
from modules.models.question_kinds import QUESTION_KINDS
from tests.cast import Taught, make_institute_with_module, make_person
from tests.modules.question_examples import EXAMPLES


@dataclass(frozen=True)
class Studio:
    taught: Taught
    author: User
    bank: dict[str, Question]

    @property
    def collection(self) -> Any:
        return self.taught.institute.place.collection

    @property
    def quiz(self) -> QuizPage:
        return QuizPage.objects.child_of(self.taught.module).get(slug="pratique")


def open_studio(folder: Path, name: str = "Institut des Passerelles", key: str = "prendre-la-mesure") -> Studio:
    """An institute whose bank holds its module's questions and one of each kind."""
    seed_site()
    taught = make_institute_with_module(folder, name, key)
    author = make_person(f"Autrice {name.rsplit(maxsplit=1)[-1]}", Role.AUTHOR, taught.institute)
    sync_rights()
    collection = taught.institute.place.collection
    bank = {entry.key: add_question(entry, collection) for entry in EXAMPLES}
    return Studio(taught, User.objects.get(pk=author.pk), bank)


def add_question(
    entry: QuestionEntry, collection: Any, status: QuestionStatus = QuestionStatus.ACTIVE, **changes: Any
) -> Any:
    entry = msgspec.structs.replace(entry, **changes)
    question: Any = QUESTION_KINDS[type(entry)](
        collection=collection,
        key=entry.key,
        status=status,
        locale=Locale.get_default(),
        cfitem=CFItem.objects.coded(entry.competency).get(),
    )
    question.fill(entry)
    question.save()
    return question
