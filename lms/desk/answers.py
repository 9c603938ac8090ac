"""What was answered to a learner and not read yet: by the employer or the institute, whatever was asked."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, PositiveSmallIntegerField, QuerySet, UUIDField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from competencies.prepared import Prepared
from lms.agenda.models import Contest
from lms.people.models import User
from lms.prior.models import PriorLearningRequest
from lms.workforce.models import ValidationRequest

PLACES = {"validation": "workforce:ask_validation", "prior": "prior:send", "contest": "agenda:contest"}
"""Where each answer is read."""


@dataclass(frozen=True)
class Answer:
    kind: str
    cfitem: UUID
    code: str
    who: str
    level: int | None

    @property
    def address(self) -> str:
        return reverse(PLACES[self.kind], args=[self.cfitem])

    @property
    def words(self) -> str:
        return self._sentence() % {"code": self.code, "level": self.level}

    def _sentence(self) -> str:
        if self.kind == "contest":
            return _("%(code)s: what you said of this level has its answer.")
        if self.kind == "validation":
            return _("%(code)s: level %(level)s is validated.")
        if self.level:
            return _("%(code)s: your document is accepted, level %(level)s.")
        return _("%(code)s: your document is not accepted.")


def unread_answers(learner: User) -> list[Answer]:
    """The latest first. One query for the three kinds."""
    return [Answer(*row[:-1]) for row in _unread(learner=learner.pk)]


NO_LEVEL = Value(None, output_field=PositiveSmallIntegerField())


def _rows(kind: str, found: QuerySet[Any], deed: str, level: Any) -> Any:
    """(kind, competency, code, who, level, at), in this order whatever the kind."""
    told = found.order_by().annotate(
        sort=Value(kind),
        code=F("cfitem__human_coding_scheme"),
        who=Concat(f"{deed}_by__first_name", Value(" "), f"{deed}_by__last_name"),
        told_level=level,
        at=F(f"{deed}_at"),
    )
    return told.values_list("sort", "cfitem", "code", "who", "told_level", "at")


def _build_unread(learner: Any) -> QuerySet[Any]:
    rows = _rows("validation", ValidationRequest.objects.unread().filter(learner=learner), "decided", F("level")).union(
        _rows("prior", PriorLearningRequest.objects.of(learner).unread(), "decided", F("level")),
        _rows("contest", Contest.objects.of(learner).unread(), "answered", NO_LEVEL),
        all=True,
    )
    return rows.order_by("-at")


_unread: Prepared[Any] = Prepared(_build_unread, learner=UUIDField())
