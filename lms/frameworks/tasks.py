"""Slow work of the frameworks: the levels decided again after a rule changed. A job is a row."""

from functools import partial
from typing import Any

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from competencies.changing_rules import add_version, recompute_under
from lms.frameworks.models import RuleRecount
from lms.people.models import User


@transaction.atomic
def publish_rule(key: str, version: int, sentence: str, content: dict[str, Any], by: User) -> RuleRecount:
    """The new version and its job, together or not at all; queued on commit. Raises ChangedMeanwhile."""
    rule = add_version(key, version, sentence, content, timezone.localdate())
    job = RuleRecount.objects.create(rule=rule, asked_by=by)
    transaction.on_commit(partial(recount_levels.delay, job.pk))
    return job


@shared_task  # type: ignore[untyped-decorator]
def recount_levels(job_id: int) -> None:
    """Decide the levels again. Safe to run twice: a level already right is left as it is."""
    job = RuleRecount.objects.select_related("rule").get(pk=job_id)
    if job.done_at is None:
        changed = recompute_under(job.rule.key)
        RuleRecount.objects.filter(pk=job_id, done_at=None).update(done_at=timezone.now(), changed=changed)


@shared_task  # type: ignore[untyped-decorator]
def queue_stale_recounts() -> None:
    """Queue again what a lost message or a killed worker left undone."""
    for job in RuleRecount.objects.stale(timezone.now())[:10]:
        recount_levels.delay(job.pk)
