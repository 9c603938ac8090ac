"""A dated, frozen copy of a module. A registration pins one: an author's later change never moves under a learner."""

from copy import copy
from typing import Any, Self

import msgspec
from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from modules.citing import Numbers, keys_cited, with_numbers
from modules.easy_words import easier, words_of
from modules.loading.schema import ActivityFile, QuestionEntry
from modules.models.module import Module


class EditionQuerySet(models.QuerySet["Edition"]):
    def newest_first(self) -> "EditionQuerySet":
        return self.order_by("-number", "-minor")


class Edition(models.Model):
    module = models.ForeignKey(Module, models.PROTECT, related_name="editions", verbose_name=_("module"))
    module_key = models.UUIDField(_("module's translation key"), db_index=True)
    number = models.PositiveSmallIntegerField(_("number"))
    minor = models.PositiveSmallIntegerField(_("minor"), default=0)
    title = models.CharField(_("title"), max_length=255)
    planned_minutes = models.PositiveSmallIntegerField(_("planned minutes"))
    language = models.CharField(_("language"), max_length=10, default="fr")
    competencies = models.JSONField(_("competencies"), default=list)
    outcomes = models.JSONField(_("outcomes"), default=list)
    institute = models.CharField(_("institute"), max_length=255)
    digest = models.CharField(_("digest"), max_length=64)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["module", "-number", "-minor"]
        constraints = [
            models.UniqueConstraint(
                fields=["module", "number", "minor"],
                name="edition_number_once",
                violation_error_message=_("This edition has just been published by someone else. Read it again."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.label}"

    @property
    def label(self) -> str:
        """What statements carry in context.revision: "1.0"."""
        return f"{self.number}.{self.minor}"


class Citing:
    """A frozen row, whose sentences may cite numbers of the survey."""

    content: Any
    numbers: Numbers | None = None
    """Those that the rows read with this one cite; none when it is read alone."""

    @cached_property
    def cites(self) -> bool:
        return bool(keys_cited(self.content))

    def saying(self, numbers: Numbers) -> Self:
        """A copy that says these numbers: for one reader, while the row itself may be kept by its process."""
        fresh = copy(self)
        fresh.numbers = numbers
        for kept in ("thawed", "in_easy_words", "easy_words"):
            fresh.__dict__.pop(kept, None)
        return fresh


class EditionActivity(Citing, models.Model):
    """One activity as it was: everything a learner is shown, in the shape of its file."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="activities")
    position = models.PositiveSmallIntegerField()
    key = models.UUIDField()
    slug = models.SlugField(max_length=255)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=255)
    planned_minutes = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("activity of an edition")
        verbose_name_plural = _("activities of an edition")
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="edition_activity_position_once"),
            models.UniqueConstraint(fields=["edition", "key"], name="edition_activity_key_once"),
            models.UniqueConstraint(fields=["edition", "slug"], name="edition_activity_slug_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def thawed(self) -> Any:
        """The content as the struct of its kind (`schema.Lesson`, `schema.Quiz` …), its numbers said."""
        return msgspec.convert(with_numbers(self.content, self.numbers), ActivityFile)

    @property
    def as_written(self) -> Any:
        """The same with its numbers as its author cited them: what is compared."""
        return msgspec.convert(self.content, ActivityFile)

    @cached_property
    def in_easy_words(self) -> Any:
        """The same with the easier words its authors wrote: for reading, never for grading."""
        return easier(self.thawed, self.easy_words)

    @cached_property
    def easy_words(self) -> dict[str, str]:
        return words_of(self.thawed)


class EditionQuestion(Citing, models.Model):
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="questions")
    question = models.ForeignKey("modules.Question", models.PROTECT, related_name="frozen", null=True, blank=True)
    """Where the copy comes from: holding it forbids deleting it. Nothing a learner sees is read through it."""
    uid = models.UUIDField()
    key = models.SlugField(max_length=80)
    cfitem_identifier = models.UUIDField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("question of an edition")
        verbose_name_plural = _("questions of an edition")
        ordering = ["edition", "key"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="edition_question_key_once")]

    def __str__(self) -> str:
        return self.key

    @cached_property
    def thawed(self) -> QuestionEntry:
        return msgspec.convert(with_numbers(self.content, self.numbers), QuestionEntry)

    @property
    def as_written(self) -> QuestionEntry:
        return msgspec.convert(self.content, QuestionEntry)
