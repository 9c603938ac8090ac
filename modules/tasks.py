"""Slow work of modules: the projector, the handouts of workshops on paper.

Beat asks the projector again every few seconds: what a lost message or a killed worker left is walked then. A handout
that was never made is asked for again by the first person who wants it.
"""

import logging

from celery import shared_task

from cms.pango import PACKAGES, pdf_ready
from modules.activities.workshop.papers import keep_pdfs
from modules.models import EditionActivity
from modules.projection import project

logger = logging.getLogger(__name__)


@shared_task  # type: ignore[untyped-decorator]
def project_statements() -> None:
    """Walk what came over HTTP. Safe to run twice, at once or again."""
    project()


@shared_task  # type: ignore[untyped-decorator]
def write_handouts(activity_id: int) -> None:
    """The PDFs of a workshop's handouts that are not there yet. Safe to run twice."""
    if not pdf_ready():
        logger.warning("The handouts of activity %s wait for %s", activity_id, PACKAGES)
        return
    keep_pdfs(EditionActivity.objects.select_related("edition").get(pk=activity_id))
