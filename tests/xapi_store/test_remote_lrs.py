"""tincan's RemoteLRS, written by others, against the live store: what it says is kept, what it asks is found.

It has no time-out of its own (hence the default of sockets here), and it rewrites what it reads (a raw 18 becomes
18.0): what it gives back is compared by what it means.
"""

import socket
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from tincan import (
    Activity,
    ActivityProfileDocument,
    Agent,
    AgentAccount,
    RemoteLRS,
    StateDocument,
    Statement,
    StatementRef,
    Verb,
)

from tests.xapi_store.asking import Asker
from tests.xapi_store.cast import AWA as ACCOUNT
from tests.xapi_store.cast import HOME, LESSON

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
AWA = Agent(account=AgentAccount(name="awa", home_page=HOME))
ANSWERED = Verb(id="http://adlnet.gov/expapi/verbs/answered")
HERE = Activity(id=LESSON["id"])


@pytest.fixture
def asker(transactional_db: None) -> Asker:
    return Asker("all")


@pytest.fixture
def remote(live_server: Any, asker: Asker) -> Iterator[RemoteLRS]:
    socket.setdefaulttimeout(20)
    yield RemoteLRS(
        version="1.0.3",
        endpoint=f"{live_server.url}/xapi/1.0.3/",
        username=asker.credential.key,
        password=asker.secret,
    )
    socket.setdefaulttimeout(None)


def say(**changes: Any) -> Statement:
    return Statement(**{"actor": AWA, "verb": ANSWERED, "object": HERE, **changes})


def test_an_independent_client_saves_finds_and_keeps_documents(remote: RemoteLRS, asker: Asker) -> None:
    check_statements(remote)
    check_queries(remote)
    check_state(remote)
    check_profiles(remote, asker)


def seen(answer: Any) -> Any:
    """The document of an answer, with its ETag: RemoteLRS looks for it where it is not."""
    assert answer.success
    answer.content.etag = answer.response.getheader("ETag")
    return answer.content


def check_statements(remote: RemoteLRS) -> None:
    with pytest.raises(ValueError, match=r"2\.0\.0"):  # it knows no version after its own, even in a list
        remote.about()
    put = remote.save_statement(say(id=str(uuid4())))  # with an id it says PUT, without one POST
    posted = remote.save_statement(say())
    assert (put.success, posted.success) == (True, True)
    given = remote.retrieve_statement(put.content.id)
    assert (given.success, given.content.actor.account.name) == (True, "awa")
    assert given.content.authority.account.name.startswith("credential-")
    voiding = say(verb=Verb(id="http://adlnet.gov/expapi/verbs/voided"), object=StatementRef(id=put.content.id))
    assert remote.save_statement(voiding).success
    assert not remote.retrieve_statement(put.content.id).success
    assert str(remote.retrieve_voided_statement(put.content.id).content.id) == str(put.content.id)


def check_queries(remote: RemoteLRS) -> None:
    saved = remote.save_statements([say(object=Activity(id=f"{HOME}/many"), id=str(uuid4())) for _ in range(5)])
    assert saved.success
    wanted = {str(each.id) for each in saved.content}
    answer = remote.query_statements({"activity": Activity(id=f"{HOME}/many"), "agent": AWA, "limit": 2})
    found = [str(each.id) for each in answer.content.statements]
    while answer.content.more:
        answer = remote.more_statements(answer.content)
        assert answer.success
        found += [str(each.id) for each in answer.content.statements]
    assert len(found) == 5
    assert set(found) == wanted


def check_state(remote: RemoteLRS) -> None:
    document = StateDocument(
        activity=HERE, agent=AWA, id="bookmark", content=bytearray(b'{"screen": 3}'), content_type="application/json"
    )
    assert remote.save_state(document).success
    given = seen(remote.retrieve_state(HERE, AWA, "bookmark"))
    assert bytes(given.content) == b'{"screen": 3}'
    assert remote.retrieve_state_ids(HERE, AWA).content == ["bookmark"]
    assert remote.delete_state(given).success
    assert remote.retrieve_state_ids(HERE, AWA).content == []
    assert remote.save_state(document).success
    assert remote.clear_state(HERE, AWA).success
    assert remote.retrieve_state_ids(HERE, AWA).content == []


def check_profiles(remote: RemoteLRS, asker: Asker) -> None:
    """Only who says what it has seen writes a profile (Communication 3.1): RemoteLRS can say If-Match, by the ETag.

    It cannot say that it has seen nothing (If-None-Match): another client writes first.
    """
    first = ActivityProfileDocument(activity=HERE, id="p", content=bytearray(b"one"), content_type="text/plain")
    assert remote.save_activity_profile(first).response.status == 400
    for path, whose in (("activities/profile", {"activityId": LESSON["id"]}), ("agents/profile", {"agent": ACCOUNT})):
        asker.put(b"one", path, content_type="text/plain", headers={"If-None-Match": "*"}, profileId="p", **whose)
    activity = seen(remote.retrieve_activity_profile(HERE, "p"))
    agent = seen(remote.retrieve_agent_profile(AWA, "p"))
    assert (bytes(activity.content), bytes(agent.content)) == (b"one", b"one")
    activity.content = agent.content = bytearray(b"two")
    assert remote.save_activity_profile(activity).success
    assert remote.save_agent_profile(agent).success
    assert not remote.save_agent_profile(agent).success  # it has not seen what it just wrote
    assert remote.retrieve_activity_profile_ids(HERE).content == ["p"]
    assert remote.retrieve_agent_profile_ids(AWA).content == ["p"]
    activity, agent = seen(remote.retrieve_activity_profile(HERE, "p")), seen(remote.retrieve_agent_profile(AWA, "p"))
    assert (bytes(activity.content), bytes(agent.content)) == (b"two", b"two")
    assert remote.delete_activity_profile(activity).success
    assert remote.delete_agent_profile(agent).success
