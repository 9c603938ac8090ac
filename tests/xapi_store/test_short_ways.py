"""The short ways in and out (few statements in one question, COPY, what is remembered) say what the long ones say."""

import zlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from django.db import connection, connections
from django.test import override_settings

from tests.xapi_store.asking import Asker
from tests.xapi_store.cast import AWA, BRUNO, LESSON, MODULE, REGISTRATION, VOIDED, refer, say, say_all
from tests.xapi_store.test_concurrency import together
from xapi_store import searching
from xapi_store.http import credentials, straight
from xapi_store.models import Credential, Link, Reference, ReferenceLink, Statement
from xapi_store.payload import unpack
from xapi_store.postgresql import AlreadyThere
from xapi_store.recording import record
from xapi_store.sid import make_sids

THEN = "2026-11-21T10:00:00.000Z"
FEW, MANY = 3, 150


def tell(count: int, **changes: Any) -> list[dict[str, Any]]:
    return [say(id=str(uuid4()), timestamp=THEN, **changes) for _ in range(count)]


def ids(statements: list[dict[str, Any]]) -> list[str]:
    return [str(statement["id"]) for statement in statements]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestOutsideAnyTransaction:
    """As requests are: on PostgreSQL, only there are the short ways in taken."""

    @pytest.mark.parametrize("count", [1, FEW, MANY])
    def test_every_statement_is_stored_in_order_with_its_links(self, count: int) -> None:
        statements = tell(count, context={"registration": str(REGISTRATION), "contextActivities": {"parent": [MODULE]}})
        asker = Asker()
        for _ in range(2):  # the second time, the definition is known
            assert asker.say(*statements) == ids(statements)
            statements = [{**statement, "id": str(uuid4())} for statement in statements]
        assert Statement.objects.count() == 2 * count
        assert Link.objects.count() == 2 * count * 3
        assert (
            asker.find(registration=str(REGISTRATION), ascending="true")[count:]
            == [str(one) for one in Statement.objects.in_order()][count:]
        )
        assert Statement.objects.for_registration(REGISTRATION).count() == 2 * count

    @pytest.mark.parametrize("count", [1, FEW, MANY])
    def test_what_was_sent_again_is_accepted_and_another_under_its_id_is_not(self, count: int) -> None:
        statements, asker = tell(count), Asker()
        for _ in range(2):
            assert asker.say(*statements) == ids(statements)
        assert asker.post([*tell(1), {**statements[-1], "actor": BRUNO}]).status_code == 409
        assert Statement.objects.count() == count

    @pytest.mark.parametrize("count", [FEW, MANY])
    def test_some_of_which_are_there_already(self, count: int) -> None:
        first, asker = tell(count), Asker()
        asker.say(*first)
        both = [*tell(count), *first]
        assert asker.say(*both) == ids(both)
        assert Statement.objects.count() == 2 * count

    def test_a_statement_that_another_waits_for_is_linked_or_voided_as_it_comes(self) -> None:
        asker = Asker()
        asker.say(*tell(1))
        first, second = tell(2)
        (referring,) = asker.say(say(actor=BRUNO, object=refer(UUID(str(first["id"])))))
        asker.say(say(verb=VOIDED, object=refer(UUID(str(second["id"])))))
        asker.say(first, second)
        assert referring in asker.find(agent=AWA)
        assert ReferenceLink.objects.exists()
        assert list(Statement.objects.filter(voided=True)) == [Statement.objects.get(statement_id=second["id"])]
        assert Reference.objects.count() == 2

    @pytest.mark.parametrize("count", [1, MANY])
    def test_a_sid_already_taken_is_drawn_again(self, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
        asker = Asker()
        asker.say(*tell(1))
        taken = Statement.objects.get().sid
        drawn = iter([taken, taken])

        def draw(number: int, moment: datetime) -> list[int]:
            first = next(drawn, None)
            return make_sids(number, moment) if first is None else list(range(first, first + number))

        monkeypatch.setattr("xapi_store.postgresql.insert_at_once", _always_taken)
        monkeypatch.setattr("xapi_store.rows.make_sids", draw)
        assert len(asker.say(*tell(count))) == count
        assert Statement.objects.count() == 1 + count

    def test_writers_of_the_same_statements_in_any_order_wait_for_each_other_and_no_more(self) -> None:
        asker, statements = Asker(), tell(MANY)
        asker.say(*tell(1))
        orders = [statements[::step] for step in (1, -1)] + [statements[50:] + statements[:50], statements[::2]]
        orders += [statements[start : start + 40][::step] for start in (0, 90) for step in (1, -1)]
        answers = together(*(lambda order=order: asker.post(order).status_code for order in orders))
        assert answers == [200] * 8
        assert Statement.objects.count() == 1 + MANY
        assert Link.objects.count() == 2 * (1 + MANY)


def _always_taken(*_: Any) -> int:
    raise AlreadyThere


@pytest.mark.django_db
class TestWhatIsKept:
    def test_a_text_that_needs_nothing_is_kept_byte_for_byte(self) -> None:
        text = b' {"version":"1.0.3", "id":"%b",\n "actor":{"mbox":"mailto:a@b.example"},' % str(uuid4()).encode()
        text += b'"verb":{"id":"http://a/\\u00e9"},'
        text += b'"timestamp":"2026-11-21T10:00:00Z", "object":{"id":"http://a/b"},"result":{"score":{"raw":1.50e1}}}\n'
        assert Asker().post(text).status_code == 200
        assert unpack(bytes(Statement.objects.get().payload)) == text.strip()

    def test_a_statement_whose_text_was_rewritten_is_still_equal_to_the_one_received(self) -> None:
        statement = record(say_all()).statement
        kept = statement.as_json()
        del kept["result"]["response"]
        statement.rewrite(msgspec.json.encode(kept))
        assert not record(say_all()).is_new
        assert "response" not in Statement.objects.get().as_json()["result"]

    def test_what_zlib_packed_is_still_read(self) -> None:
        assert unpack(zlib.compress(b'{"a":1}')) == b'{"a":1}'


@pytest.mark.django_db
class TestWhatIsRemembered:
    def test_a_credential_closed_here_is_refused_at_once(self) -> None:
        asker = Asker()
        assert asker.get().status_code == 200
        Credential.objects.filter(pk=asker.credential.pk).update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
        assert asker.get().status_code == 401

    def test_a_credential_that_lost_its_scopes_or_is_gone_is_refused_at_once(self) -> None:
        asker = Asker()
        assert asker.get().status_code == 200
        asker.credential.scopes = ["statements/write"]
        asker.credential.save()
        assert asker.get().status_code == 403
        asker.credential.delete()
        assert asker.get().status_code == 401

    def test_a_credential_closed_elsewhere_is_refused_a_second_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asker = Asker()
        assert asker.get().status_code == 200
        with connection.cursor() as cursor:  # as another process does: nobody here is told
            cursor.execute("UPDATE xapi_store_credential SET expires_at = opened_at")
        later = credentials.time.monotonic() + 1.01
        monkeypatch.setattr(credentials.time, "monotonic", lambda: later)
        assert asker.get().status_code == 401

    def test_a_remembered_credential_ends_when_it_expires(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asker = Asker(expires_at=datetime.now(UTC) + timedelta(hours=1))
        assert asker.get().status_code == 200
        monkeypatch.setattr(credentials.timezone, "now", lambda: datetime.now(UTC) + timedelta(hours=2))
        assert asker.get().status_code == 401


@pytest.mark.django_db
def test_the_way_past_the_pages_answers_as_the_way_through_them(settings: Any) -> None:
    asker = Asker()
    asker.say(say())
    straight = asker.get(activity=LESSON["id"])
    without = [name for name in settings.MIDDLEWARE if not name.endswith("StraightToStore")]
    assert len(without) == len(settings.MIDDLEWARE) - 1
    with override_settings(MIDDLEWARE=without):
        through = asker.get(activity=LESSON["id"])
    assert (straight.status_code, straight.content) == (through.status_code, through.content)
    assert straight.headers["Content-Length"] == through.headers["Content-Length"]
    assert "csrftoken" not in straight.cookies


@pytest.mark.django_db
def test_a_database_that_answered_a_second_ago_is_not_asked_whether_it_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asker = Asker()
    asker.get()
    asked: list[bool] = []
    monkeypatch.setattr(connections["default"], "is_usable", lambda: asked.append(True) or True)
    monkeypatch.setattr(connections["default"], "health_check_enabled", True)
    monkeypatch.setattr(connections["default"], "health_check_done", False)
    asker.get()
    assert not asked
    monkeypatch.setattr(connections["default"], "health_check_done", False)
    later = straight.time.monotonic() + 1.01
    monkeypatch.setattr(straight.time, "monotonic", lambda: later)
    asker.get()
    assert asked == [True]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 2, 30])
def test_a_search_whose_first_piece_holds_too_little_goes_on_by_its_rarest_condition(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_LARGEST_PIECE", 7)
    asker = Asker()
    rare = [statement["id"] for statement in tell(count)]
    rare_verb = {"id": "https://house.example/verbs/rare"}
    asker.say(*(say(id=statement_id, verb=rare_verb) for statement_id in rare), say())
    asker.say(*(say(actor=AWA) for _ in range(60)))
    found = asker.find(activity=LESSON["id"], agent=AWA, verb=rare_verb["id"], limit="2")
    assert found == rare[::-1]


@pytest.mark.django_db
def test_a_search_that_often_fits_looks_at_as_much_more_as_it_takes_and_counts_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    verbs = [{"id": f"https://house.example/verbs/{number}"} for number in range(8)]
    asker = Asker()
    for start in range(0, 160, 40):
        asker.say(*(say(id=str(uuid4()), verb=verbs[number % 8]) for number in range(start, start + 40)))
    pieces: list[int] = []
    look = searching._look
    monkeypatch.setattr(searching, "_FIRST_PIECE", 4)
    monkeypatch.setattr(
        searching, "_look", lambda search, leaders, piece: (pieces.append(piece), look(search, leaders, piece))[1]
    )
    monkeypatch.setattr(searching, "_rarest_first", lambda *_: pytest.fail("what often fits needs no counting"))
    found = asker.find(activity=LESSON["id"], verb=verbs[3]["id"], limit="9")
    assert len(found) == 20
    assert pieces[:2] == [40, 60]  # five of forty fitted: five more wanted, and half as many again
