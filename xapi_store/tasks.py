"""Forwarding in the background, for projects with Celery; others call `manage.py lrs forward` from a clock of theirs.

The target is the row: nothing is lost with a message, the clock asks again.
"""

from celery import shared_task
from django.utils import timezone

from xapi_store.forwarding import find_target, forward, retry_refused
from xapi_store.models import ForwardingTarget


@shared_task  # type: ignore[untyped-decorator]
def forward_all() -> None:
    """Queue every target that is due."""
    for target_id in ForwardingTarget.objects.due(timezone.now()).order_by("pk").values_list("pk", flat=True):
        forward_to.delay(target_id)


@shared_task  # type: ignore[untyped-decorator]
def forward_to(target_id: int) -> None:
    """Send for a while, then let other tasks pass. Safe to run twice: one of the two holds the target."""
    target = find_target(target_id)
    if target is not None and forward(target):
        forward_to.delay(target_id)


@shared_task  # type: ignore[untyped-decorator]
def send_refused_again(target_id: int) -> None:
    """Asked for by a person, who sees what is left."""
    target = find_target(target_id)
    if target is not None:
        retry_refused(target)
