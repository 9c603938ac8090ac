"""Who is counted, as of which day, in which group."""

from datetime import UTC, date, datetime
from uuid import uuid4

from lms.agenda.models import Attestation, HourEntry
from lms.agenda.papers.replacing import revoke_attestation
from lms.funding.grid import LADDER, Step
from lms.funding.inviting import enrol
from lms.funding.models import Invitation
from lms.funding.uptake import COMMUNE, PROFESSION, STRUCTURE, TERRITORY, count_people
from lms.people.models import Post, Profession, StructureType
from modules.models import Registration
from tests.cast import make_person
from tests.funding import cast
from tests.funding.cast import House


def steps_on(house: House, day: date) -> list[Step]:
    return [each.step for each in count_people(house.convention, day)]


def test_a_person_is_at_the_step_reached_by_that_day(house: House) -> None:
    house.bring(Step.ATTESTED, 1)
    days = [date(2026, 2, 1), *(date(2026, month, 2) for month in range(2, 7))]
    assert [steps_on(house, day) for day in days] == [[], *([step] for step in LADDER)]


def test_a_person_in_two_modules_counts_once_at_the_furthest_step(house: House) -> None:
    house.bring(Step.COMPLETED, 1)
    second = cast.edition("Orienter")
    house.convention.modules.create(module_key=second.module_key)
    invitation = Invitation.objects.get()
    Invitation.objects.create(
        convention=house.convention,
        person=invitation.person,
        module_key=second.module_key,
        invited_on=cast.INVITED_ON,
        registration=Registration.objects.create(
            learner=invitation.person, edition=second, registered_at=cast.ENROLLED_AT
        ),
    )
    [counted] = count_people(house.convention, cast.FIRST_DAY)
    assert (counted.step, counted.minutes) == (Step.COMPLETED, 210)


def test_the_minutes_are_those_the_ledger_gave_by_that_day(house: House) -> None:
    house.bring(Step.COMPLETED, 1)
    [registration] = Registration.objects.all()
    second = house.edition.activities.order_by("position").last()
    assert second is not None
    entry = HourEntry.objects.get(activity_key=second.key)
    HourEntry.objects.bulk_create([counter(entry, done_at=entry.done_at)])
    assert [each.minutes for each in count_people(house.convention, cast.FIRST_DAY)] == [90]
    late = datetime(2026, 7, 1, 8, tzinfo=UTC)
    HourEntry.objects.create(
        registration=registration, activity_key=second.key, statement_id=uuid4(), minutes=120, done_at=late
    )
    assert [each.minutes for each in count_people(house.convention, cast.FIRST_DAY)] == [90]
    assert [each.minutes for each in count_people(house.convention, cast.SECOND_DAY)] == [210]


def counter(entry: HourEntry, done_at: datetime) -> HourEntry:
    return HourEntry(
        registration=entry.registration,
        activity_key=entry.activity_key,
        statement_id=entry.statement_id,
        minutes=-entry.minutes,
        done_at=done_at,
        cancels=entry,
        reason="Activité comptée deux fois",
    )


def test_a_revoked_attestation_counts_as_a_completed_module(house: House) -> None:
    house.bring(Step.ATTESTED, 1)
    [attestation] = Attestation.objects.all()
    clerk = make_person("Odile Varenne", None)
    revoke_attestation(attestation, clerk, "Erreur sur le nom", at=datetime(2026, 8, 1, 8, tzinfo=UTC))
    assert steps_on(house, cast.FIRST_DAY) == [Step.ATTESTED]
    assert steps_on(house, cast.SECOND_DAY) == [Step.COMPLETED]


def test_a_person_counts_where_she_worked_on_that_day(house: House) -> None:
    camille = cast.person()
    lille, _pont, arras, *_others = house.teams
    Post.objects.create(
        person=camille, team=lille, profession=Profession.ES, started_on=date(2020, 1, 1), ended_on=date(2026, 7, 31)
    )
    Post.objects.create(person=camille, team=arras, profession=Profession.ES, started_on=date(2026, 8, 1))
    enrol(cast.invite_one(house, camille), house.edition, at=cast.ENROLLED_AT)
    places = [count_people(house.convention, day)[0].categories[TERRITORY] for day in (cast.FIRST_DAY, cast.SECOND_DAY)]
    assert places == ["59", "62"]


def test_who_has_left_stays_in_the_group_of_the_last_post(house: House) -> None:
    camille = cast.person()
    Post.objects.create(
        person=camille,
        team=house.teams[1],
        profession=Profession.ES,
        started_on=date(2020, 1, 1),
        ended_on=date(2026, 3, 1),
    )
    cast.invite_one(house, camille)
    [counted] = count_people(house.convention, cast.FIRST_DAY)
    assert (counted.categories[TERRITORY], counted.categories[STRUCTURE]) == ("59", StructureType.OPEN_SETTING)
    assert counted.employer == str(house.teams[1].employer().pk)


def test_who_has_no_post_is_counted_as_unknown(house: House) -> None:
    cast.invite_one(house, cast.person())
    [counted] = count_people(house.convention, cast.FIRST_DAY)
    assert {counted.categories[axis] for axis in (TERRITORY, COMMUNE, STRUCTURE, PROFESSION)} == {"unknown"}
