"""A document never outlives its row: an account that is deleted takes its documents with it."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from lms.prior.models import PriorLearningRequest


@receiver(post_delete, sender=PriorLearningRequest, dispatch_uid="prior.delete_document")
def delete_document(instance: PriorLearningRequest, **kwargs: Any) -> None:
    if instance.document:
        transaction.on_commit(partial(instance.document.delete, save=False))
