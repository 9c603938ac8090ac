"""What the site team records and shows: conventions, and the certified annex that leaves a trace."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from lms.funding.annex import gather_annex, show_annex
from lms.funding.editions import publish
from lms.funding.grid import Step
from lms.funding.models import AnnexReading, Convention
from lms.funding.models.annex_reading import TraceIsFinal
from lms.people.models import User
from lms.people.rights import Role
from modules.models import Edition
from tests.funding import cast
from tests.funding.cast import FIRST_DAY, House

REASON = "Contrôle du service fait, exercice 2026."


@pytest.fixture
def admin(house: House) -> User:
    return cast.person("Maud", Role.SITE_ADMIN)


def typed(house: House, **changes: Any) -> dict[str, Any]:
    agreed = {
        "funder": house.funder.pk,
        "number": "2027-003",
        "title": "Former les équipes d’accueil",
        "starts_on": "2027-01-01",
        "ends_on": "2027-12-31",
        "territories": "59, 2a 62",
        "module_keys": [str(house.edition.module_key)],
        "target_completed": "120",
        "rhythm": "quarterly",
    }
    return agreed | changes


def test_the_site_team_records_what_was_agreed(client: Client, house: House, admin: User) -> None:
    client.force_login(admin)
    client.post(reverse("funding:new_convention"), typed(house))
    made = Convention.objects.get(number="2027-003")
    assert (made.territories, made.target_completed, made.target_invited) == (["59", "2A", "62"], 120, None)
    assert made.modules.get().module_key == house.edition.module_key


def test_a_module_said_in_two_languages_is_offered_under_its_french_title(
    client: Client, house: House, admin: User
) -> None:
    french = house.edition.title
    english = Edition.objects.get(pk=house.edition.pk)
    english.pk, english.language, english.title, english.number = None, "en", "Understanding digital exclusion", 9
    english.save()
    client.force_login(admin)
    offered = client.get(reverse("funding:new_convention")).context["form"].fields["module_keys"].choices
    assert offered == [(str(house.edition.module_key), french)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"territories": "59, 99"}, "aucun département n’a ce code"),
        ({"ends_on": "2026-12-31"}, "finit après son premier jour"),
        ({"number": "2026-014"}, "déjà une convention"),
        ({"number": ""}, "Écrivez le numéro de la convention."),
        ({"funder": ""}, "Choisissez le financeur."),
        ({"starts_on": ""}, "Dites quel jour commence la convention."),
    ],
)
def test_what_cannot_be_agreed_is_refused_and_nothing_typed_is_lost(
    client: Client, house: House, admin: User, changes: dict[str, str], sentence: str
) -> None:
    client.force_login(admin)
    page = client.post(reverse("funding:new_convention"), typed(house, **changes)).content.decode()
    assert sentence in page
    assert "Former les équipes d’accueil" in page
    assert Convention.objects.count() == 1


def test_once_figures_are_published_the_days_stay(client: Client, house: House, admin: User) -> None:
    publish(house.convention, FIRST_DAY)
    client.force_login(admin)
    address = reverse("funding:change_convention", args=[house.convention.pk])
    assert "restent ce qu’ils sont" in client.get(address).content.decode()
    client.post(address, typed(house, number="2026-014", target_completed="150"))
    house.convention.refresh_from_db()
    assert house.convention.target_completed == 150
    assert house.convention.starts_on.year == 2026


def test_a_module_that_somebody_is_invited_to_stays(client: Client, house: House, admin: User) -> None:
    house.bring(Step.INVITED, 1)
    client.force_login(admin)
    changes = typed(house, number="2026-014", module_keys=[])
    client.post(reverse("funding:change_convention", args=[house.convention.pk]), changes)
    assert house.convention.modules.count() == 1


def test_the_annex_shows_exact_figures_once_the_trace_is_written(client: Client, house: House, admin: User) -> None:
    house.bring(Step.INVITED, 3, house.teams[4:])
    edition = publish(house.convention, FIRST_DAY)
    client.force_login(admin)
    address = reverse("funding:annex", args=[house.convention.pk, edition.pk])
    assert "Somme" not in client.get(address).content.decode()
    page = client.post(address, {"auditor": "Jean Roussel, Cour du Val", "reason": REASON})
    assert "Somme" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    trace = edition.annexes.get()
    assert (trace.shown_by, trace.reason) == (admin, REASON)
    assert "Jean Roussel" in client.get(address).content.decode()


def test_without_a_reason_the_annex_is_not_shown(client: Client, house: House, admin: User) -> None:
    house.bring(Step.INVITED, 3, house.teams[4:])
    edition = publish(house.convention, FIRST_DAY)
    client.force_login(admin)
    address = reverse("funding:annex", args=[house.convention.pk, edition.pk])
    assert "Somme" not in client.post(address, {"auditor": "Jean", "reason": "Contrôle"}).content.decode()
    assert not AnnexReading.objects.exists()


def test_every_table_of_the_annex_counts_everybody(house: House) -> None:
    house.fill(2)
    tables = gather_annex(publish(house.convention, FIRST_DAY))
    assert {table.total.counts[Step.INVITED] for table in tables} == {8}
    assert {sum(group.counts[Step.INVITED] for group in table.groups) for table in tables} == {8}


def test_a_trace_is_never_changed_nor_removed(house: House, admin: User) -> None:
    _tables, trace = show_annex(publish(house.convention, FIRST_DAY), admin, "Jean Roussel", REASON)
    for undo in (trace.save, trace.delete, AnnexReading.objects.all().delete):
        with pytest.raises(TraceIsFinal):
            undo()
    with pytest.raises(TraceIsFinal):
        AnnexReading.objects.update(reason="")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE funding_annexreading SET reason = ''")
