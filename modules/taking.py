"""What a learner's page stands on: her registration, the frozen activity, its neighbours. Found for her, or 404."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from modules.answering import AttemptsExhausted
from modules.easy_words import easier
from modules.frozen import activities_of, questions_of
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
        found = Attempt.objects.filter(registration=self.registration, activity__key=self.activity.key)
        attempts = list(found.order_by("number").prefetch_related("answers"))
        for attempt in attempts:  # already read: neither is asked of the database again
            attempt.registration = self.registration
            if attempt.activity_id == self.activity.pk:
                attempt.activity = self.activity
        return attempts

    def questions(self) -> dict[str, EditionQuestion]:
        """The frozen questions of the edition, by key."""
        return questions_of(self.registration.edition)


def speaking(registration: Registration) -> AbstractContextManager[None]:
    """While it lasts, the interface has the language of the edition: one page, one language."""
    return translation.override(registration.edition.language)


def find_registration(learner: Any, registration_id: UUID) -> Registration:
    """Hers, or 404: nobody learns that someone else's exists."""
    mine = Registration.objects.of(learner).with_edition().select_related("learner")
    return get_object_or_404(mine, pk=registration_id)


def steps_of(registration: Registration) -> list[Step]:
    """The activities of the pinned edition in order, each with its progress: one query."""
    progress = {row.activity_key: row for row in registration.progress.all()}
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
    day = date_format(exhausted.again_on, "j F Y")
    words = _("You have taken this three times in thirty days. A new try opens on %(day)s; your results stay here.")
    messages.warning(request, words % {"day": day})
