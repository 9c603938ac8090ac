"""Slow work of prior learning: documents decided of long ago are deleted."""

from celery import shared_task

from lms.prior.reviewing import empty_old_documents


@shared_task  # type: ignore[untyped-decorator]
def delete_old_documents() -> None:
    """Safe to run twice."""
    empty_old_documents()
