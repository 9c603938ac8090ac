"""Are all phrases of the site in the French catalogue, translated and typeset? `make lint` asks."""

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

CATALOGUE = Path("fr/LC_MESSAGES/django.po")
NOT_OURS = [".venv", "node_modules", "var", "tests", "lms/locale"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
TYPOGRAPHY = {
    "a plain space before a high sign: it wants U+00A0": re.compile(r" [:;?!»](?!\w)|« |\d %(?!\()"),
    "a straight apostrophe: it wants ’": re.compile(r"[^\W\d_]'[^\W\d_]"),
}


class Command(BaseCommand):
    help = "Lists the phrases that are not in the French catalogue, not translated, or not typeset as French is."

    def handle(self, *args: Any, **options: Any) -> None:
        catalogue = polib.pofile(str(settings.LOCALE_PATHS[0] / CATALOGUE))
        problems = [*missing_phrases(catalogue), *(problem for entry in catalogue for problem in faults(entry))]
        if problems:
            raise CommandError("\n".join(problems))


def missing_phrases(catalogue: Any) -> list[str]:
    """What makemessages would add or take away; empty where gettext is not on the machine."""
    if not shutil.which("xgettext"):
        return []
    kept = {phrase(entry) for entry in catalogue if not entry.obsolete}
    read = {phrase(entry) for entry in polib.pofile(read_phrases()) if not entry.obsolete}
    added = [f"{msgid!r}: not in the catalogue; run `make messages`" for _, msgid in sorted(read - kept)]
    return added + [f"{msgid!r}: said nowhere any more; run `make messages`" for _, msgid in sorted(kept - read)]


def read_phrases() -> str:
    """The text of a catalogue made anew from the code, written beside the real one's place."""
    with tempfile.TemporaryDirectory() as folder, override_settings(LOCALE_PATHS=[folder]):
        call_command("makemessages", locale=["fr"], ignore_patterns=NOT_OURS, no_obsolete=True, verbosity=0)
        return (Path(folder) / CATALOGUE).read_text(encoding="utf-8")


def phrase(entry: Any) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def faults(entry: Any) -> list[str]:
    """What is wrong with one translation, as sentences that begin with its msgid."""
    if entry.obsolete:
        return []
    translations = list(entry.msgstr_plural.values()) or [entry.msgstr]
    found = ["fuzzy"] if entry.fuzzy else []
    found += ["not translated"] if not all(translations) else []
    found += [name for name, shape in TYPOGRAPHY.items() if any(map(shape.search, map(without_tags, translations)))]
    found += ["other placeholders than the msgid"] if not same_placeholders(entry, translations) else []
    return [f"{entry.msgid!r}: {fault}" for fault in found]


def without_tags(text: str) -> str:
    return re.sub(r"<[^>]*>", "", text)


def same_placeholders(entry: Any, translations: list[str]) -> bool:
    """Each translation names no value that the English lacks; a French singular may leave the number out."""
    known = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    if len(translations) > 1:
        return all(set(PLACEHOLDER.findall(text)) <= known for text in translations)
    return not translations[0] or set(PLACEHOLDER.findall(translations[0])) == known
