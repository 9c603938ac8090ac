"""What comes over HTTP walks the road of our own activities, if its credential may; nothing is lost, nothing twice."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.test import Client

from competencies.models import Evidence, Level
from lms.people.models import User
from modules.alignment import Course, align
from modules.facts import Fact
from modules.iris import activity_iri, extension_iri
from modules.models import ActivityProgress, ProjectionCursor, Reason, Registration, UnalignedStatement
from modules.projection import project, projector_lag
from modules.rebuilding import rebuild
from modules.statements import actor_account, authority
from modules.tasks import project_statements
from modules.unaligned import count_unaligned, look_again, unaligned_statements
from modules.verbs import Verb
from tests.modules.cast import RIGHT, activity_of, freeze_bare_edition, make_registration, open_module
from tests.modules.test_answering import take_quiz
from tests.xapi_store.asking import Asker
from tests.xapi_store.cast import AWA, VOIDED, refer
from xapi_store.models import Statement
from xapi_store.recording import record, void
from xapi_store.sid import first_at

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def registration(nadege: User) -> Registration:
    """Of an edition with nothing to show: it is taken elsewhere."""
    return make_registration(freeze_bare_edition(), nadege)


@pytest.fixture
def shown(tmp_path: Path, nadege: User) -> Registration:
    """Of an edition that can be taken here too."""
    return make_registration(open_module(tmp_path / "module"), nadege)


@pytest.fixture
def trusted() -> Asker:
    """A package made elsewhere, whose statements may become evidence."""
    return Asker("statements/write", may_give_evidence=True)


def tell(registration: Registration, verb: Verb = Verb.PASSED, slug: str = "un-quiz", **changes: Any) -> dict[str, Any]:
    """What a package says of the learner of this registration: passed, eight out of ten."""
    return {
        "id": str(uuid4()),
        "actor": actor_account(registration.learner.actor_uuid),
        "verb": {"id": verb.value},
        "object": {"id": activity_iri(activity_of(registration.edition, slug).key)},
        "context": {"registration": str(registration.pk)},
        "result": {"score": {"scaled": 0.8}},
        "timestamp": MONDAY.isoformat(),
        **changes,
    }


def void_that(statement_id: str) -> dict[str, Any]:
    return {"actor": AWA, "verb": VOIDED, "object": refer(UUID(statement_id))}


def reasons() -> list[str]:
    return [row.reason for row in UnalignedStatement.objects.order_by("statement")]


# ---- The road ---------------------------------------------------------------------------------------


def test_the_write_answers_before_anything_moves(registration: Registration, trusted: Asker) -> None:
    trusted.say(tell(registration))
    assert not Evidence.objects.exists()
    assert not ActivityProgress.objects.exists()


def test_a_trusted_statement_becomes_progress_evidence_and_a_level(registration: Registration, trusted: Asker) -> None:
    (statement_id,) = trusted.say(tell(registration))
    walked = project()
    assert (walked.read, walked.taken, walked.unaligned) == (1, 1, 0)
    progress = ActivityProgress.objects.get(registration=registration)
    assert (progress.completed_at, progress.scaled) == (MONDAY, Decimal("0.8"))
    evidence = Evidence.objects.order_by("cfitem__human_coding_scheme")
    assert [(str(row.statement_id), row.kind, row.passed) for row in evidence] == [(statement_id, "practice", True)] * 2
    assert Level.objects.count() == 2
    assert rebuild().changes == 0


def test_walking_again_changes_nothing(registration: Registration, trusted: Asker) -> None:
    trusted.say(tell(registration))
    project()
    before = list(Evidence.objects.order_by("pk").values())
    assert project().read == 0
    ProjectionCursor.objects.all().delete()  # as if the cursor had been lost
    assert project().taken == 1
    assert list(Evidence.objects.order_by("pk").values()) == before


def test_every_batch_is_walked_and_the_cursor_follows(registration: Registration, trusted: Asker) -> None:
    statements = [tell(registration, timestamp=(MONDAY + timedelta(days=n)).isoformat()) for n in range(7)]
    trusted.say(*statements)
    assert project(batch=3).taken == 7
    assert ProjectionCursor.objects.place() == Statement.objects.in_order().values_list("sid", flat=True).last()
    assert set(Evidence.objects.values_list("statement_id", flat=True)) == {UUID(each["id"]) for each in statements}


def test_what_is_said_in_two_batches_is_one_progress(registration: Registration, trusted: Asker) -> None:
    trusted.say(tell(registration, Verb.ATTEMPTED, result={}))
    project()
    trusted.say(tell(registration, timestamp=(MONDAY + timedelta(hours=1)).isoformat()))
    project()
    progress = ActivityProgress.objects.get()
    assert (progress.started_at, progress.completed_at) == (MONDAY, MONDAY + timedelta(hours=1))


def test_ours_and_theirs_of_one_registration_stand_together(shown: Registration, trusted: Asker) -> None:
    attempt = take_quiz(shown, RIGHT, RIGHT, RIGHT, at=MONDAY)
    assert projector_lag() == {"ok": True, "warning": False, "waiting": 0, "seconds": 0}  # ours do not wait
    trusted.say(tell(shown, slug="une-lecon", verb=Verb.COMPLETED, result={}))
    project()
    shown.refresh_from_db()
    assert shown.completed_at is not None
    assert rebuild().changes == 0
    Asker("all").say(void_that(str(attempt.statement_id)))
    project()
    assert not Evidence.objects.exists()
    shown.refresh_from_db()
    assert shown.completed_at is None
    assert rebuild().changes == 0


def test_a_failure_leaves_the_cursor_where_it_was(
    registration: Registration, trusted: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted.say(tell(registration))

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("modules.projection.add_evidence", fail)
        with pytest.raises(RuntimeError):
            project()
    assert ProjectionCursor.objects.place() == 0
    assert not ActivityProgress.objects.exists()
    assert project().taken == 1


def test_nothing_is_read_beyond_consistent_through(
    registration: Registration, trusted: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted.say(tell(registration))
    first = Statement.objects.get()
    trusted.say(tell(registration))
    monkeypatch.setattr("modules.projection.consistent_through", lambda: first.stored + timedelta(microseconds=1))
    assert project().read == 1
    assert ProjectionCursor.objects.place() == first.sid


def test_the_regular_task_and_the_command_walk_what_waits(registration: Registration, trusted: Asker) -> None:
    trusted.say(tell(registration))
    project_statements.delay()
    assert Evidence.objects.count() == 2
    trusted.say(tell(registration))
    told = StringIO()
    call_command("project_statements", stdout=told)
    assert told.getvalue() == "1 statements read: 1 facts, 0 unaligned, 0 taken back\n"


def test_the_rebuild_command_walks_first_and_changes_nothing(registration: Registration, trusted: Asker) -> None:
    trusted.say(tell(registration))
    told = StringIO()
    call_command("rebuild", stdout=told)
    assert told.getvalue().endswith(": 0 changes\n")
    assert Evidence.objects.count() == 2


# ---- Who may ----------------------------------------------------------------------------------------


def test_a_credential_without_the_right_moves_nothing(registration: Registration) -> None:
    Asker("all").say(tell(registration))
    project()
    assert reasons() == ["credential"]
    assert not ActivityProgress.objects.exists()


def test_a_passed_that_claims_our_authority_is_no_forgery(registration: Registration) -> None:
    forged = tell(registration, authority=authority())
    forged["result"]["extensions"] = {extension_iri("competencies"): {"kind": "test", "scores": []}}
    Asker("statements/write").say(forged)
    project()
    assert reasons() == ["credential"]
    assert not Evidence.objects.exists()
    assert rebuild().changes == 0


def test_a_trusted_package_cannot_choose_its_competencies(registration: Registration, trusted: Asker) -> None:
    said = {"kind": "test", "scores": [{"cfitem": str(uuid4()), "scaled": "1", "passed": True}]}
    trusted.say(
        tell(registration, result={"score": {"scaled": 0.1}, "extensions": {extension_iri("competencies"): said}})
    )
    project()
    codes = {"A1.1", "A1.2"}
    assert {row.cfitem.human_coding_scheme for row in Evidence.objects.select_related("cfitem")} == codes
    assert set(Evidence.objects.values_list("kind", "scaled")) == {("practice", Decimal("0.1"))}


def test_outside_its_prefix_a_credential_gives_nothing_even_if_it_was_narrowed_later(
    registration: Registration, trusted: Asker
) -> None:
    trusted.say(tell(registration))
    trusted.credential.activity_prefix = activity_iri(uuid4())
    trusted.credential.save()
    project()
    assert reasons() == ["restriction"]


def test_what_is_not_about_a_learner_of_ours_is_left_aside(registration: Registration, trusted: Asker) -> None:
    group = {"objectType": "Group", "account": actor_account(registration.learner.actor_uuid)["account"]}
    cases: list[tuple[dict[str, Any], str]] = [
        ({"object": {"id": "https://elsewhere.example/course/1"}}, "activity"),
        ({"object": {"id": activity_iri(uuid4())}}, "activity"),
        ({"object": AWA}, "activity"),
        ({"object": refer(uuid4())}, "activity"),
        ({"context": {"registration": str(uuid4())}}, "registration"),
        ({"context": {}}, "registration"),
        ({"actor": actor_account(uuid4())}, "actor"),
        ({"actor": AWA}, "actor"),
        ({"actor": group}, "actor"),
    ]
    trusted.say(*(tell(registration, **changes) for changes, _ in cases))
    walked = project()
    assert (walked.taken, walked.unaligned, reasons()) == (0, len(cases), [reason for _, reason in cases])
    assert not ActivityProgress.objects.exists()
    assert not Evidence.objects.exists()


def test_an_answer_to_a_question_moves_nothing_and_is_not_left_aside(
    registration: Registration, trusted: Asker
) -> None:
    trusted.say(tell(registration, Verb.ANSWERED))
    assert project().read == 1
    assert reasons() == []
    assert not ActivityProgress.objects.exists()


def test_a_right_given_or_taken_later_is_not_retroactive(registration: Registration, trusted: Asker) -> None:
    untrusted = Asker("all")
    trusted.say(tell(registration))
    untrusted.say(tell(registration))
    project()
    for asker, right in ((trusted, False), (untrusted, True)):
        asker.credential.may_give_evidence = right
        asker.credential.save()
    assert rebuild().changes == 0


# ---- Unaligned --------------------------------------------------------------------------------------


def test_unaligned_statements_are_listed_with_their_reason_and_credential(
    registration: Registration, trusted: Asker, django_assert_num_queries: Any
) -> None:
    trusted.say(tell(registration, actor=AWA), tell(registration, context={}))
    project()
    with django_assert_num_queries(1):
        rows = list(unaligned_statements())
        assert [row.reason for row in rows] == ["registration", "actor"]
        assert {row.statement.authority.credential.name for row in rows} == {trusted.credential.name}
    assert [row.reason for row in unaligned_statements(Reason.ACTOR)] == ["actor"]
    assert count_unaligned()[Reason.ACTOR] == 1
    assert count_unaligned()[Reason.CREDENTIAL] == 0


def test_a_second_look_takes_what_its_credential_may_now_give(registration: Registration) -> None:
    asker = Asker("all")
    asker.say(tell(registration), tell(registration, actor=AWA))
    project()
    asker.credential.may_give_evidence = True
    asker.credential.save()
    assert look_again(list(unaligned_statements())).taken == 1
    assert reasons() == ["actor"]
    assert Evidence.objects.count() == 2
    assert rebuild().changes == 0


# ---- Voiding ----------------------------------------------------------------------------------------


def test_voiding_over_http_walks_the_road_backwards(registration: Registration) -> None:
    trusted = Asker("all", may_give_evidence=True)
    (statement_id,) = trusted.say(tell(registration))
    project()
    trusted.say(void_that(statement_id))
    assert project().taken_back == 1
    assert not Evidence.objects.exists()
    assert not Level.objects.exists()
    assert not ActivityProgress.objects.exists()
    assert reasons() == []
    assert rebuild().changes == 0


def test_voiding_one_leaves_what_came_in_the_same_batch(registration: Registration) -> None:
    trusted = Asker("all", may_give_evidence=True)
    first, second = tell(registration), tell(registration, slug="une-lecon", verb=Verb.COMPLETED, result={})
    trusted.say(first)
    project()
    trusted.say(second)
    trusted.say(void_that(first["id"]))
    project()
    assert ActivityProgress.objects.get().activity_key == activity_of(registration.edition, "une-lecon").key
    assert rebuild().changes == 0


def test_what_is_voided_before_it_is_read_never_counts(registration: Registration) -> None:
    trusted = Asker("all", may_give_evidence=True)
    (statement_id,) = trusted.say(tell(registration))
    trusted.say(void_that(statement_id))
    project()
    assert not Evidence.objects.exists()
    assert rebuild().changes == 0


def test_our_own_voiding_of_such_a_statement_takes_it_back_at_once(registration: Registration, trusted: Asker) -> None:
    (statement_id,) = trusted.say(tell(registration))
    project()
    void(UUID(statement_id), actor=authority(), at=MONDAY)
    assert not Evidence.objects.exists()
    assert not ActivityProgress.objects.exists()


# ---- Lag --------------------------------------------------------------------------------------------


def test_health_says_how_long_the_oldest_statement_waits(
    registration: Registration, trusted: Asker, client: Client
) -> None:
    trusted.say(tell(registration))
    for age, status in ((5, "ok"), (90, "warning"), (1000, "failing")):
        Statement.objects.update(sid=first_at(datetime.now(UTC) - timedelta(seconds=age)))
        answer = client.get("/health/")
        assert answer.status_code == (503 if status == "failing" else 200)
        assert answer.json()["status"] == status
        lag = answer.json()["checks"]["projector"]
        assert lag["waiting"] == 1
        assert age <= lag["seconds"] < age + 60
    project()
    assert projector_lag()["waiting"] == 0


# ---- Pure -------------------------------------------------------------------------------------------


def test_without_a_score_a_pass_is_progress_and_no_evidence() -> None:
    actor, key, registration = uuid4(), uuid4(), uuid4()
    content = {
        "id": str(uuid4()),
        "actor": actor_account(actor),
        "verb": {"id": Verb.PASSED.value},
        "object": {"id": activity_iri(key)},
        "context": {"registration": str(registration)},
    }
    fact = align(content, MONDAY, Course(actor, {key: (uuid4(),)}))
    assert isinstance(fact, Fact)
    assert (fact.closes, fact.scaled, fact.kind, fact.scores) == (True, None, "", ())


def test_what_our_code_records_for_another_authority_is_read_by_the_projector(registration: Registration) -> None:
    record(tell(registration), authority={"objectType": "Agent", "mbox": "mailto:quelqu.un@exemple.example"})
    assert projector_lag()["waiting"] == 1
    project()
    assert reasons() == ["credential"]
