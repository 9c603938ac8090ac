"""A search finds what the specification says, whatever the conditions: compared with the plain reading of its text."""

from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.xapi_store.asking import Asker
from tests.xapi_store.cast import ANSWERED, AWA, BRUNO, HOME, LESSON, MODULE, REGISTRATION, TEAM, VOIDED, refer, say
from xapi_store import references, searching
from xapi_store.models import ReferenceLink, Statement
from xapi_store.recording import record

pytestmark = pytest.mark.django_db

PASSED = {"id": "http://adlnet.gov/expapi/verbs/passed"}


def test_a_statement_is_found_by_what_it_refers_to_however_far() -> None:
    """Communication 2.1.3, filter conditions for StatementRefs, in any order of arrival."""
    a, b, c = (uuid4() for _ in range(3))
    asker = Asker()
    asker.say(say(id=str(a), actor=BRUNO, object=refer(b)))
    asker.say(say(id=str(b), actor=BRUNO, object=refer(c)))
    asker.say(say(id=str(c), verb=PASSED, object=MODULE, context={"registration": str(REGISTRATION)}))
    every = [str(c), str(b), str(a)]
    assert asker.find(activity=MODULE["id"]) == every
    assert asker.find(verb=PASSED["id"]) == every
    assert asker.find(agent=AWA) == every
    assert asker.find(registration=str(REGISTRATION), agent=AWA, verb=PASSED["id"]) == every
    assert asker.find(agent=AWA, verb=ANSWERED["id"]) == []
    assert asker.find(agent=BRUNO) == [str(b), str(a)]


def test_what_voids_a_statement_is_found_by_it_and_the_voided_is_not() -> None:
    asker = Asker()
    (target,) = asker.say(say(object=MODULE))
    (voiding,) = asker.say(say(actor=BRUNO, verb=VOIDED, object=refer(UUID(target))))
    assert asker.find(activity=MODULE["id"]) == [voiding]


def test_statements_that_refer_to_each_other_do_not_turn_for_ever() -> None:
    a, b, c = (uuid4() for _ in range(3))
    asker = Asker()
    for one, other in ((a, b), (b, c), (c, a)):
        asker.say(say(id=str(one), object=refer(other)))
    assert asker.find(agent=AWA) == [str(c), str(b), str(a)]


def test_a_long_chain_of_references_keeps_a_bounded_number_of_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "_MOST_ROWS", 20)
    ids = [uuid4() for _ in range(30)]
    record(say(id=str(ids[0])))
    for before, after in pairwise(ids):
        last = record(say(id=str(after), object=refer(before))).statement
    assert ReferenceLink.objects.filter(sid=last.sid).count() < 30


def test_the_authority_is_a_related_agent() -> None:
    asker = Asker()
    ids = asker.say(say(), say())
    Asker().say(say())
    authority = asker.get(statementId=ids[0]).json()["authority"]
    assert asker.find(agent=authority, related_agents=True) == ids[::-1]
    assert asker.find(agent=authority) == []


AGENTS = [AWA, BRUNO, {"objectType": "Agent", "mbox": "mailto:chloe@house.example"}]
ACTIVITIES = [LESSON, MODULE, {"id": f"{HOME}/activities/other"}]
VERBS = [ANSWERED, PASSED]
REGISTRATIONS = [str(REGISTRATION), str(UUID(int=7))]


@st.composite
def tellings(draw: st.DrawFn) -> dict[str, Any]:
    """A statement about one of few things, so that searches find several."""
    statement = say(actor=draw(st.sampled_from([*AGENTS, TEAM])), verb=draw(st.sampled_from(VERBS)))
    statement["object"] = draw(st.sampled_from([*ACTIVITIES, *AGENTS]))
    context = {
        "registration": draw(st.none() | st.sampled_from(REGISTRATIONS)),
        "instructor": draw(st.none() | st.sampled_from(AGENTS)),
        "contextActivities": draw(st.none() | st.sampled_from(ACTIVITIES).map(lambda one: {"parent": [one]})),
    }
    statement["context"] = {name: value for name, value in context.items() if value is not None}
    return {**statement, "id": str(draw(st.uuids()))}


@st.composite
def searches(draw: st.DrawFn) -> dict[str, Any]:
    optional = {
        "agent": st.sampled_from(AGENTS),
        "activity": st.sampled_from(ACTIVITIES).map(lambda one: one["id"]),
        "verb": st.sampled_from(VERBS).map(lambda one: one["id"]),
        "registration": st.sampled_from(REGISTRATIONS),
        "related_agents": st.booleans(),
        "related_activities": st.booleans(),
        "ascending": st.booleans(),
        "limit": st.integers(1, 4).map(str),
    }
    return draw(st.fixed_dictionaries({}, optional=optional))


def plainly_matches(statement: dict[str, Any], search: dict[str, Any]) -> bool:
    """The conditions, read word by word."""
    context = statement["context"]
    agents = [statement["actor"], *statement["actor"].get("member", []), statement["object"]]
    activities = [statement["object"].get("id")]
    if search.get("related_agents"):
        agents.append(context.get("instructor"))
    if search.get("related_activities"):
        activities += [one["id"] for one in context.get("contextActivities", {}).get("parent", [])]
    return (
        ("agent" not in search or search["agent"] in agents)
        and ("activity" not in search or search["activity"] in activities)
        and search.get("verb") in {None, statement["verb"]["id"]}
        and search.get("registration") in {None, context.get("registration")}
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(tellings(), min_size=1, max_size=12, unique_by=lambda one: one["id"]),
    asked=st.lists(searches(), min_size=1, max_size=4),
)
def test_a_search_finds_what_its_conditions_say(
    told: list[dict[str, Any]], asked: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_FIRST_PIECE", 1)
    monkeypatch.setattr(searching, "_LARGEST_PIECE", 2)
    Statement.objects.all().delete()
    asker = Asker()
    asker.say(*told)
    for search in asked:
        expected = [statement["id"] for statement in told if plainly_matches(statement, search)]
        assert asker.find(**search) == (expected if search.get("ascending") else expected[::-1])
