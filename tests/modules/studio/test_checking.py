"""What blocks an edition and what only advises: laws of pure functions over a module's data."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.checking import (
    HALF_DAY_MINUTES,
    Sheet,
    competencies_assessed,
    find_blockers,
    find_warnings,
)
from modules.loading.schema import ActivityFile, Lesson, Option, Quiz, Screen, SingleChoice


def lesson(key: str = "lire", minutes: int = 10, text: str = "Un texte.", check: str = "") -> Lesson:
    screens = [Screen(title="Un", text=text, check=check)]
    return Lesson(key=key, title="Lire", minutes=minutes, purpose="Poser les mots.", screens=screens)


def quiz(mode: str = "applied", minutes: int = 20, questions: tuple[str, ...] = ("q1",), key: str = "quiz") -> Quiz:
    return Quiz(
        key=key,
        title=f"Quiz {key}",
        minutes=minutes,
        purpose="Répondre.",
        competencies=["A1.1"],
        mode=mode,  # type: ignore[arg-type]
        questions=list(questions),
        debrief="À retenir.",
    )


def question(key: str = "q1", misconception: str = "") -> SingleChoice:
    options = [
        Option(text="Oui", right=True, feedback="Oui."),
        Option(text="Non", feedback="Non.", misconception=misconception),
    ]
    return SingleChoice(key=key, competency="A1.1", stem="Que faites-vous ?", options=options)


def sheet(
    *activities: ActivityFile, questions: tuple[SingleChoice, ...] = (), codes: tuple[str, ...] = ("A1.1",)
) -> Sheet:
    return Sheet(["décrivez des faits"], list(codes), list(activities), list(questions) or [question()])


def words(found: list[object]) -> str:
    return " ".join(each.words for each in found)  # type: ignore[attr-defined]


def test_a_module_whose_competency_is_asked_after_the_pretest_has_no_blocker() -> None:
    assert find_blockers(sheet(lesson(), quiz())) == []


def test_a_pretest_and_a_lesson_assess_nothing() -> None:
    assert competencies_assessed(sheet(lesson(), quiz("pretest"))) == set()
    assert "A1.1" in words(find_blockers(sheet(lesson(), quiz("pretest"))))


@pytest.mark.parametrize(
    ("module", "said"),
    [
        (Sheet([], ["A1.1"], [quiz()], [question()]), "aucun objectif"),
        (Sheet(["  "], ["A1.1"], [quiz()], [question()]), "aucun objectif"),
        (Sheet(["a"], [], [quiz()], [question()]), "aucune compétence"),
        (Sheet(["a"], ["A1.1"], [], []), "aucune activité"),
        (Sheet(["a"], ["A1.1"], [quiz(questions=())], [question()]), "aucune question"),
        (Sheet(["a"], ["A1.1"], [quiz()], [question()], question_faults=["La question est retirée."]), "retirée"),
        (Sheet(["a"], ["A1.1"], [quiz()], [question()], unreadable={"Un": "là"}), "ne peut pas être lu"),
    ],
)
def test_each_blocker_says_what_to_mend(module: Sheet, said: str) -> None:
    assert said in words(find_blockers(module))  # type: ignore[arg-type]


def test_one_form_without_the_other_is_a_blocker() -> None:
    alone = msgspec.structs.replace(quiz(), form_a=["q1"], questions=[])
    assert len(find_blockers(sheet(alone))) == 1


def test_warnings_never_block() -> None:
    thin = sheet(lesson(minutes=100, text="Voyez [ici](https://exemple.example).", check="Et vous ?"), quiz())
    assert find_blockers(thin) == []
    said = words(find_warnings(thin))  # type: ignore[arg-type]
    for part in ("120 minutes", "16", "ne dit pas où il mène", "aucune réponse à lire"):
        assert part in said.replace("\xa0", " "), part


def test_a_misconception_tested_and_never_practised_is_said() -> None:
    tested = sheet(quiz("posttest", key="test"), questions=(question(misconception="f08"),))
    assert "f08" in words(find_warnings(tested))  # type: ignore[arg-type]
    practised = sheet(quiz("posttest", key="test"), quiz("applied"), questions=(question(misconception="f08"),))
    assert "f08" not in words(find_warnings(practised))  # type: ignore[arg-type]


@given(st.lists(st.integers(1, 210), min_size=1, max_size=12))
def test_minutes_are_off_exactly_when_they_are_not_half_a_day(lengths: list[int]) -> None:
    made = sheet(*(quiz(minutes=minutes, key=f"q{place}") for place, minutes in enumerate(lengths)))
    off = [each for each in find_warnings(made) if "prévues" in each.words]
    assert bool(off) == (sum(lengths) != HALF_DAY_MINUTES)


@given(st.integers(1, 210), st.integers(1, 210))
def test_the_share_of_practice_is_between_nothing_and_everything(reading: int, practising: int) -> None:
    made = sheet(lesson(minutes=reading), quiz(minutes=practising))
    assert made.practice_percent == practising * 100 // (reading + practising)
