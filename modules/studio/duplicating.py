"""A module begun from another: its pages copied as drafts, with lasting keys of their own."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from modules.models import Module


@transaction.atomic
def duplicate_module(module: Module, author: Any) -> Module:
    """The copy, beside the module, not live. Its activities have new keys, so new IRIs; its quizzes ask the same
    questions of the bank, whose keys are the questions' own."""
    copied = module.copy(
        recursive=True,
        keep_live=False,
        copy_revisions=False,
        user=author,
        update_attrs={
            "title": _("%(title)s (copy)") % {"title": module.title},
            "slug": free_slug(module.get_parent(), f"{module.slug}-copie"),
        },
    )
    return Module.objects.get(pk=copied.pk)


def free_slug(parent: Page, wanted: str) -> str:
    """The slug, with a number when a page of this parent has it."""
    taken = set(Page.objects.child_of(parent).values_list("slug", flat=True))
    place = 2
    slug = wanted
    while slug in taken:
        slug, place = f"{wanted}-{place}", place + 1
    return slug
