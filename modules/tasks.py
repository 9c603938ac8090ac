"""Slow work of modules: the projector.

Beat asks again every few seconds: what a lost message or a killed worker left is walked then.
"""

from celery import shared_task

from modules.projection import project


@shared_task  # type: ignore[untyped-decorator]
def project_statements() -> None:
    """Walk what came over HTTP. Safe to run twice, at once or again."""
    project()
