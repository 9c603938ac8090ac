"""The people of the demo house, 600 then 2,000 of them, followed over four quarters of real editions, then attacked."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import msgspec
import pytest

from lms.demo.blueprint import read_blueprint
from lms.demo.house import build_employers, build_learners
from lms.demo.opening import SEED, steps_of
from lms.funding.editions import publish
from lms.funding.grid import LADDER, Step
from lms.funding.models import Convention, Invitation
from lms.funding.uptake import CATALOGUE, count_people
from lms.people.models import User
from modules.models import Edition, Registration
from tests.funding import cast
from tests.funding.audit import Audit, Stored

QUARTERS = [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)]
ALL_STEPS = 12  # activities of a module of the demo house


def step_of(share: float, draw: Random) -> Step:
    """Where the demo house leaves somebody at this place of its list; some of those who finish wait for the paper."""
    done = steps_of(share)
    if done is None:
        return Step.INVITED
    if done < ALL_STEPS:
        return Step.STARTED if done else Step.ENROLLED
    return Step.ATTESTED if draw.random() < 0.7 else Step.COMPLETED


def follow(convention: Convention, edition: Edition, learners: list[User]) -> None:
    """Invited over ten months, then each step some days after the one before."""
    draw = Random(SEED)
    steps = [step_of(index / len(learners), draw) for index in range(len(learners))]
    days = [datetime(2025, 1, 6, 9, tzinfo=UTC) + timedelta(days=draw.randint(0, 300)) for _learner in learners]
    registrations = {}
    for learner, step, invited in zip(learners, steps, days, strict=True):
        if step is not Step.INVITED:
            made = cast.registration(learner, edition, step)
            made.registered_at = invited + timedelta(days=draw.randint(1, 10))
            made.started_at = made.started_at and made.registered_at + timedelta(days=draw.randint(1, 20))
            made.completed_at = made.completed_at and made.registered_at + timedelta(days=draw.randint(21, 60))
            registrations[learner.pk] = made
    Registration.objects.bulk_create(registrations.values())
    finished = [each for each in registrations.values() if each.completed_at]
    cast.finish_all(edition, finished, at=lambda each: each.completed_at)
    attested = [
        registrations[learner.pk] for learner, step in zip(learners, steps, strict=True) if step is Step.ATTESTED
    ]
    cast.attest_all(attested, at=lambda each: each.completed_at + timedelta(days=1))
    Invitation.objects.bulk_create(
        Invitation(
            convention=convention,
            person=learner,
            module_key=edition.module_key,
            invited_on=invited.date(),
            registration=registrations.get(learner.pk),
        )
        for learner, invited in zip(learners, days, strict=True)
    )


@pytest.mark.long
@pytest.mark.parametrize("size", [600, 2000])
def test_nothing_is_read_in_four_quarters_of_the_demo_house(db: None, size: int) -> None:
    blueprint, edition = read_blueprint(), cast.edition()
    build_employers(blueprint.employers)
    funder = cast.funder(blueprint.funder.name)
    days = {"starts_on": date(2025, 1, 1), "ends_on": QUARTERS[-1]}
    convention = cast.convention(funder, edition, number="2025-014", **days)
    follow(convention, edition, build_learners(blueprint, size, SEED))
    editions = [publish(convention, day) for day in QUARTERS]
    assert all(each.gate["leaks"] == 0 and each.gate["targets"] > 0 for each in editions)
    assert any(table.total.counts.keys() == set(LADDER) for table in editions[-1].thawed.issued_on(QUARTERS[-1]))
    stored = [Stored(msgspec.json.encode(each.snapshot, order="sorted"), each.digest) for each in editions]
    people_on = {day: count_people(convention, day) for day in QUARTERS}
    assert Audit(CATALOGUE, people_on).read(stored) == []
