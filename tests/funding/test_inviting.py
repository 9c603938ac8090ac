"""Who is invited, and which registration counts in which convention."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from lms.funding.inviting import (
    InvitationsClosed,
    ModuleNotCovered,
    NotTheInvitedOne,
    count_own_registrations,
    count_registration,
    enrol,
    invite,
)
from lms.funding.models import Convention
from lms.people.models import OrganisationKind
from modules.models import Registration
from tests.funding import cast
from tests.funding.cast import House


def test_a_person_is_invited_once(house: House) -> None:
    camille = cast.person()
    assert cast.invite_one(house, camille) == cast.invite_one(house, camille)
    assert house.convention.invitations.count() == 1


def test_a_module_outside_the_convention_is_refused(house: House) -> None:
    with pytest.raises(ModuleNotCovered):
        invite(house.convention, cast.person(), uuid4(), cast.INVITED_ON)


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 7, 1), date(2027, 1, 1)])
def test_nobody_is_invited_outside_the_days_of_invitations(house: House, day: date) -> None:
    house.convention.invitations_close_on = date(2026, 6, 30)
    with pytest.raises(InvitationsClosed):
        cast.invite_one(house, cast.person(), on=day)


def test_enrolling_walks_the_road_and_counts_the_registration(house: House) -> None:
    invitation = cast.invite_one(house, cast.person())
    registration = enrol(invitation, house.edition, at=cast.ENROLLED_AT)
    invitation.refresh_from_db()
    assert invitation.registration == registration
    assert registration.registered_at == cast.ENROLLED_AT


def test_a_registration_of_someone_else_does_not_count(house: House) -> None:
    invitation = cast.invite_one(house, cast.person("Camille"))
    other = enrol(cast.invite_one(house, cast.person("Sacha")), house.edition)
    with pytest.raises(NotTheInvitedOne):
        count_registration(invitation, other)
    with pytest.raises(NotTheInvitedOne):
        enrol(invitation, cast.edition("Un autre module"))


def test_a_co_funded_registration_counts_in_one_convention(house: House) -> None:
    camille = cast.person()
    registration = enrol(cast.invite_one(house, camille), house.edition)
    second = cast.convention(cast.funder("Conseil du Val"), house.edition, number="2026-002")
    invitation = invite(second, camille, house.edition.module_key, cast.INVITED_ON)
    with pytest.raises(IntegrityError), transaction.atomic():
        count_registration(invitation, registration)
    assert count_own_registrations(second) == 0


def test_who_registered_alone_after_the_invitation_is_counted(house: House) -> None:
    camille, sacha = cast.person("Camille"), cast.person("Sacha")
    for somebody in (camille, sacha):
        cast.invite_one(house, somebody)
    early = datetime(2026, 2, 1, 9, tzinfo=UTC)
    Registration.objects.create(learner=camille, edition=house.edition, registered_at=cast.ENROLLED_AT)
    Registration.objects.create(learner=sacha, edition=house.edition, registered_at=early)
    assert count_own_registrations(house.convention) == 1
    counted = house.convention.invitations.exclude(registration=None).get()
    assert counted.person == camille
    assert count_own_registrations(house.convention) == 0


@pytest.mark.parametrize("codes", ["59", ["59", "59"], ["20"], [59], {"59": 1}, None])
def test_territories_are_departments_each_once(house: House, codes: object) -> None:
    house.convention.territories = codes
    with pytest.raises(ValidationError) as refusal:
        house.convention.full_clean()
    assert "territories" in refusal.value.message_dict


def test_a_convention_says_in_a_sentence_what_is_wrong(house: House) -> None:
    again = Convention(
        funder=house.funder,
        number="2026-014",
        title="Double",
        starts_on=date(2026, 5, 1),
        ends_on=date(2026, 4, 1),
        territories=["59"],
    )
    with pytest.raises(ValidationError) as refusal:
        again.full_clean()
    assert refusal.value.message_dict["__all__"] == [
        "Ce financeur a déjà une convention avec ce numéro.",
        "Une convention finit après son premier jour.",
    ]
    assert house.funder.kind == OrganisationKind.FUNDER
