"""Easier words: said in place of a text and of nothing else, stale as soon as the text changes."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from modules.comparing import Snapshot, compare
from modules.easy_words import LEFT_OUT, count_stale, easier, sheet_of, texts_of
from modules.loading.loader import decode
from modules.loading.schema import ActivityFile, EasyWords, Lesson, Orientation, Questionnaire, QuestionsFile, Screen
from modules.questions import grade
from modules.questions.shuffling import shown_order

HOUSE = sorted((settings.FIXTURES / "modules").glob("*/[0-9][0-9]-*.yaml"))
BANKS = sorted((settings.FIXTURES / "modules").glob("*/questions.yaml"))


def lesson(text: str, **easy: str) -> Lesson:
    words = [EasyWords(standard=standard, easy=easier_) for standard, easier_ in easy.items()]
    screens = [Screen(title="Les quatre dimensions", text=text)]
    return Lesson(
        key="lire", title="Lire", minutes=10, purpose="Poser les mots.", screens=screens, easy=words or msgspec.UNSET
    )


def test_a_text_is_replaced_word_for_word_and_the_others_stay() -> None:
    read = easier(lesson("Équipement."), {"Équipement.": "Avoir un appareil."})
    assert read.screens[0].text == "Avoir un appareil."
    assert read.screens[0].title == "Les quatre dimensions"


@pytest.mark.parametrize("path", HOUSE, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_whatever_is_said_more_easily_nothing_that_counts_moves(path: Path) -> None:
    """Every text of every activity of the house is said otherwise: what is compared as scored is the same, but for
    kinds of which every word counts, whose keys are."""
    activity: Any = decode(path, ActivityFile)
    said = easier(activity, {text: f"Plus simple : {text}" for text in texts_of(activity)})
    assert said != activity
    assert keys_in(msgspec.to_builtins(said)) == keys_in(msgspec.to_builtins(activity))


def keys_in(value: Any, name: str = "") -> Any:
    """Everything but sentences: numbers, keys, conditions, places, values."""
    if isinstance(value, dict):
        return {key: each if key in LEFT_OUT else keys_in(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [keys_in(each, name) for each in value]
    return None if (isinstance(value, str) and value.startswith("Plus simple : ")) or name in SENTENCES else value


SENTENCES = {
    *("title", "purpose", "intro", "debrief", "text", "example", "check", "answer", "label", "hint", "hints"),
    *("about", "wants", "knows", "fears", "place", "pressure", "scene", "line", "dilemma", "reply", "lesson"),
    *("good_end", "paths", "situation", "case", "stem", "feedback", "message", "note", "done", "help", "caution"),
}


@pytest.mark.parametrize("path", BANKS, ids=lambda path: path.parent.name)
def test_a_question_said_more_easily_is_graded_and_ordered_the_same(path: Path) -> None:
    for question in decode(path, QuestionsFile).questions:
        said = easier(question, {text: f"Plus simple : {text}" for text in texts_of(question)})
        assert said.stem != question.stem
        if hasattr(question, "items"):
            assert shown_order(said) == shown_order(question)
        if hasattr(question, "options"):
            assert [grade(said, n) for n in range(2)] == [grade(question, n) for n in range(2)]


def test_the_questions_of_2018_are_never_said_otherwise() -> None:
    [path] = [each for each in HOUSE if isinstance(decode(each, ActivityFile), Questionnaire)][:1]
    asked = decode(path, ActivityFile)
    assert not {each.text for each in asked.questions} & set(texts_of(asked))


def test_places_of_the_directory_keep_their_names() -> None:
    [path] = [each for each in HOUSE if isinstance(decode(each, ActivityFile), Orientation)][:1]
    cases = decode(path, ActivityFile)
    assert not {each.name for listed in cases.directories for each in listed.places} & set(texts_of(cases))


def test_words_are_stale_once_their_text_changed_and_stand_beside_what_it_became() -> None:
    written = [EasyWords(standard="Équipement, connexion.", easy="Un appareil, Internet.")]
    sheet = sheet_of(["Équipement, connexion, confiance.", "Autre chose."], written)
    assert [(line.standard, line.easy, line.is_stale) for line in sheet.lines] == [
        ("Équipement, connexion, confiance.", "Un appareil, Internet.", True),
        ("Autre chose.", "", False),
    ]
    assert (sheet.stale, sheet.written) == (1, 0)


def test_words_that_no_text_is_near_to_are_kept_apart() -> None:
    orphan = EasyWords(standard="Équipement.", easy="Un appareil.")
    sheet = sheet_of(["Tout à fait autre chose, bien plus long."], [orphan])
    assert sheet.orphans == [orphan]


def test_stale_words_are_counted_and_not_shown() -> None:
    changed = lesson("Équipement et connexion.", **{"Équipement.": "Un appareil."})
    assert count_stale(changed, {}) == 1
    assert easier(changed, {"Équipement.": "Un appareil."}).screens[0].text == "Équipement et connexion."


@given(st.lists(st.text(min_size=1, max_size=8), unique=True), st.lists(st.text(min_size=1, max_size=8), unique=True))
def test_no_words_are_lost_or_said_twice(texts: list[str], written: list[str]) -> None:
    easy = [EasyWords(standard=each, easy=f"facile {each}") for each in written]
    sheet = sheet_of(texts, easy)
    found = [line.easy for line in sheet.lines if line.easy] + [each.easy for each in sheet.orphans]
    assert sorted(found) == sorted(each.easy for each in easy)
    assert [line.standard for line in sheet.lines] == texts


def test_easier_words_make_no_new_edition() -> None:
    key = uuid4()
    before, after = lesson("Équipement."), lesson("Équipement.", **{"Équipement.": "Un appareil."})
    difference = compare(Snapshot({key: before}, {}), Snapshot({key: after}, {}))
    assert difference.may_be_minor
