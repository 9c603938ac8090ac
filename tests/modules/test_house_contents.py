"""The three modules together, what the house promises of them, and how easily everything in them reads."""

import re
from pathlib import Path

import msgspec
import pytest
from django.conf import settings
from django.test import Client

from cms.seeding import seed_site
from competencies.models import CFItem, Gap
from modules.easy_words import easy_of
from modules.easy_words import texts_of as texts_said_in
from modules.loading.loader import load_all
from modules.loading.programmes import load_programmes
from modules.loading.schema import Dialogue, Orientation, VirtualSite, read_activity
from modules.reasons.coverage import coverage
from modules.sheets.reading import Sheet, read_session, read_sheets
from tests.modules.durations import measure
from tests.modules.reading_ease import read_ease
from tests.modules.written import FOLDERS, Written, texts_of

MODULES = [Written(folder) for folder in FOLDERS]
BY_KEY = {written.folder.name: written for written in MODULES}
each_module = pytest.mark.parametrize("written", MODULES, ids=lambda each: each.folder.name)
FILES = [path for folder in FOLDERS for path in sorted(folder.glob("[0-9][0-9]-*.yaml"))]
PROGRAMMES = sorted((settings.FIXTURES / "programmes").glob("*.yaml"))


def test_the_nine_operational_objectives_are_all_covered() -> None:
    wanted = {f"{domain}{rank}" for domain in "ABC" for rank in (1, 2, 3)}
    assert {code for written in MODULES for code in written.module.objectives} == wanted


@pytest.mark.django_db
def test_every_competency_and_every_gap_of_the_framework_is_some_module_s() -> None:
    codes = set(CFItem.objects.competencies().values_list("human_coding_scheme", flat=True))
    assert {code for written in MODULES for code in written.module.competencies} == codes
    gaps = set(Gap.objects.values_list("code", flat=True))
    assert gaps - {code for written in MODULES for code in written.module.gaps} == {"E03"}  # its table is damaged


@pytest.mark.parametrize(
    ("key", "dialogues", "cases", "sites"),
    [
        ("comprendre-la-precarite-numerique", 1, 0, 0),
        ("diagnostiquer-l-exclusion-numerique-et-orienter", 2, 6, 0),
        ("savoir-accompagner-individuellement", 2, 0, 5),
    ],
)
def test_each_module_has_the_practices_it_announces(key: str, dialogues: int, cases: int, sites: int) -> None:
    activities = BY_KEY[key].activities
    assert sum(isinstance(each, Dialogue) for each in activities) == dialogues
    found = [case for each in activities if isinstance(each, Orientation) for case in each.cases]
    assert len(found) == cases
    assert len({case.directory for case in found}) == (2 if cases else 0)  # two departments
    assert sum(isinstance(each, VirtualSite) for each in activities) == sites


@each_module
def test_each_module_has_sheets_to_hand_out_and_a_trainer_s_sheet(written: Written) -> None:
    assert len(list((written.folder / "sheets").glob("*.yaml"))) >= 2
    assert read_session(written.folder.name) is not None


def test_the_sheets_are_numbered_from_one_without_a_hole() -> None:
    assert [sheet.number for sheet in read_sheets().values()] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_first_line_of_a_file_is_the_computation_of_its_minutes(path: Path) -> None:
    questions = BY_KEY[path.parent.name].questions
    sentence = measure(read_activity(path.read_bytes()), questions).sentence
    assert path.read_text(encoding="utf-8").splitlines()[0] == f"# {sentence}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_activity_reads_easily(path: Path) -> None:
    reading = read_ease(texts_of(read_activity(path.read_bytes())))
    assert reading.ease >= 75, reading
    assert reading.longest <= 45, reading


@each_module
def test_questions_and_trainer_s_sheet_read_easily(written: Written) -> None:
    assert read_ease(text for each in written.questions.values() for text in texts_of(each)).ease >= 85
    assert read_ease(texts_of(read_session(written.folder.name))).ease >= 85


@pytest.mark.parametrize("sheet", read_sheets().values(), ids=lambda each: each.key)
def test_a_sheet_to_hand_out_reads_very_easily(sheet: Sheet) -> None:
    reading = read_ease(texts_of(sheet))
    assert reading.ease >= 95, reading
    assert reading.longest <= 11, reading


def test_a_heavy_sentence_is_seen() -> None:
    heavy = (
        "L’accompagnement individualisé nécessite préalablement l’identification des représentations institutionnelles."
    )
    assert read_ease([heavy]).ease < 20


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_a_programme_reads_easily_and_types_no_duration(path: Path) -> None:
    texts = [text for text in msgspec.yaml.decode(path.read_bytes()).values() if isinstance(text, str)]
    assert read_ease(texts).ease >= 65
    assert not [text for text in texts if re.search(r"\b\d+\s?h\b", text)]


@pytest.mark.long
@pytest.mark.django_db
def test_the_coverage_page_goes_from_each_gap_to_its_questions_without_a_hole(client: Client) -> None:
    seed_site()
    loaded = load_all(settings.FIXTURES / "modules")
    load_programmes(settings.FIXTURES / "programmes", loaded[0].module.institute)
    for line in coverage():
        assert line.competencies, line.sheet.gap.code
        for each in line.competencies:
            where = (line.sheet.gap.code, each.item.human_coding_scheme)
            assert each.activities, where
            assert each.questions >= 6, where  # three in each of two forms
    page = client.get("/pourquoi-ces-modules/couverture/").content.decode()
    assert "Non couvert" not in page


def test_easier_words_say_again_a_text_that_is_there_in_short_sentences() -> None:
    written = [(each, words) for one in MODULES for each in one.activities for words in easy_of(each)]
    assert written
    for activity, words in written:
        assert words.standard in texts_said_in(activity), words.standard[:60]
        easy, standard = read_ease([words.easy]), read_ease([words.standard])
        assert easy.ease > standard.ease, words.easy[:60]
        assert easy.longest <= 20, words.easy[:60]
