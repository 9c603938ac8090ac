"""Every letter the platform sends has one face, and says the same as text."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import get_template, render_to_string
from django.test import Client

from tests.cast import make_person

pytestmark = pytest.mark.django_db
PACKAGES = ("lms", "modules", "cms", "competencies", "xapi_store")
FACE = "border-left:5px solid #A86400"
NO_LETTER = {"robots.txt", "line.txt"}
"""Texts that are no letter: for robots, and a line of one."""


def our_files(ending: str) -> list[Path]:
    return [path for package in PACKAGES for path in sorted((Path(settings.ROOT) / package).rglob(f"*.{ending}"))]


def letters() -> list[Path]:
    """The text of each letter: what we write in .txt, but subjects."""
    texts = [path for path in our_files("txt") if "/templates/" in str(path) and path.name not in NO_LETTER]
    return [path for path in texts if not path.stem.endswith("_subject")]


def test_there_are_letters() -> None:
    assert len(letters()) >= 7


@pytest.mark.parametrize("text", letters(), ids=lambda path: path.stem)
def test_each_letter_is_written_twice_and_wears_the_frame(text: Path) -> None:
    html = text.with_suffix(".html").read_text(encoding="utf-8")
    assert html.startswith('{% extends "mail/frame.html" %}')
    assert "<body" not in html


def test_no_page_but_the_frame_draws_a_letter_of_its_own() -> None:
    drawn = [path for path in our_files("html") if FACE in path.read_text(encoding="utf-8")]
    assert [path.name for path in drawn] == ["frame.html"]


def test_no_letter_leaves_as_text_alone() -> None:
    senders = [path for path in our_files("py") if "from django.core.mail import" in path.read_text(encoding="utf-8")]
    assert senders
    for path in senders:
        names = {
            node.attr
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute)
        }
        assert "attach_alternative" in names, path


def html_of(letter: Any) -> str:
    ((html, kind),) = letter.alternatives
    assert kind == "text/html"
    return str(html)


@pytest.mark.parametrize("known", [True, False])
def test_a_forgotten_password_is_answered_with_the_same_face(client: Client, known: bool) -> None:
    address = make_person().email if known else "personne@structure.example"
    assert client.post("/compte/password/reset/", {"email": address}).status_code == 302
    (letter,) = mail.outbox
    assert letter.subject == ("Choisir un nouveau mot de passe" if known else "Aucun compte n’a cette adresse")
    assert FACE in html_of(letter)
    if known:
        (link,) = re.findall(r"http\S+", letter.body)
        assert link in html_of(letter)
        assert client.get(link.removeprefix("http://testserver"), follow=True).status_code == 200


def test_what_wagtail_tells_editors_has_the_same_face() -> None:
    assert settings.WAGTAILADMIN_NOTIFICATION_USE_HTML
    assert FACE in render_to_string("wagtailadmin/notifications/base.html")
    source = get_template("wagtailadmin/notifications/task_state_submitted.html").template.source  # type: ignore[attr-defined]
    assert "wagtailadmin/notifications/base.html" in source
