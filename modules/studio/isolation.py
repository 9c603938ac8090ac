"""One institute never sees or picks what belongs to another: pages, images, documents, questions.

Wagtail's permissions close the editors. What they leave open is closed here: the page chooser, and an identifier
forged in a form.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import CollectionMember, Page, ReferenceIndex
from wagtail.permission_policies.pages import PagePermissionPolicy

from modules.models.institute import InstitutePage


def find_foreign(page: Page, parent: Page) -> list[str]:
    """What this page, being written under that parent, takes from another institute: one sentence each."""
    institute = InstitutePage.objects.ancestor_of(parent, inclusive=True).first()
    if institute is None:
        return []
    return [
        _("“%(thing)s” belongs to another institute: choose one of yours.") % {"thing": thing}
        for thing in references_of(page)
        if not belongs_to(thing, institute)
    ]


def references_of(page: Page) -> Iterator[Any]:
    """Every page and every member of a collection that a page names: fields, rows, blocks, rich text.

    Asks a private function of Wagtail's (8.0), the one that fills its own index; a test holds it to its word.
    """
    found: set[tuple[int, str]] = set()
    for type_id, object_id, _model_path, _path in ReferenceIndex._extract_references_from_object(page):  # noqa: SLF001
        found.add((type_id, object_id))
    for type_id, object_id in sorted(found):
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is not None and issubclass(model, (Page, CollectionMember)):
            yield from model._default_manager.filter(pk=object_id)  # noqa: SLF001


def belongs_to(thing: Any, institute: InstitutePage) -> bool:
    """Pages of the site itself belong to nobody: everyone may point to them."""
    if isinstance(thing, Page):
        owner = InstitutePage.objects.ancestor_of(thing, inclusive=True).first()
        return owner is None or owner.pk == institute.pk
    return bool(thing.collection.path.startswith(institute.own_collection.path))


def pages_to_choose(pages: Any, user: Any) -> Any:
    """Of these pages, those of the user's institutes and those of no institute."""
    if user.is_superuser:
        return pages
    explorable = PagePermissionPolicy(Page).explorable_instances(user)
    others = Q()
    for institute in InstitutePage.objects.exclude(pk__in=explorable.values("pk")):
        others |= Q(path__startswith=institute.path)
    return pages.exclude(others) if others else pages
