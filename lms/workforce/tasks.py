"""Plans made by a rule, asked of those who have joined since; old consultations forgotten. Safe to run twice."""

from celery import shared_task
from django.utils import timezone

from lms.workforce.consulting import forget_old_consultations
from lms.workforce.planning import ask_newcomers


@shared_task  # type: ignore[untyped-decorator]
def ask_newcomers_of_plans() -> None:
    ask_newcomers(timezone.localdate())


@shared_task  # type: ignore[untyped-decorator]
def forget_who_looked_long_ago() -> None:
    forget_old_consultations(timezone.now())
