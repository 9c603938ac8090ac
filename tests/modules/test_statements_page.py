"""docs/statements.md is the catalogue of what we say: every example stands, every verb has one."""

import json
import re
from typing import Any

import pytest
from django.conf import settings

from modules.iris import extension_iri
from modules.questions import interaction_of
from modules.statements import authority
from modules.verbs import Verb
from tests.modules.question_examples import EXAMPLES as QUESTIONS
from xapi_store.recording import record

PAGE = (settings.ROOT / "docs" / "statements.md").read_text(encoding="utf-8")
EXAMPLES: list[dict[str, Any]] = [json.loads(text) for text in re.findall(r"```json\n(.+?)\n```", PAGE, re.DOTALL)]


@pytest.mark.django_db
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each["verb"]["id"].rsplit("/", 1)[-1])
def test_the_store_accepts_each_example(example: dict[str, Any]) -> None:
    assert record(example, authority=authority()).is_new


def test_every_verb_we_use_has_its_example() -> None:
    assert {example["verb"]["id"] for example in EXAMPLES} == {verb.value for verb in Verb}


def test_no_example_names_a_person() -> None:
    assert all(set(example["actor"]["account"]) == {"homePage", "name"} for example in EXAMPLES)
    assert "mbox" not in PAGE


def test_every_way_of_answering_a_question_has_its_example() -> None:
    shown = {example["object"]["definition"].get("interactionType") for example in EXAMPLES}
    assert {interaction_of(question)["interaction_type"] for question in QUESTIONS} <= shown
    assert any(extension_iri("confidence") in example.get("result", {}).get("extensions", {}) for example in EXAMPLES)
