"""The site team reads the store in the studio, opens and closes who writes to it, and sees where it goes on to."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from lms.store.growth import months
from lms.store.sentences import write_sentence
from modules.models import ProjectionCursor, Reason, UnalignedStatement
from modules.projection import project
from modules.statements import actor_account, authority
from tests.cast import make_person
from tests.xapi_store.asking import Asker
from tests.xapi_store.cast import ANSWERED, AWA, BRUNO, HOME, LESSON, REGISTRATION, TEAM, VOIDED, refer, say
from xapi_store import storing
from xapi_store.models import AuditEntry, Credential, Deed, ForwardingRefusal, ForwardingTarget
from xapi_store.recording import record, record_many, void

pytestmark = pytest.mark.django_db
READ = {"id": f"{HOME}/read", "display": {"fr": "a lu", "en": "read"}}


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(make_person("Équipe du site", Role.SITE_ADMIN))
    sync_rights()
    return client


def read(client: Client, path: str = "", **parameters: Any) -> str:
    answer = client.get(f"/studio/depot/{path}", parameters)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def lines(page: str) -> list[str]:
    """The sentences of a list."""
    return re.findall(r'/studio/depot/enonce/[^"]+">([^<]+)</a>', page)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (say(), "awa a répondu à « Leçon »"),
        (say(actor=BRUNO, verb=READ), "br…@House.example a lu « Leçon »"),
        (say(verb={"id": f"{HOME}/verbs/heard"}), "awa heard « Leçon »"),
        (say(actor=TEAM, object=AWA), "un groupe de 2 a répondu à « awa »"),
        (say(verb=VOIDED, object=refer(REGISTRATION)), f"awa a annulé l’énoncé {REGISTRATION}"),
        (say(object={"objectType": "SubStatement", **say(verb=READ)}, verb=READ), "awa a lu « awa a lu « Leçon » »"),
        (say(actor={"mbox_sha1sum": "a" * 40}, object={"id": f"{HOME}/x"}), f"aaaaaaaa… a répondu à « {HOME}/x »"),
        (say(actor=actor_account(REGISTRATION)), "5d1c2f60… a répondu à « Leçon »"),
    ],
)
def test_a_statement_reads_as_a_sentence_that_names_nobody(told: dict[str, Any], sentence: str) -> None:
    assert write_sentence(told, {}).replace("\u202f", " ").replace("\xa0", " ") == sentence


SEARCHES = {
    "agent": ({"agent": json.dumps(AWA)}, [3, 1, 0]),
    "agent by address": ({"agent": "bruno@house.example"}, [2]),
    "verb": ({"verb": ANSWERED["id"]}, [2, 1, 0]),
    "activity": ({"activity": LESSON["id"]}, [3, 2, 0]),
    "activity, also in the context": ({"activity": LESSON["id"], "related": "on"}, [3, 2, 1, 0]),
    "registration": ({"registration": str(REGISTRATION)}, [1]),
    "from tomorrow": ({"since": (timezone.localdate() + timedelta(days=1)).isoformat()}, []),
    "from today until today": (
        {"since": timezone.localdate().isoformat(), "until": timezone.localdate().isoformat()},
        [3, 2, 1, 0],
    ),
    "until yesterday": ({"until": (timezone.localdate() - timedelta(days=1)).isoformat()}, []),
}


@pytest.mark.parametrize("name", SEARCHES)
def test_each_condition_finds_what_it_says(name: str, team: Client) -> None:
    context = {"registration": str(REGISTRATION), "contextActivities": {"parent": [LESSON]}}
    recorded = record_many(
        [
            say(),
            say(object={"id": f"{HOME}/else", "definition": {"name": {"fr": "Ailleurs"}}}, context=context),
            say(actor=BRUNO),
            say(verb=READ),
        ]
    )
    conditions, positions = SEARCHES[name]
    shown = re.findall(r'enonce/([0-9a-f-]+)/"', read(team, **conditions))
    assert shown == [str(recorded[position].statement) for position in positions]


def test_a_long_list_goes_on_from_where_it_stopped(team: Client) -> None:
    record_many([say() for _ in range(60)])
    seen, address = [], "?verb=" + ANSWERED["id"]
    while address:
        page = read(team, address)
        seen += re.findall(r'enonce/([0-9a-f-]+)/"', page)
        record(say())  # what comes meanwhile moves nothing
        address = (re.findall(r'href="(\?[^"]*after=\d+)"', page) or [""])[0]
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"agent": "{"}, "Cet agent ne peut pas être lu"),
        ({"verb": "answered"}, "Ce n’est pas un IRI"),
        ({"registration": "x"}, "UUID"),
        ({"agent": "\x00"}, ""),
        ({"after": "x"}, ""),
    ],
)
def test_what_cannot_be_searched_is_said_and_kept(parameters: dict[str, str], words: str, team: Client) -> None:
    record(say())
    page = read(team, **parameters)
    assert words in page
    assert lines(page) == []


def test_a_statement_is_shown_whole_as_it_is_kept(team: Client) -> None:
    statement = record(say(result={"score": {"raw": 1.50}, "response": "<b>oui</b>"})).statement
    answer = team.get(f"/studio/depot/enonce/{statement}/").content.decode()
    assert "&lt;b&gt;oui&lt;/b&gt;" in answer
    assert json.loads(unescape(re.search(r"<pre>(.*)</pre>", answer, re.DOTALL)[1])) == statement.as_json()  # type: ignore[index]
    void(statement.statement_id, actor=BRUNO, at=timezone.now())
    assert "annulé" in read(team, f"enonce/{statement}/")
    assert team.get(f"/studio/depot/enonce/{uuid4()}/").status_code == 404


def test_a_list_asks_the_database_as_often_for_many_as_for_few(team: Client) -> None:
    Asker().say(say(object={"id": f"{HOME}/0"}))
    project()
    counts = []
    for path in ("", "non-rattaches/", "acces/", "volume/", "journal/"):
        with CaptureQueriesContext(
            connection,
        ) as few:
            read(team, path)
        counts.append(len(few))
    for number in range(30):
        Asker().say(say(object={"id": f"{HOME}/{number}"}))
        AuditEntry.objects.note(Deed.PURGED, "somebody")
    project()
    for path, before in zip(("", "non-rattaches/", "acces/", "volume/", "journal/"), counts, strict=True):
        with CaptureQueriesContext(connection) as many:
            read(team, path)
        assert len(many) <= before, path
        assert before <= 16, path


def test_each_unaligned_statement_says_why_and_a_reason_narrows_the_list(team: Client) -> None:
    record(say(), authority=authority())
    Asker("all", may_give_evidence=True).say(say())
    Asker("all").say(say(verb=READ))
    assert "est lu en quelques secondes" in read(team, "non-rattaches/")
    project()
    page = read(team, "non-rattaches/").replace("\xa0", " ")
    assert lines(page) == ["awa a lu « Leçon »", "awa a répondu à « Leçon »"]
    assert "Son accès ne peut pas donner de preuve (1)" in page
    assert "Tous (2)" in page
    assert "<td>asker 1</td>" in page
    narrowed = read(team, "non-rattaches/", reason="credential").replace("\xa0", " ")
    assert lines(narrowed) == ["awa a lu « Leçon »"]
    assert lines(read(team, "non-rattaches/", reason="nonsense")) == lines(read(team, "non-rattaches/"))


def test_a_second_look_says_how_many_now_count_and_why_the_others_do_not(team: Client) -> None:
    asker = Asker("all")
    asker.say(say())
    project()
    asker.credential.may_give_evidence = True
    asker.credential.save()
    answer = team.post("/studio/depot/non-rattaches/", follow=True)
    assert "0 énoncé de cette page compte désormais" in unescape(answer.content.decode()).replace("\xa0", " ")
    assert UnalignedStatement.objects.get().reason == Reason.ACTIVITY


def test_a_second_look_waits_for_nobody(team: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    Asker("all").say(say())
    project()
    monkeypatch.setattr(type(ProjectionCursor.objects), "lock", lambda _: None)
    answer = team.post("/studio/depot/non-rattaches/", follow=True)
    assert "rien n’a été changé" in unescape(answer.content.decode())
    assert UnalignedStatement.objects.count() == 1


def test_a_secret_is_shown_once_and_opens_the_store(team: Client) -> None:
    form = {"name": "H5P", "scopes": ["statements/write"], "rate_limit": "60", "activity_prefix": f"{HOME}/"}
    answer = team.post("/studio/depot/acces/", form)
    key, secret = re.findall(r"<code>([^<]+)</code>", answer.content.decode())
    credential = Credential.objects.get()
    assert credential.accepts(secret)
    assert (credential.key, credential.rate_limit, credential.activity_prefix) == (key, 60, f"{HOME}/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert secret not in read(team, "acces/")
    assert secret not in str(AuditEntry.objects.values())
    entry = AuditEntry.objects.get()
    assert (entry.deed, entry.by, entry.details["name"]) == (Deed.CREDENTIAL_OPENED, "Équipe du site", "H5P")


def test_what_cannot_be_opened_is_said_and_nothing_typed_is_lost(team: Client) -> None:
    page = team.post("/studio/depot/acces/", {"name": "H5P", "activity_prefix": "https://kept.example/"})
    assert "https://kept.example/" in page.content.decode()
    assert not Credential.objects.exists()
    asker = Asker()
    page = team.post("/studio/depot/acces/", {"name": asker.credential.name, "scopes": ["all"]})
    assert page.status_code == 200
    assert Credential.objects.count() == 1


def test_a_closed_access_opens_nothing_any_more(team: Client) -> None:
    asker = Asker()
    for _ in range(2):
        team.post("/studio/depot/acces/", {"close": asker.credential.key})
    assert asker.get().status_code == 401
    assert AuditEntry.objects.get().deed == Deed.CREDENTIAL_CLOSED
    assert team.post("/studio/depot/acces/", {"close": "nobody"}).status_code == 404


TARGET = {"name": "Région", "endpoint": "https://lrs.example/xapi", "key": "k", "secret": "very s3cret"}


def test_statements_go_on_from_now_or_from_the_start(team: Client) -> None:
    record(say())
    latest = record(say()).statement
    team.post("/studio/depot/transmission/", TARGET)
    team.post("/studio/depot/transmission/", {**TARGET, "name": "Département", "from_start": "on"})
    assert ForwardingTarget.objects.get(name="Région").cursor == latest.sid
    assert ForwardingTarget.objects.get(name="Département").cursor == 0
    page = read(team, "transmission/")
    assert "very s3cret" not in page
    assert ForwardingTarget.objects.get(name="Région").secret() == "very s3cret"


@pytest.mark.parametrize(
    "endpoint", ["http://lrs.example/xapi", "https://127.0.0.1/xapi", "https://169.254.169.254/", "ftp://lrs.example"]
)
def test_an_address_inside_or_in_clear_is_refused_in_words(endpoint: str, team: Client) -> None:
    page = team.post("/studio/depot/transmission/", {**TARGET, "endpoint": endpoint}).content.decode()
    assert 'aria-invalid="true"' in page
    assert not ForwardingTarget.objects.exists()


def test_a_target_says_how_it_goes_and_what_it_refuses(team: Client) -> None:
    statement = record(say()).statement
    target = ForwardingTarget(name="Région", endpoint="https://lrs.example", last_error="The other store answers 503.")
    target.set_secret("old")
    target.save()
    ForwardingRefusal.objects.create(
        target=target, sid=statement.sid, statement_id=statement.statement_id, status=400, problem="<i>verb</i>"
    )
    page = team.get("/studio/depot/transmission/").content.decode()
    assert "answers 503" in page
    assert "&lt;i&gt;verb" in page
    for deed, extra in (("close", {}), ("close", {}), ("open", {}), ("secret", {"secret": "new"}), ("nothing", {})):
        team.post("/studio/depot/transmission/", {"target": "Région", "deed": deed, **extra})
    target.refresh_from_db()
    assert (target.is_open, target.secret()) == (True, "new")
    assert [entry.deed for entry in AuditEntry.objects.all()] == [Deed.TARGET_OPENED, Deed.TARGET_CLOSED]


def test_what_was_set_aside_is_sent_again(
    team: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[int] = []
    monkeypatch.setattr("lms.store.forwarding.send_refused_again.delay", asked.append)
    target = ForwardingTarget.objects.create(name="Région", endpoint="https://lrs.example")
    with django_capture_on_commit_callbacks(execute=True):
        team.post("/studio/depot/transmission/", {"target": "Région", "deed": "retry"})
    assert asked == [target.pk]


def test_each_month_counts_its_own(monkeypatch: pytest.MonkeyPatch, team: Client) -> None:
    today = timezone.localdate()
    record(say())
    with monkeypatch.context() as then:
        then.setattr(storing, "enter_as_writer", lambda: today_minus(70))
        record_many([say(), say()])
    counted = months(today)
    assert (len(counted), counted[0].statements, sum(month.statements for month in counted)) == (12, 1, 3)
    assert counted[0].first_day == today.replace(day=1)
    page = read(team, "volume/")
    assert "Ensemble" in page


def today_minus(days: int) -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC) - timedelta(days=days)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.INSTITUTE_ADMIN, Role.AUDITOR])
def test_nobody_else_opens_or_closes_anything(role: Role, client: Client) -> None:
    from tests.cast import make_institute

    node = None if role == Role.AUDITOR else make_institute()
    client.force_login(make_person("Yann Lebrun", role, node))
    sync_rights()
    assert client.post("/studio/depot/acces/", {"name": "x", "scopes": ["all"]}).status_code == 403
    assert client.post("/studio/depot/transmission/", TARGET).status_code == 403
    assert not Credential.objects.exists()
    assert "/studio/depot/" not in client.get("/studio/").content.decode()


def test_the_studio_leads_the_site_team_there(team: Client) -> None:
    assert "/studio/depot/" in team.get("/studio/").content.decode()
