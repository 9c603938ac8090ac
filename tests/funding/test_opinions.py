"""Opinions through the engine: no line, and no difference between two tables, is about 1 to k - 1 people."""

from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.funding.grid import FUNDER_RULES
from lms.funding.models import OpinionTable
from lms.funding.opinions import OPINION_RULES, group_answers, issue_opinions, read_opinions
from modules.activities.questionnaire.opinions import TOGETHER
from modules.models import EditionActivity, OpinionCount
from tests.cast import make_institute_with_module

K = OPINION_RULES.k
counted = st.lists(st.integers(0, 40), min_size=2, max_size=5).map(lambda each: dict(enumerate(each)))


def test_there_is_one_k_for_funders_and_for_opinions() -> None:
    assert FUNDER_RULES.k == K == TOGETHER


def test_answers_that_few_people_gave_are_told_with_others() -> None:
    assert group_answers({0: 2, 1: 12, 2: 20, 3: 9}) == [((0, 3), 11), ((1,), 12), ((2,), 20)]


def test_when_only_one_line_would_be_left_nothing_is_shown() -> None:
    assert group_answers({0: 30, 1: 4}) == []
    assert group_answers({0: 30, 1: 0}) == []


@given(counted)
def test_every_line_holds_k_people_and_together_they_are_everybody(counts: dict[int, int]) -> None:
    if groups := group_answers(counts):
        assert len(groups) > 1
        assert all(people >= K for _places, people in groups)
        assert sum(people for _places, people in groups) == sum(counts.values())
        assert sorted(place for places, _people in groups for place in places) == sorted(counts)


@given(counted, st.lists(st.integers(0, 40), min_size=5, max_size=5))
def test_a_later_table_splits_the_one_before_and_each_of_its_lines_moved_by_k(
    counts: dict[int, int], more: list[int]
) -> None:
    before = group_answers(counts)
    after = group_answers({place: people + more[place] for place, people in counts.items()}, before)
    if not before or not after:
        return
    for places, people in before:
        inside = [(those, n) for those, n in after if set(those) <= set(places)]
        assert sorted(place for those, _ in inside for place in those) == sorted(places)
        assert sum(n for _, n in inside) - people >= K
        assert all(n >= K for _, n in inside)


def test_a_line_that_moved_by_few_keeps_the_earlier_table() -> None:
    before = group_answers({0: 11, 1: 11})
    assert group_answers({0: 21, 1: 23}, before) == []
    assert group_answers({0: 22, 1: 23}, before) == [((0,), 22), ((1,), 23)]


@pytest.fixture
def activity(tmp_path: Path) -> EditionActivity:
    gene = ["Rien", "La vue", "Le bruit"]
    questions = [
        {"key": "duree", "number": 0, "text": "La durée", "answers": [{"text": "Courte"}, {"text": "Juste"}]},
        {"key": "gene", "number": 0, "text": "Une gêne ?", "several": True, "answers": [{"text": e} for e in gene]},
    ]
    content = {
        "kind": "questionnaire",
        "key": "avis",
        "title": "Votre avis",
        "minutes": 4,
        "purpose": "Dire.",
        "anonymous": True,
        "intro": "Sans nom.",
        "questions": questions,
    }
    own = {"key": uuid4(), "kind": "questionnaire", "slug": "avis", "title": "Votre avis", "planned_minutes": 4}
    edition = make_institute_with_module(tmp_path).edition
    return EditionActivity.objects.create(edition=edition, position=9, content=content, **own)


def tell(activity: EditionActivity, people: int, **counts: list[int]) -> int:
    """So many people in all, so many for each answer; how many tables were issued."""
    rows = [("", 0, people), *((name, place, n) for name, each in counts.items() for place, n in enumerate(each))]
    for question, answer, shown in rows:
        OpinionCount.objects.update_or_create(
            activity=activity, question=question, answer=answer, defaults={"shown": shown}
        )
    return issue_opinions(activity)


@pytest.mark.django_db
def test_what_may_be_read_is_read_and_the_rest_is_held_back_with_its_name(activity: EditionActivity) -> None:
    assert tell(activity, 33, duree=[12, 21], gene=[14, 3, 30]) == 2
    opinions = read_opinions(activity)
    assert opinions.people == 33
    length, trouble = opinions.questions
    assert [(line.answers, line.people, line.among) for line in length.lines] == [
        (["Courte"], 12, 33),
        (["Juste"], 21, 33),
    ]
    assert [(line.answers, line.people, line.among) for line in trouble.lines] == [(["Rien"], 14, 33)]
    assert trouble.held_back == ["La vue", "Le bruit"]  # 3 people did, 3 people did not


@pytest.mark.django_db
def test_a_table_stands_until_each_of_its_lines_has_moved(activity: EditionActivity) -> None:
    tell(activity, 22, duree=[11, 11], gene=[0, 0, 0])
    assert tell(activity, 33, duree=[12, 21], gene=[0, 0, 0]) == 0
    assert OpinionTable.objects.get().groups == [[[0], 11], [[1], 11]]
    assert tell(activity, 44, duree=[22, 22], gene=[0, 0, 0]) == 1
    assert [line.people for line in read_opinions(activity).questions[0].lines] == [22, 22]


@pytest.mark.django_db
def test_fewer_than_k_people_are_not_even_counted_aloud(activity: EditionActivity) -> None:
    assert tell(activity, K - 1, duree=[5, 5], gene=[0, 0, 0]) == 0
    assert read_opinions(activity).people == 0
