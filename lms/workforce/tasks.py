"""Plans made by a rule, asked of those who have joined since. Safe to run twice."""

from celery import shared_task
from django.utils import timezone

from lms.workforce.planning import ask_newcomers


@shared_task  # type: ignore[untyped-decorator]
def ask_newcomers_of_plans() -> None:
    ask_newcomers(timezone.localdate())
