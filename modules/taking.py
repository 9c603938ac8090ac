"""What a learner's page stands on: her registration, the frozen activity, its neighbours. Found for her, or 404."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import UUIDField
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from competencies.days import write_day
from competencies.prepared import Prepared
from modules.answering import AttemptsExhausted, next_pass_on
from modules.easy_words import easier, readers_of
from modules.frozen import activities_of, questions_of
from modules.loading.schema import EasyReader
from modules.models import ActivityProgress, Attempt, EditionActivity, EditionQuestion, Registration


@dataclass(frozen=True)
class Step:
    """One activity in the path of a registration."""

    activity: EditionActivity
    progress: ActivityProgress | None
    address: str

    @property
    def is_done(self) -> bool:
        return self.progress is not None and self.progress.completed_at is not None

    @property
    def is_begun(self) -> bool:
        return self.progress is not None and not self.is_done


@dataclass(frozen=True)
class Taken:
    """An activity being taken by its learner."""

    registration: Registration
    steps: list[Step]
    index: int

    @property
    def activity(self) -> EditionActivity:
        return self.steps[self.index].activity

    @property
    def content(self) -> Any:
        """As its learner reads it; what is graded is read from the activity itself."""
        return self.activity.in_easy_words if self.registration.reads_easy else self.activity.thawed

    @property
    def reads_easy(self) -> bool:
        return self.registration.reads_easy

    @property
    def has_easy_words(self) -> bool:
        return bool(self.activity.easy_words)

    @property
    def easy_readers(self) -> list[EasyReader]:
        """Who read its easier words, as they agreed to be named."""
        return readers_of(self.activity.thawed)

    def shown(self, question: EditionQuestion) -> Any:
        """A question as its learner reads it."""
        return easier(question.thawed, self.activity.easy_words) if self.reads_easy else question.thawed

    @property
    def address(self) -> str:
        return self.steps[self.index].address

    @property
    def number(self) -> int:
        return self.index + 1

    @property
    def next_address(self) -> str:
        """The next activity not done yet, after this one first; the end page when all are."""
        waiting = [step for step in self.steps[self.index + 1 :] + self.steps[: self.index] if not step.is_done]
        return waiting[0].address if waiting else reverse("modules:end", args=[self.registration.pk])

    def attempts(self) -> list[Attempt]:
        """This learner's attempts at this activity, in this edition or the one it corrects, oldest first."""
        attempts = list(_attempts(registration=self.registration.pk, activity=self.activity.key))
        for attempt in attempts:  # already read: neither is asked of the database again
            attempt.registration = self.registration
            if attempt.activity_id == self.activity.pk:
                attempt.activity = self.activity
        return attempts

    def questions(self) -> dict[str, EditionQuestion]:
        """The frozen questions of the edition, by key."""
        return questions_of(self.registration.edition)


_attempts = Prepared(
    lambda registration, activity: (
        Attempt.objects.filter(registration=registration, activity__key=activity)
        .order_by("number")
        .prefetch_related("answers")
    ),
    registration=UUIDField(),
    activity=UUIDField(),
)


def speaking(registration: Registration) -> AbstractContextManager[None]:
    """While it lasts, the interface has the language of the edition: one page, one language."""
    return translation.override(registration.edition.language)


def find_registration(learner: Any, registration_id: UUID) -> Registration:
    """Hers, or 404: nobody learns that someone else's exists."""
    found = next(iter(_mine(learner=learner.pk, registration=registration_id)), None)
    if found is None:
        raise Http404
    return found


_mine = Prepared(
    lambda learner, registration: (
        Registration.objects.of(learner).filter(pk=registration).with_edition().select_related("learner").order_by()
    ),
    learner=UUIDField(),
    registration=UUIDField(),
)
_progress = Prepared(
    lambda registration: ActivityProgress.objects.filter(registration=registration).order_by(),
    registration=UUIDField(),
)


def progress_of(registration: Registration) -> Sequence[ActivityProgress]:
    """How far in each activity: what whoever read the registration read with it, else one query."""
    known = registration.known_progress
    return list(_progress(registration=registration.pk)) if known is None else known


def steps_of(registration: Registration) -> list[Step]:
    """The activities of the pinned edition in order, each with its progress: one query."""
    progress = {row.activity_key: row for row in progress_of(registration)}
    return [
        Step(activity, progress.get(activity.key), reverse("modules:activity", args=[registration.pk, activity.slug]))
        for activity in activities_of(registration.edition)
    ]


def find_taken(learner: Any, registration_id: UUID, slug: str) -> Taken:
    """The activity of this edition with that slug, taken by this learner; 404 otherwise."""
    registration = find_registration(learner, registration_id)
    steps = steps_of(registration)
    for index, step in enumerate(steps):
        if step.activity.slug == slug:
            return Taken(registration, steps, index)
    raise Http404


SWITCH = "lecture"
"""Name of the two buttons of « Lire autrement »: they send whatever form is being filled, and nothing of it is kept."""
EASY, STANDARD = "facile", "ordinaire"


def is_switching(request: HttpRequest) -> bool:
    """Whether this form only asks for other words: it comes back as it was filled, and records nothing."""
    return request.method == "POST" and request.POST.get(SWITCH) in {EASY, STANDARD}


def switch_reading(request: HttpRequest, registration: Registration) -> None:
    """Keep the words a learner asks for, on every device: a column of its own, so an answer at once loses nothing."""
    registration.reads_easy = request.POST.get(SWITCH) == EASY
    Registration.objects.filter(pk=registration.pk).update(reads_easy=registration.reads_easy)


def next_step(steps: list[Step]) -> Step | None:
    """Where « Continuer » leads: the activity begun, else the first not done; None when all are done."""
    begun = [step for step in steps if step.is_begun]
    waiting = [step for step in steps if not step.is_done]
    return next(iter(begun or waiting), None)


def say_exhausted(request: HttpRequest, exhausted: AttemptsExhausted) -> None:
    """Tell the learner when a new graded pass opens."""
    words = _("You have taken this three times in thirty days. A new try opens on %(moment)s; your results stay here.")
    messages.warning(request, words % {"moment": say_moment(exhausted.again_on)})


def say_moment(moment: datetime) -> str:
    """The day and the hour where the learner is, never earlier than the moment itself."""
    local = timezone.localtime(moment)
    if local.second or local.microsecond:
        local = local.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return _("%(day)s at %(time)s") % {"day": write_day(local), "time": date_format(local, "TIME_FORMAT")}


def said_again_on(attempts: Sequence[Attempt]) -> str:
    """When a new graded pass opens, in words; empty when one may be taken now."""
    finished = [attempt.finished_at for attempt in attempts if attempt.finished_at]
    again_on = next_pass_on(finished, timezone.now())
    return say_moment(again_on) if again_on else ""
