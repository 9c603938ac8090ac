"""Every letter the platform sends has one face, and says the same as text."""

import ast
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import get_template, render_to_string
from django.test import Client

from cms.reading_language import written_in
from lms.people.models import SignInInvitation
from lms.people.staff.inviting import send_waiting as send_invitations
from lms.reminders.deciding import Line, Task
from lms.reminders.letter import write_letter as write_reminders
from lms.reminders.models import Kind
from tests.cast import make_employer, make_person

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


def names_in_each_sender() -> dict[Path, set[str]]:
    """The names that stand in each file that sends letters."""
    senders = [path for path in our_files("py") if "from django.core.mail import" in path.read_text(encoding="utf-8")]
    assert senders
    trees = {path: ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for path in senders}
    return {
        path: {getattr(node, "attr", getattr(node, "id", "")) for node in nodes if isinstance(node, ast.expr)}
        for path, nodes in trees.items()
    }


def test_no_letter_leaves_as_text_alone() -> None:
    for path, names in names_in_each_sender().items():
        assert "attach_alternative" in names, path


def test_each_letter_says_in_which_language_it_is_written() -> None:
    """Else it is in that of the page that made it leave."""
    for path, names in names_in_each_sender().items():
        assert "written_in" in names, path


@pytest.mark.parametrize("around", ["fr", "en"])
def test_a_letter_is_in_french_whoever_makes_it_leave(around: str) -> None:
    employer, nadege = make_employer().root, make_person()
    SignInInvitation.objects.create(person=nadege, employer=employer)
    task = Task(1, "Prendre la mesure", "Équipe", "Un accueil ouvre", date(2026, 11, 2), date(2026, 12, 2))
    with written_in(around):
        send_invitations()
        write_reminders(nadege, [Line(Kind.ASSIGNED, "1", (task,))], 1).send()
    invitation, reminder = mail.outbox
    assert invitation.subject == "Votre espace de formation est ouvert"
    assert reminder.subject == "Une demi-journée vous est demandée"
    assert "2 décembre 2026" in reminder.body
    for letter in mail.outbox:
        assert '<html lang="fr">' in html_of(letter)
        assert "/en/" not in str(letter.body) + html_of(letter)


def test_who_forgot_their_password_while_reading_in_english_is_answered_in_english(client: Client) -> None:
    """They alone may read it, and they are the one who asked."""
    assert client.post("/en/compte/password/reset/", {"email": make_person().email}).status_code == 302
    (letter,) = mail.outbox
    assert letter.subject == "Choose a new password"
    assert '<html lang="en">' in html_of(letter)
    (link,) = re.findall(r"http\S+", str(letter.body))
    page = client.get(link.removeprefix("http://testserver"), follow=True)
    assert '<html lang="en"' in page.content.decode()


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
