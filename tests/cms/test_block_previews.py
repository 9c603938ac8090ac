"""Every block that an editor may choose on a public page shows itself with real words, and says what it is for."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail.blocks import BaseStreamBlock, Block, ListBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.seeding import seed_site
from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from tests.cast import make_person

pytestmark = pytest.mark.django_db


def public_blocks() -> dict[str, Block]:
    """The blocks of the stream fields of the public site, by page, field and name."""
    return {
        f"{model.__name__}.{field.name}.{name}": block
        for app in ("cms", "agenda")
        for model in apps.get_app_config(app).get_models()
        if issubclass(model, Page)
        for field in model._meta.local_fields
        if isinstance(field, StreamField)
        for name, block in field.stream_block.child_blocks.items()
    }


BLOCKS = public_blocks()


def test_there_are_blocks_to_look_at() -> None:
    assert len(BLOCKS) >= 15


@pytest.mark.parametrize("where", BLOCKS)
def test_a_block_shows_itself_in_the_chooser(client: Client, where: str) -> None:
    seed_site()
    enter_as_editor(client)
    block = BLOCKS[where]
    assert block.is_previewable
    assert block.get_description()
    answer = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "cms/css/look.css" in shown
    for words in real_words(block.get_preview_value()):
        assert words[:20] in shown.replace("\u00a0", " ").replace("&nbsp;", " ").replace("&#x27;", "'")


def real_words(value: Any) -> Iterator[str]:
    """The first text of an example: a title, a paper, a sentence."""
    if hasattr(value, "items"):
        yield next(
            str(text)
            for key, text in value.items()
            if key in {"title", "name", "word", "happens", "what", "message", "legend"}
        )
    elif isinstance(value, str):
        yield value
    else:
        assert value is not None


@pytest.mark.parametrize("where", BLOCKS)
def test_what_one_types_in_a_block_says_what_is_expected(where: str) -> None:
    silent = [f"{where}.{name}" for name, field in typed_fields(BLOCKS[where]) if not field.field.help_text]
    assert silent == []


def typed_fields(block: Any) -> Iterator[tuple[str, Any]]:
    """Fields to type in; a list to choose from speaks for itself."""
    if isinstance(block, StructBlock | BaseStreamBlock):
        for name, child in block.child_blocks.items():
            if isinstance(child, StructBlock | BaseStreamBlock | ListBlock):
                continue  # looked at by its own parts
            if type(child).__name__ in {"CharBlock", "TextBlock", "CellBlock"}:
                yield name, child


def enter_as_editor(client: Client) -> None:
    client.force_login(make_person("Étienne Quiblier", Role.SITE_ADMIN))
    sync_rights()
