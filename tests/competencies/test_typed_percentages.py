"""No percentage of the survey is typed: pages compute it from a cell, or quote a claim that is stored."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from competencies.models import SurveyCell, SurveyClaim, SurveyTable
from modules.loading.schema import Quiz, read_activity

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = ("lms", "modules", "cms", "competencies", "xapi_store")
TYPED = re.compile(r"(?<![\w./{&#%-])(\d+(?:[.,]\d+)?)[ \u00a0\u202f]*(?:%+(?![\w(])|pour cent\b|percent\b)")
ABOUT_NOBODY = [
    re.compile(r"(95 %+|à 95[ \u00a0]%+)"),  # the confidence of an interval
    re.compile(r"400[ \u00a0]%+"),  # how far a page may be enlarged
]
TAGS = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
LOOK = re.compile(r"<style.*?</style>|style=\"[^\"]*\"", re.DOTALL)
SENT_TO_MACHINES = {"modules/exchange/gift.py", "modules/studio/hooks.py"}
"""A weight of the GIFT format, the width of a column."""


def typed_in(text: str) -> list[str]:
    for about in ABOUT_NOBODY:
        text = about.sub("", text)
    return [found[0] for found in TYPED.finditer(text)]


@pytest.mark.parametrize(
    "text", ["Ils sont 87 % à le dire.", "87%", "65,1\u00a0% des réponses", "33.9 percent", "deux et 21 pour cent"]
)
def test_a_typed_percentage_is_found(text: str) -> None:
    assert typed_in(text)


@pytest.mark.parametrize(
    "text", ["Intervalle à 95\u00a0%", "{{ share }} %", "%(level)d % de", "T04/total/non", "3 sur 8"]
)
def test_what_is_none_is_left_alone(text: str) -> None:
    assert not typed_in(text)


def test_no_sentence_of_the_screens_types_one() -> None:
    with (ROOT / "lms/locale/fr/LC_MESSAGES/django.po").open("rb") as file:
        sentences = [part for message in read_po(file) if message.id for part in (message.id, message.string)]
    plain = [each for part in sentences for each in ([part] if isinstance(part, str) else part)]
    assert [sentence for sentence in plain if typed_in(sentence)] == []


def test_no_template_types_one() -> None:
    wrong = []
    for path in _files("**/templates/**/*.html"):
        wrong += [f"{path}: {found}" for found in typed_in(LOOK.sub("", TAGS.sub("", path.read_text("utf-8"))))]
    assert not wrong


def test_no_code_types_one() -> None:
    wrong = []
    for path in _files("**/*.py"):
        name = path.relative_to(ROOT).as_posix()
        if name not in SENT_TO_MACHINES and "/migrations/" not in name:
            wrong += [f"{name}: {text}" for text in _strings(path) if typed_in(text)]
    assert not wrong


FOLDERS = sorted(path.name for path in (ROOT / "fixtures").iterdir() if path.is_dir() and path.name != "survey")
OF_NO_SURVEY = {
    "« 37,5 % », pour les mêmes huit personnes": "worked out on the eight invented people of the sentence before",
    "“37.5 %”, for the same eight people": "the same",
    "L’un : « 60 % des personnes ont été aidées. »": "of a service that the sentence says invented",
    "L’autre : « 30 % des démarches ont été faites ensemble. »": "of another",
    "One: “60 % of people were helped.”": "the same",
    "The other: “30 % of procedures were done together.”": "the same",
}
"""Words of a content → why their percentage is no figure of the survey. Each must still be there."""
PASS_MARK = re.compile(r"(\d+) % (?:de réponses justes|of right answers)")


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_content_types_one(folder: str) -> None:
    """A pass mark is the rule of a quiz, held to it below; an invented share is listed above with its reason."""
    wrong = []
    for path in _contents(folder):
        text = PASS_MARK.sub("", _without_comments(path))
        for invented in OF_NO_SURVEY:
            text = text.replace(invented, "")
        wrong += [f"{path.name}: {found}" for found in typed_in(text)]
    assert not wrong


def test_what_is_let_through_is_still_said_somewhere() -> None:
    contents = "\n".join(_without_comments(path) for folder in FOLDERS for path in _contents(folder))
    assert [words for words in OF_NO_SURVEY if words not in contents] == []


def test_a_pass_mark_said_is_that_of_the_quiz() -> None:
    said = {}
    for path in _contents("modules"):
        if marks := set(PASS_MARK.findall(_without_comments(path))):
            quizzes = [path] if path.name[0].isdigit() else sorted(path.parent.glob("[0-9][0-9]-*.yaml"))
            read = [read_activity(each.read_bytes()) for each in quizzes]
            graded = [each for each in read if isinstance(each, Quiz) and each.mode == "applied"]
            said[path.name] = marks, {str(each.mastery) for each in graded}
    assert said
    assert {name: marks for name, (marks, kept) in said.items() if marks != kept} == {}


UNITS = "personnes?|professionnels|réponses?|citations?|structures?|people|answers?|mentions?"
COUNT = re.compile(rf"\b(\d+) (?:(?:{UNITS}) )?(?:sur|out of) (\d+)\b|\b(\d{{2,}}) (?:{UNITS})\b")


@pytest.mark.django_db
@pytest.mark.parametrize("folder", FOLDERS)
def test_no_content_types_a_count_of_the_survey(folder: str) -> None:
    """« 46 sur 53 », « 59 réponses »: what a cell holds is cited. An invented example takes numbers that none holds."""
    counts = set(SurveyCell.objects.filter(denominator__gte=10).values_list("numerator", "denominator"))
    bases = {base for _count, base in counts if base > 14}  # a half-day takes fourteen people
    wrong = []
    for path in _contents(folder):
        for count, base, alone in COUNT.findall(_without_comments(path)):
            if (int(alone) in bases) if alone else ((int(count), int(base)) in counts):
                wrong.append(f"{path.name}: {count} {base} {alone}")
    assert not wrong


@pytest.mark.django_db
def test_no_note_of_the_survey_types_a_count() -> None:
    """Shown beside computed figures, it would stay when they change. Damaged tables are shown nowhere."""
    shown = SurveyTable.objects.filter(internal=False)
    notes = [*SurveyClaim.objects.values_list("key", "note"), *shown.values_list("key", "note")]
    notes += SurveyCell.objects.filter(table__in=shown).values_list("key", "note")
    assert [(key, note) for key, note in notes if COUNT.search(" ".join(note.split())) or typed_in(note)] == []


def _contents(folder: str) -> list[Path]:
    return sorted((ROOT / "fixtures" / folder).rglob("*.yaml"))


def _files(pattern: str) -> Iterator[Path]:
    for room in CODE:
        yield from sorted((ROOT / room).glob(pattern))


def _strings(path: Path) -> Iterator[str]:
    """Every string of a module but its docstrings, which nobody reads on a screen."""
    tree = ast.parse(path.read_text("utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def _without_comments(path: Path) -> str:
    """On one line, its spaces alike: a sentence is cut anywhere in a file."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]
    return " ".join(" ".join(lines).split())
