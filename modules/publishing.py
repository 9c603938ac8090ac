"""Publishing an edition: every live activity and its questions copied, in one transaction."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.figures import is_known
from competencies.models import CFItem
from modules.checking import Sheet, find_blockers
from modules.citing import numbers_shown
from modules.comparing import Snapshot, compare
from modules.loading.schema import ActivityFile, QuestionEntry
from modules.media.keeping import keep_media
from modules.models import Activity, Edition, EditionActivity, EditionQuestion, Module, Question
from modules.models.question import ASKED
from modules.questions.checking import find_question_faults
from modules.tasks import write_handouts

UNREADABLE = (msgspec.DecodeError, msgspec.ValidationError, TypeError)


class ModuleNotReady(Exception):  # noqa: N818 (the name says what happened)
    """What blocks the edition, one sentence a fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class NotMinor(ModuleNotReady):
    """Why this cannot be a minor edition, one sentence a reason."""


class ChangedMeanwhile(Exception):  # noqa: N818 (the name says what happened)
    """The module is no longer what the person read before confirming."""


@dataclass(frozen=True)
class Copy:
    """A module as it stands: frozen activities and questions, in order, with their rows."""

    activities: list[tuple[Activity, Any]]
    questions: list[tuple[Question, Any]]
    unreadable: dict[str, str] = field(default_factory=dict)
    """Title of an activity that cannot be frozen, and why."""

    def digest(self) -> str:
        return digest_of([content for _row, content in [*self.activities, *self.questions]])


def digest_of(content: Any) -> str:
    """SHA-256 of the content in canonical JSON: no database key, no date, no lock enters it."""
    canonical = msgspec.json.encode(msgspec.to_builtins(content), order="sorted")
    return hashlib.sha256(canonical).hexdigest()


def copy_module(module: Module) -> Copy:
    """Freeze the live activities and the questions they ask."""
    return copy_pages(module.activities().specific())


def copy_drafts(module: Module) -> Copy:
    """Freeze what the author last saved, live or not: what the studio's checks speak of."""
    pages = Activity.objects.child_of(module).order_by("path").specific()
    return copy_pages(page.get_latest_revision_as_object() if page.has_unpublished_changes else page for page in pages)


def copy_pages(pages: Iterable[Activity]) -> Copy:
    """Freeze these activities in their order, and the questions they ask."""
    activities: list[tuple[Activity, Any]] = []
    asked: set[int] = set()
    unreadable: dict[str, str] = {}
    for page in pages:
        try:
            activities.append((page, check_thaws(page.freeze(), ActivityFile)))
        except UNREADABLE as error:
            unreadable[page.title] = say_unreadable(error)
            continue
        asked |= page.asked_questions()
    rows = Question.objects.filter(pk__in=asked).select_related("cfitem").order_by("key")
    questions: list[tuple[Question, Any]] = []
    for question in rows:
        try:
            questions.append((question, check_thaws(question.freeze(), QuestionEntry)))
        except UNREADABLE as error:
            unreadable[question.stem[:60]] = say_unreadable(error)
    return Copy(activities, questions, unreadable)


def check_thaws(frozen: Any, shape: Any) -> Any:
    """The same; raises msgspec.ValidationError when a learner's page could not read it back."""
    msgspec.convert(msgspec.to_builtins(frozen), shape)
    return frozen


def say_unreadable(error: Exception) -> str:
    """Where to look, in French when the content is readable and incomplete; else what the reader of the script says."""
    place = re.search(r"`\$\.?([^`]+)`", str(error))
    return _("to complete or correct: %(place)s") % {"place": place[1]} if place else str(error)


def sheet_of(module: Module, copy: Copy) -> Sheet:
    """The module about to be published, as the checks see it."""
    pages = [page for page, _content in copy.activities]
    return Sheet(
        outcomes=[outcome.sentence for outcome in module.outcomes.all()],
        competencies=codes_of(module),
        activities=[content for _page, content in copy.activities],
        questions=[content for _question, content in copy.questions],
        question_faults=[
            fault for question, content in copy.questions for fault in faults_of_question(question, content)
        ],
        foreign=stems_foreign(module, [question for question, _content in copy.questions]),
        unknown=keys_unknown([content for _row, content in [*copy.activities, *copy.questions]]),
        unreadable=copy.unreadable,
        unpublished=[page.title for page in pages if page.has_unpublished_changes],
    )


def keys_unknown(contents: Iterable[Any]) -> list[str]:
    """Of the cells and claims that a learner would be shown, those that the survey does not have."""
    keys = (key for content in contents for _place, key in numbers_shown(content))
    return [key for key in dict.fromkeys(keys) if not is_known(key)]


def codes_of(module: Module) -> list[str]:
    """Codes of the competencies the module announces, in their order."""
    return [row.cfitem.human_coding_scheme for row in module.alignments.select_related("cfitem")]


def stems_foreign(module: Module, questions: list[Question]) -> list[str]:
    """Of the questions asked, those of another institute's bank."""
    if not questions:
        return []
    own = module.institute.own_collection.path
    asked = Question.objects.non_polymorphic().filter(pk__in=[question.pk for question in questions])
    return list(asked.exclude(collection__path__startswith=own).order_by("key").values_list("stem", flat=True))


def snapshot_of(copy: Copy) -> Snapshot:
    return Snapshot(
        {page.translation_key: content for page, content in copy.activities},
        {question.uid: content for question, content in copy.questions},
    )


def snapshot_of_edition(edition: Edition) -> Snapshot:
    return Snapshot(
        {row.key: row.as_written for row in edition.activities.all()},
        {row.uid: row.as_written for row in edition.questions.all()},
    )


def faults_of_question(question: Question, content: Any) -> list[str]:
    """Why the question cannot be asked, one sentence each."""
    stem = question.stem[:60]
    if question.status not in ASKED:
        status = question.get_status_display().lower()
        return [_("The question “%(stem)s” cannot be asked: %(status)s.") % {"stem": stem, "status": status}]
    faults = find_question_faults(content)
    return [_("The question “%(stem)s”: %(fault)s") % {"stem": stem, "fault": fault} for fault in faults]


@transaction.atomic
def publish_edition(module: Module, publisher: Any = None, *, minor: bool = False, seen: str = "") -> Edition:
    """A new edition (`minor`: of the same number), or the latest one when nothing has changed since.

    `seen` is the digest of what a person read before confirming; what has changed since is not published unread.
    The race: two authors publish at once. The module's row is locked first; the constraint has the last word.
    Raises ModuleNotReady with what to mend, NotMinor with why, ChangedMeanwhile.
    """
    locked = Module.objects.select_for_update(of=("self",)).get(pk=module.pk)
    copy = copy_module(locked)
    if seen and seen != copy.digest():
        raise ChangedMeanwhile
    if blockers := find_blockers(sheet_of(locked, copy)):
        raise ModuleNotReady([finding.words for finding in blockers])
    latest = locked.editions.newest_first().first()
    if latest is not None and latest.digest == copy.digest():
        return latest
    edition = _create_edition(locked, copy, _next_number(latest, copy, minor=minor), publisher)
    _create_copies(edition, copy)
    for page, _content in copy.activities:
        keep_media(page.media())
    for workshop in edition.activities.filter(kind="workshop"):
        transaction.on_commit(partial(write_handouts.delay, workshop.pk))
    return edition


def _next_number(latest: Edition | None, copy: Copy, *, minor: bool) -> tuple[int, int]:
    """(number, minor) of the edition to be. Raises NotMinor."""
    if not minor:
        return (latest.number if latest else 0) + 1, 0
    if latest is None:
        raise NotMinor([_("There is no earlier edition to correct.")])
    difference = compare(snapshot_of_edition(latest), snapshot_of(copy))
    if not difference.may_be_minor:
        raise NotMinor(difference.reasons)
    return latest.number, latest.minor + 1


def _create_edition(module: Module, copy: Copy, number: tuple[int, int], publisher: Any) -> Edition:
    return Edition.objects.create(
        module=module,
        module_key=module.translation_key,
        number=number[0],
        minor=number[1],
        title=module.title,
        language=module.locale.language_code,
        planned_minutes=sum(page.planned_minutes for page, _content in copy.activities),
        competencies=_competencies(module, copy),
        outcomes=[outcome.sentence for outcome in module.outcomes.all()],
        institute=module.institute.title,
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
            question=question,
            uid=question.uid,
            key=content.key,
            cfitem_identifier=question.cfitem.identifier,
            content=msgspec.to_builtins(content),
            digest=digest_of(content),
        )
        for question, content in copy.questions
    )
