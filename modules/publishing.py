"""Publishing an edition: every live activity and its questions copied, in one transaction."""

import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from competencies.models import CFItem
from modules.activities.quiz.models import QuizPage
from modules.loading.schema import Quiz
from modules.models import Activity, Edition, EditionActivity, EditionQuestion, Module, Question
from modules.models.question import QuestionStatus


class ModuleNotReady(Exception):  # noqa: N818 (the name says what happened)
    """What blocks the edition, one sentence a fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Copy:
    """A module as it stands: frozen activities and questions, in order, with their rows."""

    activities: list[tuple[Activity, Any]]
    questions: list[tuple[Question, Any]]

    def digest(self) -> str:
        return digest_of([content for _row, content in [*self.activities, *self.questions]])


def digest_of(content: Any) -> str:
    """SHA-256 of the content in canonical JSON: no database key, no date, no lock enters it."""
    canonical = msgspec.json.encode(msgspec.to_builtins(content), order="sorted")
    return hashlib.sha256(canonical).hexdigest()


def copy_module(module: Module) -> Copy:
    """Freeze the live activities and the questions their quizzes ask."""
    activities = [(page, page.freeze()) for page in module.activities().specific()]
    quizzes = [page.pk for page, content in activities if isinstance(content, Quiz)]
    asked = Question.objects.filter(quiz_questions__quiz__in=QuizPage.objects.filter(pk__in=quizzes)).distinct()
    questions = [(question, question.freeze()) for question in asked.select_related("cfitem").order_by("key")]
    return Copy(activities, questions)


def find_faults(copy: Copy) -> list[str]:
    """What forbids an edition."""
    faults = []
    if not copy.activities:
        faults.append(_("The module has no published activity."))
    for page, content in copy.activities:
        if isinstance(content, Quiz) and not (content.questions or content.form_a):
            faults.append(_("“%(title)s” asks no question.") % {"title": page.title})
    faults += [
        _("The question “%(stem)s” is archived.") % {"stem": question.stem[:60]}
        for question, _content in copy.questions
        if question.status == QuestionStatus.ARCHIVED
    ]
    return faults


@transaction.atomic
def publish_edition(module: Module, publisher: Any = None) -> Edition:
    """A new edition, or the latest one when nothing has changed since.

    The race: two authors publish at once. The module's row is locked first; the constraint has the last word.
    Raises ModuleNotReady with what to mend.
    """
    locked = Module.objects.select_for_update(of=("self",)).get(pk=module.pk)
    copy = copy_module(locked)
    if faults := find_faults(copy):
        raise ModuleNotReady(faults)
    latest = locked.editions.newest_first().first()
    if latest is not None and latest.digest == copy.digest():
        return latest
    edition = _create_edition(locked, copy, (latest.number if latest else 0) + 1, publisher)
    _create_copies(edition, copy)
    return edition


def _create_edition(module: Module, copy: Copy, number: int, publisher: Any) -> Edition:
    return Edition.objects.create(
        module=module,
        module_key=module.translation_key,
        number=number,
        title=module.title,
        planned_minutes=sum(page.planned_minutes for page, _content in copy.activities),
        competencies=_competencies(module, copy),
        outcomes=[outcome.sentence for outcome in module.outcomes.all()],
        institute=module.get_parent().title,
        digest=copy.digest(),
        published_at=timezone.now(),
        published_by=publisher,
    )


def _competencies(module: Module, copy: Copy) -> list[dict[str, Any]]:
    """Those the module announces and any other that an activity or question measures, by code."""
    announced = set(module.alignments.values_list("cfitem__human_coding_scheme", flat=True))
    used = {code for _page, content in copy.activities for code in content.competencies}
    asked = {content.competency for _question, content in copy.questions}
    items = (
        CFItem.objects.competencies()
        .filter(human_coding_scheme__in=announced | used | asked)
        .order_by("human_coding_scheme")
    )
    return [
        {
            "code": item.human_coding_scheme,
            "identifier": str(item.identifier),
            "statement": item.full_statement,
            "announced": item.human_coding_scheme in announced,
        }
        for item in items
    ]


def _create_copies(edition: Edition, copy: Copy) -> None:
    EditionActivity.objects.bulk_create(
        EditionActivity(
            edition=edition,
            position=position,
            key=page.translation_key,
            slug=page.slug,
            kind=type(content).__struct_config__.tag,
            title=page.title,
            planned_minutes=page.planned_minutes,
            content=msgspec.to_builtins(content),
            digest=digest_of(content),
        )
        for position, (page, content) in enumerate(copy.activities)
    )
    EditionQuestion.objects.bulk_create(
        EditionQuestion(
            edition=edition,
            uid=question.uid,
            key=content.key,
            cfitem_identifier=question.cfitem.identifier,
            content=msgspec.to_builtins(content),
            digest=digest_of(content),
        )
        for question, content in copy.questions
    )
