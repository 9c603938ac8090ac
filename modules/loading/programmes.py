"""Files of fixtures/programmes/ into pages: which half-days make a programme, and what the public must find.

Loaded after the modules they name. A second load of the same files writes nothing.
"""

from pathlib import Path
from typing import Annotated, Any

from django.db import transaction
from msgspec import Meta
from wagtail.models import Locale

from modules.loading.loader import FileRefused, decode, publish_page
from modules.loading.schema import Key, Text, Written
from modules.models import InstitutePage, Module, Programme, ProgrammeModule

TEXTS = (
    *("title", "summary", "audience", "prerequisites", "progression"),
    *("methods", "assessment", "accessibility", "access", "price"),
)


class ProgrammeFile(Written, kw_only=True):
    key: Key
    title: Text
    summary: Text
    modules: Annotated[list[Key], Meta(min_length=2)]
    """Keys of its half-days, in order."""
    audience: Text
    prerequisites: Text
    progression: Text
    """How its half-days follow one another."""
    methods: Text
    assessment: Text
    accessibility: Text
    access: Text
    price: Text


def load_programmes(folder: Path, institute: InstitutePage) -> list[Programme]:
    """Those that were written: none when nothing changed. Raises FileRefused, and then nothing is written."""
    with transaction.atomic():
        written = [_load_programme(path, institute) for path in sorted(folder.glob("*.yaml"))]
    return [each for each in written if each is not None]


def _load_programme(path: Path, institute: InstitutePage) -> Programme | None:
    written = decode(path, ProgrammeFile)
    found = Programme.objects.child_of(institute).filter(slug=written.key).first()
    if found is not None and _facts_of(found) == _facts_written(written):
        return None
    page = found or Programme(slug=written.key)
    for name in TEXTS:
        setattr(page, name, getattr(written, name))
    page.search_description, page.locale = written.summary, Locale.get_default()
    page.chosen_modules.set(
        [
            ProgrammeModule(module=module, locale=page.locale, sort_order=place)
            for place, module in enumerate(_modules_named(written, path, institute))
        ]
    )
    publish_page(page, institute, f"{institute.slug}/programmes/{written.key}", is_new=found is None)
    return page


def _modules_named(written: ProgrammeFile, path: Path, institute: InstitutePage) -> list[Module]:
    known = {module.slug: module for module in Module.objects.descendant_of(institute).filter(slug__in=written.modules)}
    for key in written.modules:
        if key not in known:
            raise FileRefused(f"{path.parent.name}/{path.name}: « {key} » n’est pas un module de l’institut.")
    return [known[key] for key in written.modules]


def _facts_of(page: Programme) -> tuple[Any, ...]:
    chosen = [row.module.slug for row in page.chosen_modules.select_related("module")]
    return (*(getattr(page, name) for name in TEXTS), chosen)


def _facts_written(written: ProgrammeFile) -> tuple[Any, ...]:
    return (*(getattr(written, name) for name in TEXTS), written.modules)
