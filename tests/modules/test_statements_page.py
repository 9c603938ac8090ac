"""docs/statements.md is the catalogue of what we say: every example stands, every verb has one."""

import json
import re
from collections import defaultdict
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from cms.seeding import seed_site
from lms.demo.walking import walk
from modules.iris import activity_iri, category_iri, extension_iri
from modules.loading.loader import load_all
from modules.questions import interaction_of
from modules.statements import authority
from modules.verbs import TYPE_OF_KIND, ActivityType, Verb
from tests.modules.cast import make_learner
from tests.modules.question_examples import EXAMPLES as QUESTIONS
from tests.modules.written import FOLDERS
from xapi_store.models import Statement
from xapi_store.recording import record

MONTH_AGO = timezone.now() - timedelta(days=40)
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


ROWS = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE, re.MULTILINE))
"""By kind of activity, what the page says of it: « `type` | verbs »."""


def test_every_example_says_where_it_was_said() -> None:
    """Registration, edition, module as grouping, our profile as category; a parent for all that is no module."""
    for example in EXAMPLES:
        context, around = example["context"], example["context"]["contextActivities"]
        assert {"registration", "revision", "platform", "language"} <= set(context)
        assert [each["definition"]["type"] for each in around["grouping"]] == [ActivityType.COURSE.value]
        assert [each["id"] for each in around["category"]] == [category_iri()]
        is_module = example["object"]["definition"]["type"] == ActivityType.COURSE
        assert len(around["parent"]) == (0 if is_module else 1)


def verbs_in(kind: str) -> set[str]:
    return set(re.findall(r"\b[a-z]+ed\b", ROWS[kind]))


def test_every_kind_of_activity_is_in_the_page_with_its_type_and_verbs() -> None:
    assert set(ROWS) == set(TYPE_OF_KIND)
    for kind, row in ROWS.items():
        assert f"`{TYPE_OF_KIND[kind].value.rsplit('/', 1)[-1]}`" in row
    assert set.union(*map(verbs_in, ROWS)) == {verb.name.lower() for verb in Verb} - {"registered"}


@pytest.mark.long
@pytest.mark.django_db
def test_every_kind_says_in_fact_what_the_page_says_of_it() -> None:
    """Each module of the house walked once: no verb the page does not have."""
    seed_site()
    loaded = load_all(settings.FIXTURES / "modules")[: len(FOLDERS)]
    kinds = {activity_iri(each.key): each.kind for one in loaded for each in one.edition.activities.all()}
    for number, one in enumerate(loaded):
        walk(make_learner(f"Nadège-{number}"), one.edition, MONTH_AGO, 99, Random(number))
    heard: dict[str, set[str]] = defaultdict(set)
    for statement in Statement.objects.all():
        content = statement.as_json()
        around = content["context"]["contextActivities"]
        parents = [each["id"] for each in around.get("parent", [])]
        kind = next((kinds[iri] for iri in (content["object"]["id"], *parents) if iri in kinds), None)
        if kind is not None:
            heard[kind].add(content["verb"]["id"].rsplit("/", 1)[-1])
            assert content["context"]["registration"]
            assert len(around["grouping"]) == len(around["category"]) == len(parents) == 1
    assert set(heard) == set(TYPE_OF_KIND) - {"positioning"}  # which has its own test of its statements
    for kind, verbs in heard.items():
        assert {"attempted"} < verbs <= verbs_in(kind), kind
