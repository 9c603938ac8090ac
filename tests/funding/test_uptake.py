"""Who is counted, as of which day, in which group."""

from datetime import date

from lms.funding.grid import LADDER, Step
from lms.funding.inviting import enrol
from lms.funding.models import Invitation
from lms.funding.uptake import COMMUNE, PROFESSION, STRUCTURE, TERRITORY, count_people
from lms.people.models import Post, Profession, StructureType
from modules.models import ActivityProgress, Registration
from tests.funding import cast
from tests.funding.cast import House


def steps_on(house: House, day: date) -> list[Step]:
    return [each.step for each in count_people(house.convention, day)]


def test_a_person_is_at_the_step_reached_by_that_day(house: House) -> None:
    house.bring(Step.COMPLETED, 1)
    days = [date(2026, 2, 1), date(2026, 2, 2), date(2026, 3, 2), date(2026, 4, 2), date(2026, 5, 2)]
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


def test_the_minutes_are_those_of_the_activities_finished_by_that_day(house: House) -> None:
    house.bring(Step.COMPLETED, 1)
    late = ActivityProgress.objects.order_by("pk").first()
    assert late is not None
    ActivityProgress.objects.filter(pk=late.pk).update(completed_at="2026-07-01T08:00Z")
    assert [each.minutes for each in count_people(house.convention, cast.FIRST_DAY)] == [120]
    [registration] = Registration.objects.all()
    assert [each.minutes for each in count_people(house.convention, cast.SECOND_DAY)] == [registration.minutes_done]


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
