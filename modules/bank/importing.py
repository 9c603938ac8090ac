"""Bringing the questions of a file into a bank: told before anything is written, then written whole or not at all."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale

from competencies.models import CFItem
from modules.exchange.gift import read_gift
from modules.exchange.moodle_xml import read_moodle_xml
from modules.exchange.reading import Entry, FileRefused, Parser, Reading, Remark
from modules.models import Question, QuestionStatus
from modules.models.question_kinds import QUESTION_KINDS

PARSERS: dict[str, Parser] = {"gift": read_gift, "moodle": read_moodle_xml}


@dataclass(frozen=True)
class Plan:
    """What an import would do: create, leave out, refuse."""

    created: list[Entry]
    dropped: list[Remark]
    errors: list[Remark]

    @property
    def is_ready(self) -> bool:
        """A file with an error creates nothing: it is mended first."""
        return bool(self.created) and not self.errors


def plan_import(text: str, file_format: str, competency: str, collection: Any) -> Plan:
    """Raises FileRefused when the whole file cannot be read."""
    reading = PARSERS[file_format](text, competency)
    taken = set(Question.objects.non_polymorphic().filter(collection=collection).values_list("key", flat=True))
    known = set(CFItem.objects.competencies().values_list("human_coding_scheme", flat=True))
    return _sort(reading, taken, known)


def _sort(reading: Reading, taken: set[str], known: set[str]) -> Plan:
    plan = Plan([], list(reading.dropped), list(reading.errors))
    for entry in reading.entries:
        about = entry.question.stem[:60]
        if entry.question.key in taken:
            words = _("The key “%(key)s” is already in this bank: that question is left as it is.")
            plan.dropped.append(Remark(entry.line, about, words % {"key": entry.question.key}))
        elif entry.question.competency not in known:
            words = _("The competency %(code)s is not in the framework.")
            plan.errors.append(Remark(entry.line, about, words % {"code": entry.question.competency}))
        else:
            plan.created.append(entry)
    return plan


@transaction.atomic
def import_questions(plan: Plan, collection: Any) -> int:
    """Every question of the plan, as a draft; how many. Raises FileRefused when there is nothing that can be written.

    The race: someone adds a question with one of these keys meanwhile. The constraint says no, and nothing is kept.
    """
    if not plan.is_ready:
        raise FileRefused(_("Nothing was imported: correct the lines below, then check again."))
    items = {item.human_coding_scheme: item for item in CFItem.objects.competencies()}
    try:
        for entry in plan.created:
            _create(entry, collection, items[entry.question.competency])
    except IntegrityError as error:
        raise FileRefused(_("Someone has just added a question with one of these keys: check again.")) from error
    return len(plan.created)


def _create(entry: Entry, collection: Any, item: CFItem) -> None:
    written: Any = entry.question
    question: Any = QUESTION_KINDS[type(written)](
        collection=collection,
        key=written.key,
        status=QuestionStatus.DRAFT,
        locale=Locale.get_default(),
        cfitem=item,
    )
    question.fill(written)
    question.save()
