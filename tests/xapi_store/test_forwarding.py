"""Statements go on to another store: all of them, in order, each once at the other end, whatever happens on the way."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.xapi_store.asking import Asker
from tests.xapi_store.cast import ANSWERED, AWA, BRUNO, HOME, LESSON, REGISTRATION, VOIDED, refer, say
from tests.xapi_store.other_store import OtherStore, open_store
from tests.xapi_store.test_attachments import CONTENT, describe, part, send
from xapi_store import outgoing, tasks, windows
from xapi_store.forwarding import forward, forwarding_lag, retry_refused
from xapi_store.models import ForwardingTarget, Statement
from xapi_store.outgoing import AddressRefused, check_address, find_place
from xapi_store.recording import record, record_many
from xapi_store.sealing import SealBroken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _settings(settings: Any, tmp_path: Any) -> None:
    settings.XAPI_STORE = {**settings.XAPI_STORE, "FORWARDING_PRIVATE": True}
    attachments = {**settings.STORAGES["attachments"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "attachments": attachments}


@pytest.fixture
def other() -> Iterator[OtherStore]:
    with open_store() as store:
        yield store


def aim_at(other: OtherStore, **fields: Any) -> ForwardingTarget:
    target = ForwardingTarget(name=fields.pop("name", "there"), endpoint=other.address, key="k", **fields)
    target.set_secret("s3cret")
    target.save()
    return target


def seen_from_now(target: ForwardingTarget) -> ForwardingTarget:
    """As it is in the database, its wait over."""
    ForwardingTarget.objects.filter(pk=target.pk).update(next_try_at=None)
    return ForwardingTarget.objects.get(pk=target.pk)


def ids_here() -> list[str]:
    return [str(statement) for statement in Statement.objects.in_order()]


def test_everything_goes_in_order_under_its_own_id(other: OtherStore) -> None:
    record_many([say(result={"score": {"raw": number}}) for number in range(120)])
    target = aim_at(other)
    assert forward(target) is False
    assert other.order == ids_here()
    assert sum(other.batches) == 120
    assert forward(seen_from_now(target)) is False
    assert sum(other.batches) == 120
    target.refresh_from_db()
    assert (target.sent, target.failures, target.lease) == (120, 0, None)


def test_what_goes_is_the_statement_as_it_was_received(other: OtherStore) -> None:
    (statement_id,) = Asker(version="2.0.0").say(say(result={"score": {"raw": 1.50}}))
    forward(aim_at(other))
    kept = other.kept[statement_id]
    here = Statement.objects.get().as_json()
    assert kept == {name: here[name] for name in here if name not in {"authority", "stored"}}


def test_each_statement_goes_in_its_own_version(other: OtherStore) -> None:
    Asker().say(say(), say())
    Asker(version="2.0.0").say(say())
    forward(aim_at(other))
    versions = [{name.lower(): value for name, value in asked.items()} for asked in other.asked]
    assert [asked["x-experience-api-version"] for asked in versions] == ["1.0.3", "2.0.0"]


def test_attachments_go_with_their_statement(other: OtherStore) -> None:
    assert send(Asker(), say(attachments=[describe(CONTENT)]), part(CONTENT)).status_code == 200
    Asker().say(say())
    forward(aim_at(other))
    assert other.order == ids_here()
    assert other.asked[0]["Content-Type"].startswith("multipart/mixed")


FILTERS = {
    "verb": ({"verb": ANSWERED["id"]}, [0, 1, 2]),
    "activity": ({"activity": LESSON["id"]}, [0, 2, 3]),
    "agent": ({"agent": json.dumps(AWA)}, [0, 1, 3]),
    "registration": ({"registration": REGISTRATION}, [0]),
    "two of them": ({"verb": ANSWERED["id"], "activity": LESSON["id"]}, [0, 2]),
    "none": ({}, [0, 1, 2, 3]),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_lets_through_what_it_names_and_no_more(name: str, other: OtherStore) -> None:
    recorded = record_many(
        [
            say(context={"registration": str(REGISTRATION)}),
            say(object={"id": f"{HOME}/else"}),
            say(actor=BRUNO),
            say(verb={"id": f"{HOME}/read"}),
        ]
    )
    fields, wanted = FILTERS[name]
    forward(aim_at(other, **fields))
    assert other.order == [str(recorded[position].statement) for position in wanted]
    assert forwarding_lag()["seconds_behind"] == 0


def test_a_voiding_goes_where_the_statement_it_voids_went(other: OtherStore) -> None:
    answered, read = record_many([say(), say(verb={"id": f"{HOME}/read"})])
    voidings = [
        record(say(verb=VOIDED, object=refer(one.statement.statement_id))).statement for one in (answered, read)
    ]
    forward(aim_at(other, verb=ANSWERED["id"]))
    assert other.order == [str(answered.statement), str(voidings[0])]


def test_a_filter_that_fits_many_goes_on_where_it_stopped(other: OtherStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "WINDOW", 3)
    record_many([say(actor=AWA if number % 3 else BRUNO) for number in range(20)])
    forward(aim_at(other, agent=json.dumps(AWA)))
    here = [str(each) for each in Statement.objects.in_order() if each.as_json()["actor"] == AWA]
    assert other.order == here


def test_only_what_can_be_read_for_good_goes(other: OtherStore, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (record(say()).statement for _ in range(2))
    monkeypatch.setattr(windows, "consistent_through", lambda: second.stored)
    target = aim_at(other)
    forward(target)
    assert other.order == [str(first)]
    monkeypatch.undo()
    forward(seen_from_now(target))
    assert other.order == [str(first), str(second)]


def test_after_an_outage_it_goes_on_where_it_was_and_waits_longer_each_time(other: OtherStore) -> None:
    record_many([say() for _ in range(60)])
    target, waits = aim_at(other), []
    other.faults = [(503, {})] * 3
    for _ in range(3):
        forward(seen_from_now(target))
        target.refresh_from_db()
        waits.append((target.next_try_at - timezone.now()).total_seconds())
    assert waits == pytest.approx([10, 20, 40], abs=2)
    assert (target.failures, "503" in target.last_error) == (3, True)
    assert not ForwardingTarget.objects.due(timezone.now()).exists()
    assert forwarding_lag()["failing"] == 1
    forward(seen_from_now(target))
    assert other.order == ids_here()
    target.refresh_from_db()
    assert (target.failures, target.last_error) == (0, "")


def test_it_waits_as_long_as_the_other_end_asks(other: OtherStore) -> None:
    record(say())
    target = aim_at(other)
    other.faults = [(429, {"Retry-After": "90"})]
    forward(target)
    target.refresh_from_db()
    assert (target.next_try_at - timezone.now()).total_seconds() == pytest.approx(90, abs=3)


def test_a_wait_has_an_end() -> None:
    target = ForwardingTarget(name="there", endpoint="https://lrs.example", failures=40)
    target.save()
    target.note_failure("down", timedelta(days=300))
    target.refresh_from_db()
    assert (target.next_try_at - timezone.now()).total_seconds() <= 3600


def test_when_nobody_answers_nothing_is_lost(other: OtherStore) -> None:
    record(say())
    target = aim_at(other)
    ForwardingTarget.objects.update(endpoint="http://127.0.0.1:9/xapi")
    forward(ForwardingTarget.objects.get())
    target.refresh_from_db()
    assert (target.failures, target.cursor) == (1, 0)


def test_a_refused_statement_is_set_aside_and_those_behind_it_go_on(other: OtherStore) -> None:
    ids = [str(one.statement) for one in record_many([say() for _ in range(60)])]
    other.poison = {ids[7], ids[55]}
    target = aim_at(other)
    forward(target)
    assert other.order == [each for each in ids if each not in other.poison]
    refused = target.refusals.all()
    assert {str(refusal.statement_id) for refusal in refused} == other.poison
    assert {(refusal.status, refusal.problem) for refusal in refused} == {(400, '{"problem": "as told"}')}
    target.refresh_from_db()
    assert (target.sent, forwarding_lag()["set_aside"]) == (58, 2)


def test_what_was_set_aside_is_sent_again_when_asked(other: OtherStore) -> None:
    ids = [str(one.statement) for one in record_many([say() for _ in range(3)])]
    other.poison = set(ids[:2])
    target = aim_at(other)
    forward(target)
    other.poison = {ids[0]}
    assert retry_refused(seen_from_now(target)) == 1
    assert [str(refusal.statement_id) for refusal in target.refusals.all()] == [ids[0]]
    assert ids[1] in other.kept


def test_a_store_that_answers_409_to_an_equal_statement_has_it(other: OtherStore) -> None:
    ids = [str(one.statement) for one in record_many([say() for _ in range(4)])]
    target = aim_at(other)
    forward(target)
    ForwardingTarget.objects.update(cursor=0)
    other.conflicts = True
    other.kept[ids[2]] = {**other.kept[ids[2]], "verb": {"id": f"{HOME}/other"}}
    forward(seen_from_now(target))
    assert [str(refusal.statement_id) for refusal in target.refusals.all()] == [ids[2]]
    assert other.order == ids


def test_killed_between_sending_and_noting_it_sends_again_and_doubles_nothing(
    other: OtherStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_many([say() for _ in range(120)])
    target, advance, moves = aim_at(other), ForwardingTarget.advance, []

    def die(self: ForwardingTarget, sid: int, sent: int) -> bool:
        moves.append(sid)
        if len(moves) == 3:
            raise KeyboardInterrupt
        return advance(self, sid, sent)

    monkeypatch.setattr(ForwardingTarget, "advance", die)
    monkeypatch.setattr(ForwardingTarget, "leave", lambda self: None)  # a killed process leaves nothing
    with pytest.raises(KeyboardInterrupt):
        forward(target)
    monkeypatch.undo()
    assert forward(seen_from_now(target)) is False  # held until the lease ends
    assert len(other.order) == 100
    ForwardingTarget.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    forward(seen_from_now(target))
    assert other.order == ids_here()
    assert sum(other.batches) == 170


def test_one_process_at_a_time_sends_to_a_target_and_one_taken_over_stops(other: OtherStore) -> None:
    target = aim_at(other)
    assert target.take() is True
    assert ForwardingTarget.objects.get().take() is False
    ForwardingTarget.objects.update(lease=uuid4())
    assert target.advance(5, 1) is False
    target.note_failure("not mine any more")
    target.refresh_from_db()
    assert (target.cursor, target.failures) == (0, 0)


def test_a_closed_target_gets_nothing(other: OtherStore) -> None:
    record(say())
    assert forward(aim_at(other, is_open=False)) is False
    assert other.order == []
    assert forwarding_lag() == {"targets": 0, "failing": 0, "set_aside": 0, "seconds_behind": 0}


def test_the_clock_sends_to_every_target_that_is_due(other: OtherStore) -> None:
    record(say())
    aim_at(other)
    aim_at(other, name="waiting", next_try_at=timezone.now() + timedelta(minutes=5))
    tasks.forward_all()
    assert other.order == ids_here()
    tasks.forward_to(0)


def test_the_lag_is_the_age_of_what_waits(other: OtherStore, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = record(say()).statement.stored.timestamp()
    aim_at(other)
    monkeypatch.setattr("xapi_store.forwarding.time.time", lambda: stored + 42)
    assert forwarding_lag()["seconds_behind"] == 42


def test_a_secret_is_kept_sealed_and_opens_with_the_key_of_the_project_only(settings: Any, other: OtherStore) -> None:
    target = aim_at(other)
    assert "s3cret" not in str(ForwardingTarget.objects.values())
    assert target.secret() == "s3cret"
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret of the same length"
    assert target.secret() == "s3cret"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(SealBroken):
        target.secret()
    forward(target)
    target.refresh_from_db()
    assert "à nouveau" in target.last_error


PRIVATE = ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "[fd00::1]"]
PRIVATE += ["[2002:0a00:0001::1]", "[64:ff9b::a00:1]", "0.0.0.0", "224.0.0.1", "100.64.0.1"]  # noqa: S104


@pytest.mark.parametrize("host", PRIVATE)
def test_a_private_address_is_not_called(host: str, settings: Any) -> None:
    settings.XAPI_STORE = {**settings.XAPI_STORE, "FORWARDING_PRIVATE": False}
    for ask in (check_address, find_place):
        with pytest.raises(AddressRefused, match="réseau privé"):
            ask(f"https://{host}/xapi")


@pytest.mark.parametrize(
    "address",
    [
        "http://lrs.example", "ftp://lrs.example", "lrs.example", "https://", "https://k:s@lrs.example", "https://a:b",
        "https://lrs.example/?x=1", "https://lrs.example/#x", "https://[::1",
    ],
)  # fmt: skip
def test_only_https_addresses_without_a_key_in_them_are_called(address: str, settings: Any) -> None:
    settings.XAPI_STORE = {**settings.XAPI_STORE, "FORWARDING_PRIVATE": False}
    with pytest.raises(AddressRefused):
        check_address(address)


def test_plain_http_stays_inside_even_when_private_addresses_are_allowed() -> None:
    with pytest.raises(AddressRefused, match="en https"):
        check_address("http://8.8.8.8/xapi")


def test_a_name_that_leads_inside_is_not_called_and_the_checked_address_is(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.XAPI_STORE = {**settings.XAPI_STORE, "FORWARDING_PRIVATE": False}

    def answer(*ips: str) -> None:
        found = [(2, 1, 6, "", (ip, 443)) for ip in ips]
        monkeypatch.setattr(outgoing.socket, "getaddrinfo", lambda *_, **__: found)

    answer("93.184.216.34", "10.0.0.1")
    with pytest.raises(AddressRefused):
        find_place("https://lrs.example/xapi/")
    answer("93.184.216.34")
    place = find_place("https://lrs.example/xapi/")
    assert (place.ip, place.host, place.path) == ("93.184.216.34", "lrs.example", "/xapi")


def test_every_call_has_its_time_outs(other: OtherStore) -> None:
    timeout = outgoing.TIMEOUT
    assert (timeout.connect_timeout, timeout.total) == (5, 60)
    assert timeout.read_timeout is not None
