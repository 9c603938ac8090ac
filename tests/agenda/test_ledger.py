"""The ledger of hours: written once, corrected by a counter-entry, the same hours on attestations at any date."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lms.agenda.hours import hours_at, hours_for, minutes_of
from lms.agenda.ledger import (
    AlreadyTakenBack,
    Chain,
    Closing,
    correct,
    decide_entries,
    enter_closing,
    first_closings,
    read_chains,
)
from lms.agenda.models import Attestation, HourEntry, Presence
from lms.agenda.papers.issuing import issue_attestation
from lms.agenda.signing import NotTheDay, sign_presence
from lms.people.models import Post, User
from lms.people.rights import Role
from modules.facts import Fact
from modules.models import Registration
from modules.rebuilding import rebuild
from modules.signals import facts_taken
from modules.statements import actor_account
from tests.cast import (
    Taught,
    finish,
    follow,
    hire,
    make_employer,
    make_half_day,
    make_institute_with_module,
    make_person,
    take,
)
from xapi_store.models import Statement
from xapi_store.recording import void

DAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def taught(db: None, tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


@pytest.fixture
def nadege(db: None) -> User:
    return make_person("Nadège Osmont")


@pytest.fixture
def registration(taught: Taught, nadege: User) -> Registration:
    """Finished on Friday 20 November 2026: 10 + 15 + 15 planned minutes."""
    return finish(follow(nadege, taught.edition, DAY - timedelta(days=3)), at=DAY)


def fact(registration: UUID, activity: UUID, at: datetime, *, closes: bool = True) -> Fact:
    return Fact(uuid4(), uuid4(), registration, activity, "https://faire-avec.example", at, 1, closes, None, "", ())


def test_each_activity_gives_its_planned_minutes_with_its_statement(registration: Registration) -> None:
    entries = list(HourEntry.objects.filter(registration=registration))
    assert [entry.minutes for entry in entries] == [10, 15, 15]
    proofs = Statement.objects.filter(statement_id__in=[entry.statement_id for entry in entries])
    assert {proof.as_json()["verb"]["id"].rsplit("/", 1)[1] for proof in proofs} <= {"completed", "passed"}
    assert proofs.count() == 3


def test_taking_an_activity_again_gives_no_second_entry(registration: Registration) -> None:
    for activity in registration.edition.activities.all():
        take(registration, activity, at=DAY + timedelta(days=1))
    assert HourEntry.objects.count() == 3
    assert hours_at((DAY + timedelta(days=2)).date(), [registration.pk]) == {registration.pk: 40}


def test_a_begun_activity_gives_nothing_yet(taught: Taught, nadege: User) -> None:
    begun = follow(nadege, taught.edition)
    assert hours_at(timezone.localdate(), [begun.pk]) == {}


def test_a_rebuild_finds_every_entry_in_place(registration: Registration) -> None:
    assert rebuild().changes == 0
    assert HourEntry.objects.count() == 3


def test_a_rebuild_writes_what_the_ledger_missed(taught: Taught, nadege: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as deaf:
        deaf.setattr(facts_taken, "receivers", [])
        missed = finish(follow(nadege, taught.edition))
    assert not HourEntry.objects.exists()
    assert rebuild().changes == 3
    assert minutes_of(missed, timezone.now()) == missed.minutes_done == 40
    assert rebuild().changes == 0


def test_a_row_is_never_changed(registration: Registration) -> None:
    with pytest.raises((IntegrityError, DatabaseError), match="written once"), transaction.atomic():
        HourEntry.objects.update(minutes=500)
    entry = HourEntry.objects.first()
    assert entry is not None
    with pytest.raises(TypeError, match="counter-entry"):
        entry.delete()


def test_a_row_is_never_taken_away(registration: Registration) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite empties its tables by DELETE: only PostgreSQL refuses it too")
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        HourEntry.objects.all()._raw_delete("default")


def test_a_voided_statement_is_taken_back_by_a_counter_entry(registration: Registration) -> None:
    entry = HourEntry.objects.order_by("id")[0]
    assert entry.statement_id is not None
    void(entry.statement_id, actor=actor_account(registration.learner.actor_uuid), at=timezone.now())
    counter = HourEntry.objects.get(cancels=entry)
    assert (counter.minutes, counter.done_at) == (-10, entry.done_at)
    assert counter.reason
    assert minutes_of(registration, timezone.now()) == 30
    assert rebuild().changes == 0


def test_a_person_corrects_with_a_reason_and_no_rebuild_undoes_it(registration: Registration) -> None:
    entry = HourEntry.objects.order_by("id")[0]
    clerk = make_person("Odile Varenne", None)
    with pytest.raises(ValueError, match="pourquoi"):
        correct(entry, clerk, "  ")
    correct(entry, clerk, "Saisi pour une autre personne.")
    with pytest.raises(AlreadyTakenBack):
        correct(entry, clerk, "Encore.")
    assert rebuild().changes == 0
    assert hours_at(DAY.date(), [registration.pk]) == {registration.pk: 30}
    correct(HourEntry.objects.get(cancels=entry), clerk, "C’était bien elle.")
    assert rebuild().changes == 0
    assert hours_at(DAY.date(), [registration.pk]) == {registration.pk: 40}


def test_an_earlier_closing_that_comes_late_becomes_the_proof(registration: Registration) -> None:
    entry = HourEntry.objects.order_by("id")[0]
    assert entry.activity_key is not None
    earlier = fact(registration.pk, entry.activity_key, DAY - timedelta(days=1))
    assert enter_closing(registration.pk, earlier) == 2
    assert enter_closing(registration.pk, earlier) == 0
    assert hours_at((DAY - timedelta(days=1)).date(), [registration.pk]) == {registration.pk: 10}
    assert hours_at(DAY.date(), [registration.pk]) == {registration.pk: 40}


KEYS = [uuid4() for _key in range(3)]
MOMENTS = st.integers(0, 5).map(lambda days: DAY + timedelta(days=days))
CLOSINGS = st.lists(st.builds(lambda key, at: fact(uuid4(), key, at), st.sampled_from(KEYS), MOMENTS), max_size=8)


def standing(chains: list[Chain]) -> dict[UUID | None, Closing]:
    return {chain.first.activity_key: chain.closing for chain in chains if chain.stands}


@given(CLOSINGS, CLOSINGS)
def test_whatever_was_entered_before_the_ledger_ends_on_the_first_closings(before: list[Fact], now: list[Fact]) -> None:
    planned, rows = dict.fromkeys(KEYS, 10), []
    for facts in (before, [*before, *now], now):
        new = decide_entries(read_chains(rows), first_closings(facts), planned, uuid4())
        for number, row in enumerate(new, start=len(rows) + 1):
            row.pk = number
        rows += new
        assert standing(read_chains(rows)) == first_closings(facts)
        assert sum(row.minutes for row in rows) == 10 * len(first_closings(facts))
        assert not decide_entries(read_chains(rows), first_closings(facts), planned, uuid4())


def test_two_entries_of_one_statement_meet_on_the_constraint(registration: Registration) -> None:
    entry = HourEntry.objects.order_by("id")[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        HourEntry.objects.create(
            registration=registration,
            activity_key=entry.activity_key,
            statement_id=entry.statement_id,
            minutes=10,
            done_at=entry.done_at,
        )


def test_an_attestation_says_what_the_ledger_says_whatever_progress_holds(registration: Registration) -> None:
    clerk = make_person("Odile Varenne", None)
    correct(HourEntry.objects.order_by("id")[0], clerk, "Saisi pour une autre personne.")
    assert issue_attestation(registration).frozen.minutes_done == 30


def test_hours_of_the_employer_are_the_ledger_and_the_attestations_issued_by_then(taught: Taught, nadege: User) -> None:
    employer = make_employer()
    days = [DAY - timedelta(days=20), DAY - timedelta(days=10), DAY]
    people = [nadege, make_person("Bilal Ferrand"), make_person("Chloé Marin")]
    for person, at in zip(people, days, strict=True):
        hire(person, employer.team)
        done = finish(follow(person, taught.edition, at - timedelta(days=1)), at=at)
        issue_attestation(done, at)
    for day in [days[0] - timedelta(days=1), *days, DAY + timedelta(days=5)]:
        issued = Attestation.objects.filter(issued_at__lte=day)
        attested = {each.registration_id: each.frozen.minutes_done for each in issued}
        assert hours_for(day.date(), employer.root) == attested
        assert hours_at(day.date(), Registration.objects.values("pk")) == attested
    assert sum(hours_for(DAY.date(), employer.root).values()) == 120


def test_a_correction_never_changes_what_was_known_the_day_an_attestation_was_issued(
    registration: Registration,
) -> None:
    issued = issue_attestation(registration)
    correct(HourEntry.objects.order_by("id")[0], make_person("Odile Varenne", None), "Saisi deux fois.")
    issued.refresh_from_db()
    assert minutes_of(registration, issued.issued_at, known_at=issued.issued_at) == issued.frozen.minutes_done == 40
    assert minutes_of(registration, issued.issued_at) == 30


def test_an_employer_counts_what_was_done_in_a_post_of_its_own_and_keeps_it(
    taught: Taught, registration: Registration
) -> None:
    here, elsewhere = make_employer(), make_employer("Service Ailleurs")
    hire(registration.learner, elsewhere.team, started_on=DAY.date() + timedelta(days=1))
    post = hire(registration.learner, here.team)
    Post.objects.filter(pk=post.pk).update(ended_on=DAY.date())
    later = DAY.date() + timedelta(days=30)
    assert hours_for(later, here.root) == {registration.pk: 40}
    assert hours_for(later, elsewhere.root) == {}
    assert hours_for(later, here.team, elsewhere.team) == {registration.pk: 40}
    assert hours_for(later) == {}


def test_a_half_day_counts_once_both_have_signed(taught: Taught, nadege: User) -> None:
    odile = make_person("Odile Varenne", Role.TRAINER, taught.institute)
    begun = follow(nadege, taught.edition)
    half_day = make_half_day(taught, begun, trainer=odile, on=timezone.localdate())
    member = half_day.members.get()
    sign_presence(member, nadege)
    sign_presence(member, nadege)
    assert not HourEntry.objects.exists()
    sign_presence(member, odile)
    sign_presence(member, odile)
    entry = HourEntry.objects.get()
    assert (entry.minutes, entry.statement_id) == (210, None)
    assert Presence.objects.get().trainer == odile


def test_hours_never_pass_what_the_module_was_planned_to_last(taught: Taught, nadege: User) -> None:
    odile = make_person("Odile Varenne", Role.TRAINER, taught.institute)
    done = finish(follow(nadege, taught.edition))
    half_day = make_half_day(taught, done, trainer=odile, on=timezone.localdate())
    for person in (odile, nadege):
        sign_presence(half_day.members.get(), person)
    assert hours_at(timezone.localdate(), [done.pk]) == {done.pk: taught.edition.planned_minutes} == {done.pk: 40}
    assert rebuild().changes == 0


def test_nobody_signs_before_the_day(taught: Taught, nadege: User) -> None:
    half_day = make_half_day(taught, follow(nadege, taught.edition), on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(NotTheDay):
        sign_presence(half_day.members.get(), nadege)


def test_the_command_says_nothing_changed(registration: Registration, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rebuild")
    assert "0 changes" in capsys.readouterr().out
