"""A minor edition mends words: whatever grading reads makes a new one. Laws over the module's data."""

from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.comparing import Snapshot, answer_key, compare, same_key, scored_part
from modules.loading.schema import (
    ActivityFile,
    Lesson,
    Matching,
    Option,
    QuestionEntry,
    Quiz,
    Row,
    Screen,
    SingleChoice,
)
from modules.questions import grade

LESSON_KEY, QUIZ_KEY, UID = uuid4(), uuid4(), uuid4()
TEXT = st.text("abcdé ’", min_size=1, max_size=12)


def lesson(text: str = "Un texte.", minutes: int = 10) -> Lesson:
    return Lesson(key="lire", title="Lire", minutes=minutes, purpose="Lire.", screens=[Screen(title="Un", text=text)])


def quiz(mastery: int = 70, keys: tuple[str, ...] = ("q1",)) -> Quiz:
    return Quiz(
        key="quiz", title="Quiz", minutes=20, purpose="Voir.", mode="posttest", mastery=mastery, questions=list(keys)
    )


def single(*options: tuple[str, bool]) -> SingleChoice:
    made = [Option(text=text, right=right, feedback="Parce que.") for text, right in options]
    return SingleChoice(key="q1", competency="A1.1", stem="Que faites-vous ?", options=made)


QUESTION = single(("Décrire", True), ("Deviner", False), ("Attendre", False))


def snapshot(*activities: tuple[UUID, ActivityFile], question: QuestionEntry = QUESTION) -> Snapshot:
    return Snapshot(dict(activities or ((LESSON_KEY, lesson()), (QUIZ_KEY, quiz()))), {UID: question})


def test_the_same_module_has_no_difference() -> None:
    assert compare(snapshot(), snapshot()).changes == []
    assert not compare(snapshot(), snapshot()).may_be_minor


def test_a_word_mended_may_be_minor_and_is_shown_before_and_after() -> None:
    after = snapshot((LESSON_KEY, lesson("Un autre texte.")), (QUIZ_KEY, quiz()))
    difference = compare(snapshot(), after)
    assert difference.may_be_minor
    (rewording,) = difference.changes[0].rewordings
    assert (rewording.path, rewording.before, rewording.after) == ("screens[1].text", "Un texte.", "Un autre texte.")


@pytest.mark.parametrize(
    "after",
    [
        snapshot((QUIZ_KEY, quiz()), (LESSON_KEY, lesson())),
        snapshot((QUIZ_KEY, quiz())),
        snapshot((LESSON_KEY, lesson()), (QUIZ_KEY, quiz()), (uuid4(), lesson())),
        snapshot((LESSON_KEY, lesson(minutes=11)), (QUIZ_KEY, quiz())),
        snapshot((LESSON_KEY, lesson()), (QUIZ_KEY, quiz(mastery=80))),
        snapshot((LESSON_KEY, lesson()), (QUIZ_KEY, quiz(keys=()))),
        Snapshot(snapshot().activities, {uuid4(): QUESTION}),
        snapshot(question=single(("Décrire", False), ("Deviner", True), ("Attendre", False))),
        snapshot(question=single(("Décrire", True), ("Deviner", False))),
        snapshot(question=single(("Décrire", True), ("Attendre", False), ("Deviner", False))),
    ],
    ids=[
        "moved",
        "taken out",
        "added",
        "minutes",
        "mastery",
        "not asked",
        "other question",
        "key",
        "option",
        "options moved",
    ],
)
def test_what_counts_makes_a_new_edition(after: Snapshot) -> None:
    difference = compare(snapshot(), after)
    assert difference.changes
    assert not difference.may_be_minor
    assert difference.reasons


options = st.lists(st.tuples(TEXT, st.booleans()), min_size=2, max_size=4, unique_by=lambda each: each[0])


@given(options, options, st.integers(0, 3))
def test_a_minor_edition_never_alters_what_an_answer_is_worth(
    before: list[tuple[str, bool]], after: list[tuple[str, bool]], chosen: int
) -> None:
    old, new = single(*before), single(*after)
    if not compare(snapshot(question=old), snapshot(question=new)).may_be_minor or chosen >= len(before):
        return
    assert grade(old, chosen) == grade(new, chosen)


@given(options, st.lists(TEXT, min_size=4, max_size=4, unique=True))
def test_rewriting_every_word_alone_keeps_the_key(before: list[tuple[str, bool]], words: list[str]) -> None:
    texts = [f"nouveau {word}" for word in words]
    after = single(*((text, right) for text, (_old, right) in zip(texts, before, strict=False)))
    assert same_key(single(*before), after)


def test_a_row_put_in_another_category_changes_the_key() -> None:
    rows = [Row(text="a", category="x", feedback="f"), Row(text="b", category="y", feedback="f")]
    before = Matching(key="m", competency="A1.1", stem="?", categories=["x", "y"], rows=rows)
    moved = [msgspec.structs.replace(rows[0], category="y"), rows[1]]
    assert not same_key(before, msgspec.structs.replace(before, rows=moved))
    assert same_key(before, msgspec.structs.replace(before, stem="Et là ?"))


class Unknown(msgspec.Struct, tag_field="kind", tag="unknown"):
    """A kind of activity or question written after this file."""

    key: str
    title: str
    competencies: list[str]
    minutes: int
    accepted: list[str]


def test_a_kind_nobody_foresaw_keeps_everything_in_its_key_but_its_heading() -> None:
    before = Unknown("k", "Titre", [], 5, ["oui"])
    assert scored_part(before) == scored_part(msgspec.structs.replace(before, title="Autre"))
    assert scored_part(before) != scored_part(msgspec.structs.replace(before, accepted=["non"]))
    assert answer_key(before) != answer_key(msgspec.structs.replace(before, accepted=["non"]))
