"""The check of translations sees what it is there to see."""

import polib
import pytest

from lms.management.commands.check_translations import faults


@pytest.mark.parametrize(
    ("msgid", "msgstr", "fault"),
    [
        ("Name", "", "not translated"),
        ("Name:", "Nom :", "a plain space before a high sign: it wants U+00A0"),
        ("80 %", "80 %", "a plain space before a high sign: it wants U+00A0"),
        ("“Yes”", "« Oui »", "a plain space before a high sign: it wants U+00A0"),
        ("The error", "L'erreur", "a straight apostrophe: it wants ’"),
        ("%(count)s people", "%(nombre)s personnes", "other placeholders than the msgid"),
    ],
)
def test_a_fault_is_named(msgid: str, msgstr: str, fault: str) -> None:
    assert faults(polib.POEntry(msgid=msgid, msgstr=msgstr)) == [f"{msgid!r}: {fault}"]


def test_good_french_passes() -> None:
    said = "« L’erreur » : <a href='/aide ?'>que faire ?</a> Il y a %(count)s étapes, soit 80 %.".replace(" ", "\u00a0")
    entry = polib.POEntry(msgid="“The error”: <a href='/help'>what next?</a> %(count)s steps, or 80%.", msgstr=said)
    assert faults(entry) == []


def test_a_french_singular_may_leave_the_number_out() -> None:
    entry = polib.POEntry(msgid="%(n)s person", msgid_plural="%(n)s people")
    entry.msgstr_plural = {0: "une personne", 1: "%(n)s personnes"}
    assert faults(entry) == []
