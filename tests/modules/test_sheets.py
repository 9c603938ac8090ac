"""Sheets to hand out: easy to read by rules that a machine can check, and the trainer's half-day."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

from cms.seeding import seed_site
from modules.loading.loader import InstituteFile, load_institute, load_module
from modules.sheets.reading import Block, Sheet, read_session, read_sheets
from modules.templatetags.studio import module_standing
from tests.modules.written import FOLDERS, Written, texts_of

SHEETS = list(read_sheets().values())
SESSIONS = [each for each in (Written(folder) for folder in FOLDERS) if read_session(each.folder.name)]
each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda each: each.key)

MOST_WORDS = 10
"""A line of a sheet is one idea: ten words at most, one sentence, no comma that opens a second idea but a list."""
HEAVY = re.compile(
    r"\b(afin de|néanmoins|cependant|notamment|susceptible|modalités|en vue de|dont|lequel|laquelle)\b", re.IGNORECASE
)
NEGATIONS = re.compile(r"\bn[e’]\b", re.IGNORECASE)


def lines_of(sheet: Sheet) -> list[str]:
    return [line for block in sheet.blocks for line in block.lines]


@each_sheet
def test_a_line_is_one_short_sentence(sheet: Sheet) -> None:
    for line in [*lines_of(sheet), *sheet.fill]:
        assert len(line.split()) <= MOST_WORDS, line
        assert len(re.findall(r"[.?]", line)) <= 1, line
        assert line.count(",") <= 1, line
        assert ";" not in line, line


@each_sheet
def test_words_are_those_of_every_day(sheet: Sheet) -> None:
    """No heavy link word, no percentage, no abbreviation; a number is written in figures."""
    for text in texts_of_sheet(sheet):
        assert not HEAVY.search(text), text
        assert "%" not in text, text
        assert not re.search(r"\b[A-Z]{2,}\b", text), text
        assert not re.search(r"\b(deux|trois|quatre|cinq|dix)\b", text), text


@each_sheet
def test_no_line_says_no_twice(sheet: Sheet) -> None:
    assert all(len(NEGATIONS.findall(line)) <= 1 for line in lines_of(sheet))


@each_sheet
def test_it_holds_on_one_page(sheet: Sheet) -> None:
    """Twelve lines and three blocks: what an A4 page holds at 14.5 points with its pictures."""
    assert len(sheet.blocks) <= 3
    assert len(lines_of(sheet)) <= 12
    assert 1 <= len(sheet.fill) <= 3


@each_sheet
def test_every_picture_says_what_it_shows(sheet: Sheet) -> None:
    assert all(len(block.picture_words) > 8 for block in sheet.blocks)


def texts_of_sheet(sheet: Sheet) -> list[str]:
    texts = [sheet.title, sheet.word.word, sheet.word.meaning, sheet.fill_title, *sheet.fill]
    return texts + [text for block in sheet.blocks for text in texts_of_block(block)]


def texts_of_block(block: Block) -> list[str]:
    return [block.title, *block.lines]


def test_a_line_too_long_is_seen() -> None:
    long = "Afin de bien vous aider, nous vous posons des questions dont les réponses restent ici."
    assert len(long.split()) > MOST_WORDS
    assert HEAVY.search(long)


@pytest.mark.parametrize("written", SESSIONS, ids=lambda each: each.folder.name)
def test_a_trainer_s_sheet_leads_every_activity_in_order(written: Written) -> None:
    session = read_session(written.folder.name)
    assert session is not None
    assert [step.activity for step in session.steps] == [activity.key for activity in written.activities]
    assert session.pause_after in {step.activity for step in session.steps}
    assert all(list(texts_of(step)) for step in session.steps)


@pytest.mark.django_db
def test_sheets_are_listed_and_opened_without_an_account() -> None:
    seed_site()
    client = Client()
    page = client.get("/fiches/").content.decode()
    for sheet in SHEETS:
        assert f"/fiches/{sheet.key}/" in page
        opened = client.get(f"/fiches/{sheet.key}/").content.decode()
        assert 'role="img"' in opened
        assert "À faire relire par les personnes concernées" in opened
    assert client.get("/fiches/inconnue/").status_code == 404


@pytest.mark.django_db
def test_the_half_day_shows_the_minutes_of_the_live_module() -> None:
    seed_site()
    institute = load_institute(InstituteFile("institut-essai", "Institut d’essai", "", ""))
    folder = SESSIONS[0].folder
    assert Client().get(f"/modules/{folder.name}/animation/").status_code == 404
    load_module(folder, institute)
    page = Client().get(f"/modules/{folder.name}/animation/").content.decode()
    for activity in SESSIONS[0].activities:
        assert activity.title.replace("\u00a0", " ") in page.replace("\u00a0", " ").replace("&nbsp;", " ")
    assert Client().get("/modules/inconnu/animation/").status_code == 404


@pytest.mark.django_db
def test_the_editor_of_a_module_tells_its_author_what_a_professional_must_check() -> None:
    seed_site()
    institute = load_institute(InstituteFile("institut-essai", "Institut d’essai", "", ""))
    module = load_module(SESSIONS[0].folder, institute).module
    shown = render_to_string("modules/studio/standing.html", module_standing(module))
    assert "À faire vérifier par un professionnel avant publication" in shown
    assert "à faire relire par des personnes concernées" in shown
