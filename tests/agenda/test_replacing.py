"""An attestation revoked, replaced, issued again; hours corrected: papers that stand say what the ledger says."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from lms.agenda.hours import hours_at, hours_for
from lms.agenda.models import Attestation, HourEntry
from lms.agenda.papers.issuing import INSTANT, issue_attestation, latest_attestation
from lms.agenda.papers.replacing import (
    AlreadyRevoked,
    StillStanding,
    correct_hours,
    issue_again,
    out_of_step,
    replace_attestation,
    revoke_attestation,
    says_the_ledger,
)
from lms.people.models import User
from lms.people.rights import Role
from modules.models import Registration
from modules.statements import actor_account
from tests.cast import (
    Taught,
    finish,
    follow,
    hire,
    make_employer,
    make_institute,
    make_institute_with_module,
    make_person,
)
from xapi_store.recording import void

pytestmark = pytest.mark.django_db

ALL, WHY = "/attestations/", "Le nom était mal écrit."
DAY = datetime(2026, 10, 5, 9, tzinfo=UTC)


@pytest.fixture
def taught(tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


@pytest.fixture
def odile(taught: Taught) -> User:
    """She looks after the papers of the institute."""
    return make_person("Odile Varenne", Role.INSTITUTE_ADMIN, taught.institute)


@pytest.fixture
def attestation(taught: Taught) -> Attestation:
    return issue_attestation(finish(follow(make_person("Nadège Osmont"), taught.edition, DAY), at=DAY), DAY)


def page_of(attestation: Attestation) -> str:
    return f"{ALL}{attestation.pk}/"


def words(response: Any) -> str:
    assert response.status_code == 200
    main = BeautifulSoup(response.content, "html.parser").select_one("main")
    return " ".join(main.get_text(" ", strip=True).split()) if main else ""


def verified(attestation: Attestation) -> str:
    return words(Client().get(attestation.get_absolute_url()))


def test_revoked_from_the_institute_s_page_its_code_says_so_and_why(
    client: Client, attestation: Attestation, odile: User
) -> None:
    client.force_login(odile)
    assert "Nadège Osmont" in words(client.get(ALL)).replace("Osmont Nadège", "Nadège Osmont")
    client.post(page_of(attestation), {"reason": WHY, "geste": "revoquer"})
    attestation.refresh_from_db()
    assert (attestation.revoked_by, attestation.revoked_reason) == (odile, WHY)
    assert WHY in verified(attestation)
    assert "Une autre attestation" not in verified(attestation)


def test_her_learner_cannot_get_around_a_revocation_and_keeps_her_hours(
    client: Client, attestation: Attestation, odile: User
) -> None:
    revoke_attestation(attestation, odile, WHY)
    client.force_login(attestation.registration.learner)
    own = f"/parcours/{attestation.registration_id}/attestation/"
    client.post(own)
    assert Attestation.objects.count() == 1
    assert WHY in words(client.get(own))
    assert hours_at(timezone.localdate(), [attestation.registration_id]) == {attestation.registration_id: 40}
    assert "Attestation délivrée" not in words(client.get("/mon-parcours/"))


def test_replaced_the_former_code_says_that_another_took_its_place_and_not_which(
    client: Client, attestation: Attestation, odile: User
) -> None:
    User.objects.filter(pk=attestation.registration.learner_id).update(last_name="Osmond")
    client.force_login(odile)
    response = client.post(page_of(attestation), {"reason": WHY, "geste": "remplacer"})
    new = Attestation.objects.standing().get()
    assert response["Location"] == page_of(new)
    assert new.frozen.name == "Nadège Osmond"
    assert "Une autre attestation l’a remplacée" in verified(attestation)
    assert new.grouped_code not in verified(attestation)
    assert "Valable" in verified(new)
    client.force_login(new.registration.learner)
    assert new.grouped_code in words(client.get(f"/parcours/{new.registration_id}/attestation/"))


def test_at_any_instant_one_stands_and_the_database_keeps_it_so(attestation: Attestation, odile: User) -> None:
    at = timezone.now()
    new = replace_attestation(attestation, odile, WHY, at)
    assert list(Attestation.objects.standing_at(at)) == [attestation]
    assert list(Attestation.objects.standing_at(at + INSTANT)) == [new]
    assert latest_attestation(attestation.registration) == new
    with pytest.raises(IntegrityError), transaction.atomic():
        Attestation.objects.filter(pk=attestation.pk).update(revoked_at=None, revoked_reason="", revoked_by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attestation.objects.filter(pk=new.pk).update(revoked_by=odile)


def test_the_first_reason_stays_and_one_is_needed(attestation: Attestation, odile: User) -> None:
    with pytest.raises(ValueError, match="pourquoi"):
        revoke_attestation(attestation, odile, "  ")
    revoke_attestation(attestation, odile, WHY)
    with pytest.raises(AlreadyRevoked):
        replace_attestation(attestation, odile, "Autre chose.")
    assert Attestation.objects.get().revoked_reason == WHY


def test_a_reason_that_names_someone_is_asked_back(client: Client, attestation: Attestation, odile: User) -> None:
    client.force_login(odile)
    page = client.post(page_of(attestation), {"reason": "Voir le 06 12 34 56 78", "geste": "revoquer"})
    assert "un numéro de téléphone" in page.content.decode()
    assert "Voir le 06 12 34 56 78" in page.content.decode()
    assert Attestation.objects.standing().exists()


def test_after_a_revocation_the_institute_alone_issues_again(
    client: Client, attestation: Attestation, odile: User
) -> None:
    with pytest.raises(StillStanding):
        issue_again(attestation.registration)
    revoke_attestation(attestation, odile, WHY)
    client.force_login(odile)
    client.post(f"{page_of(attestation)}a-nouveau/")
    client.post(f"{page_of(attestation)}a-nouveau/")
    assert Attestation.objects.standing().count() == 1
    assert Attestation.objects.count() == 2


def test_hours_corrected_make_a_new_attestation_at_once(client: Client, attestation: Attestation, odile: User) -> None:
    entry = HourEntry.objects.earliest("pk")
    client.force_login(odile)
    hours = f"/heures/{attestation.registration_id}/"
    assert "Lire avant d’agir" in words(client.get(hours))
    client.post(f"{hours}{entry.pk}/", {"reason": "Saisie pour une autre personne."})
    new = Attestation.objects.standing().get()
    assert new.frozen.minutes_done == 30
    assert "Saisie pour une autre personne" in verified(attestation)
    assert "Corrigé par Odile Varenne" in words(client.get(hours))
    undone = HourEntry.objects.get(cancels=entry)
    client.post(f"{hours}{undone.pk}/", {"reason": "C’était bien elle."})
    assert Attestation.objects.standing().get().frozen.minutes_done == 40
    assert says_the_ledger(Attestation.objects.standing().get())


def test_an_entry_corrected_already_is_not_corrected_twice(
    client: Client, attestation: Attestation, odile: User
) -> None:
    entry = HourEntry.objects.earliest("pk")
    correct_hours(entry, odile, "Saisie deux fois.")
    client.force_login(odile)
    address = f"/heures/{attestation.registration_id}/{entry.pk}/"
    assert "déjà été corrigée" in words(client.get(address))
    client.post(address, {"reason": "Encore."})
    assert HourEntry.objects.filter(minutes__lt=0).count() == 1


def test_a_statement_voided_later_puts_its_attestation_among_those_to_replace(
    client: Client, attestation: Attestation, odile: User
) -> None:
    everything = Attestation.objects.all()
    assert not out_of_step(everything).exists()
    entry = HourEntry.objects.earliest("pk")
    assert entry.statement_id is not None
    learner = attestation.registration.learner
    void(entry.statement_id, actor=actor_account(learner.actor_uuid), at=timezone.now())
    attestation.refresh_from_db()
    assert list(out_of_step(everything)) == [attestation]
    assert not says_the_ledger(attestation)
    client.force_login(odile)
    assert "À remplacer" in words(client.get(ALL))
    revoke_attestation(attestation, odile, "L’activité ne compte plus.")
    assert not out_of_step(everything).exists()


def test_hours_of_the_employer_are_the_ledger_and_the_papers_that_stand_through_corrections(
    taught: Taught, odile: User
) -> None:
    """Corrected, revoked, replaced, issued again: the three stay equal on every day."""
    employer = make_employer()
    done: list[Registration] = []
    for number, name in enumerate(["Nadège Osmont", "Bilal Ferrand", "Chloé Marin", "Dora Lenoir"]):
        at = DAY + timedelta(days=number)
        person = make_person(name)
        hire(person, employer.team)
        done.append(finish(follow(person, taught.edition, at - timedelta(hours=2)), at=at))
        issue_attestation(done[-1], at)
    corrected, revoked, replaced, again = done
    correct_hours(HourEntry.objects.filter(registration=corrected).earliest("pk"), odile, "Comptée deux fois.")
    revoke_attestation(revoked.attestations.get(), odile, WHY)
    replace_attestation(replaced.attestations.get(), odile, WHY)
    revoke_attestation(again.attestations.get(), odile, WHY)
    issue_again(again)
    assert not out_of_step(Attestation.objects.all()).exists()
    for day in [DAY - timedelta(days=1), *(DAY + timedelta(days=n) for n in range(5)), timezone.now()]:
        hours = hours_for(day.date(), employer.root)
        assert hours == hours_at(day.date(), Registration.objects.values("pk"))
        for each in Attestation.objects.standing().filter(issued_at__date__lte=day.date()):
            assert hours[each.registration_id] == each.frozen.minutes_done
    assert sum(hours_for(timezone.localdate(), employer.root).values()) == 30 + 3 * 40
    assert Attestation.objects.standing().count() == 3


@pytest.mark.parametrize("role", [Role.TRAINER, Role.INSTITUTE_ADMIN])
def test_another_institute_finds_nothing_and_a_trainer_neither(
    client: Client, attestation: Attestation, role: Role
) -> None:
    stranger = make_person("Paule Ailleurs", role, make_institute("Institut Ailleurs"))
    client.force_login(stranger)
    status = 404 if role == Role.INSTITUTE_ADMIN else 403
    entry = HourEntry.objects.earliest("pk")
    for address in (
        page_of(attestation),
        f"/heures/{attestation.registration_id}/",
        f"/heures/{attestation.registration_id}/{entry.pk}/",
    ):
        assert client.get(address).status_code == status
    assert b"Osmont" not in client.get(ALL).content


def test_one_does_not_revoke_ones_own(client: Client, attestation: Attestation, taught: Taught) -> None:
    learner = attestation.registration.learner
    learner.role_assignments.create(role=Role.INSTITUTE_ADMIN, node=taught.institute)
    client.force_login(learner)
    assert client.get(page_of(attestation)).status_code == 404
    assert client.get(f"/heures/{attestation.registration_id}/").status_code == 404


def test_an_attestation_is_found_by_code_or_name(client: Client, attestation: Attestation, odile: User) -> None:
    client.force_login(odile)
    for asked in (attestation.grouped_code.lower(), "osm", "Nadège Osmont"):
        assert attestation.grouped_code in words(client.get(ALL, {"q": asked}))
    assert "Aucune attestation ici" in words(client.get(ALL, {"q": "Personne"}))


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_takes_as_many_queries_whatever_its_length(
    client: Client, taught: Taught, odile: User, number: int, django_assert_max_num_queries: Any
) -> None:
    for index in range(number):
        issue_attestation(finish(follow(make_person(f"Ada Foule{index:02}"), taught.edition)))
    client.force_login(odile)
    with django_assert_max_num_queries(11):
        page = client.get(ALL)
    assert page.content.decode().count("Foule") == number
