"""How evidence becomes a level: data that a person can read, one row a version."""

from datetime import date
from functools import cached_property

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competencies.rule import Rule, read_rule


class LevelRule(models.Model):
    """A version is never rewritten once in force (a trigger holds it): a change is one more version."""

    key = models.SlugField(max_length=40)
    version = models.PositiveSmallIntegerField()
    in_force_from = models.DateField()
    title = models.CharField(max_length=120)
    sentence = models.TextField()
    """What « en autonomie » asks for, in one sentence."""
    content = models.JSONField()
    """The shape of `competencies.rule.Rule`."""

    class Meta:
        verbose_name = _("level rule")
        verbose_name_plural = _("level rules")
        ordering = ["key", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version"],
                name="level_rule_version_once",
                violation_error_message=_("This rule already has this version."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @cached_property
    def rule(self) -> Rule:
        return read_rule(self.content)


def rules_in_force(on: date) -> dict[str, LevelRule]:
    """The rule of each family on that day: its last version in force, its first one before any was."""
    chosen: dict[str, LevelRule] = {}
    for rule in _all_rules():
        if rule.key not in chosen or rule.in_force_from <= on:
            chosen[rule.key] = rule
    return chosen


def forget_rules() -> None:
    """What this process keeps of the rules: for a test whose rules are taken back under it."""
    _KEPT.clear()


_KEPT: dict[tuple[int, int | None], list[LevelRule]] = {}
"""The rules read by this process, parsed, by what tells that one was added. A rule in force is final (a trigger holds
it), so these stay true; rules to come may change, and then nothing is kept."""


def _all_rules() -> list[LevelRule]:
    with connection.cursor() as cursor:  # asked at every answer: Django would take longer to say it than to do it
        cursor.execute("SELECT COUNT(*), MAX(id) FROM competencies_levelrule")
        added = cursor.fetchone()
    if added not in _KEPT:
        _KEPT.clear()
        rules = list(LevelRule.objects.order_by("key", "version"))
        if any(rule.in_force_from > timezone.localdate() for rule in rules):
            return rules
        _KEPT[added] = rules
    return _KEPT[added]
