"""No percentage of the survey is typed: pages compute it from a cell, or quote a claim that is stored."""

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from babel.messages.pofile import read_po

from competencies.models import SurveyClaim
from modules.loading.schema import Quiz

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
INVENTED = {Decimal(value) for value in ("60", "30", "37.5")}
"""Of invented services in a question on bases, and of « three people out of eight »."""


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


@pytest.mark.parametrize("folder", ["framework", "positioning", "site", "demo"])
def test_no_content_types_one(folder: str) -> None:
    wrong = []
    for path in sorted((ROOT / "fixtures" / folder).rglob("*.yaml")):
        wrong += [f"{path.name}: {found}" for found in typed_in(_without_comments(path))]
    assert not wrong


@pytest.mark.django_db
def test_a_module_that_quotes_a_printed_percentage_quotes_a_claim_that_is_stored() -> None:
    """Questions on reading a figure quote what a text printed; a pass mark is said as it is."""
    printed = {value.normalize() for value in SurveyClaim.objects.values_list("printed", flat=True)}
    mastery = next(field.default for field in msgspec.structs.fields(Quiz) if field.name == "mastery")
    known = printed | {value.normalize() for value in INVENTED} | {Decimal(mastery).normalize()}
    wrong = []
    for path in sorted((ROOT / "fixtures" / "modules").rglob("*.yaml")):
        found = [match[1] for match in TYPED.finditer(_without_comments(path))]
        wrong += [f"{path.name}: {value}" for value in found if _number(value) not in known]
    assert not wrong


def _number(value: str) -> Decimal:
    return Decimal(value.replace(",", ".")).normalize()


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
    return "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#"))
