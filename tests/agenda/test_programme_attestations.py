"""The one attestation of a programme: it gathers those of its half-days, and stands while they stand."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from lms.agenda import tasks
from lms.agenda.models import Attestation, PdfState, ProgrammeAttestation
from lms.agenda.papers.issuing import NotFinished, issue_attestation
from lms.agenda.papers.programme import HalfDayRevoked, issue_programme_attestation, parts_of
from lms.agenda.papers.replacing import replace_attestation, revoke_attestation
from lms.agenda.papers.wording import words_of
from lms.people.models import User
from modules.following import follow_programme
from modules.models import Module, Programme, ProgrammeModule, ProgrammeRegistration, Registration
from tests.cast import finish, make_institute_with_module, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_tried_a_code() -> None:
    cache.clear()


@pytest.fixture
def day(tmp_path: Path) -> Programme:
    """Two half-days of forty minutes."""
    pages = [make_institute_with_module(tmp_path, key=key, title=key.title()) for key in ("apprendre", "essayer")]
    page = Programme(title="Une journée", slug="une-journee", summary="Deux demi-journées.")
    page.chosen_modules = [
        ProgrammeModule(module=Module.objects.get(pk=each.module.pk), locale=each.page.locale, sort_order=place)
        for place, each in enumerate(pages)
    ]
    return pages[0].page.add_child(instance=page)


@pytest.fixture
def nadege() -> User:
    return make_person("Nadège Osmont")


def followed_by(learner: User, day: Programme, *, finished: int = 2, right: bool = True) -> ProgrammeRegistration:
    """She follows the day and has finished so many of its half-days. Read again."""
    followed = follow_programme(learner, day)
    assert followed is not None
    for registration in followed.registrations[:finished]:
        finish(Registration.objects.get(pk=registration.pk), right=right)
    return ProgrammeRegistration.objects.with_stages().get(pk=followed.pk)


@pytest.fixture
def followed(nadege: User, day: Programme) -> ProgrammeRegistration:
    return followed_by(nadege, day)


def page_of(followed: ProgrammeRegistration) -> str:
    return reverse("agenda:programme_attestation", args=[followed.pk])


def read(response: Any) -> str:
    return str(response.content.decode()).replace("\u00a0", " ")


def test_nothing_is_attested_before_the_last_half_day(nadege: User, day: Programme, client: Client) -> None:
    half_way = followed_by(nadege, day, finished=1)
    with pytest.raises(NotFinished):
        issue_programme_attestation(half_way)
    client.force_login(nadege)
    for response in (client.get(page_of(half_way)), client.post(page_of(half_way))):
        assert response["Location"] == reverse("modules:programme", args=[half_way.pk])
    assert not ProgrammeAttestation.objects.exists()
    assert not Attestation.objects.exists()


def test_it_issues_those_of_its_half_days_and_says_what_they_say(followed: ProgrammeRegistration) -> None:
    content = issue_programme_attestation(followed).frozen
    codes = [each.grouped_code for each in Attestation.objects.order_by("registration__programme_stages__position")]
    assert [line.code for line in content.half_days] == codes
    assert [line.title for line in content.half_days] == ["Apprendre", "Essayer"]
    assert content.minutes_done == 80
    assert content.passed
    assert [line.code for line in content.competencies] == ["A1.1", "A1.2", "A2.1"]


def test_an_attestation_issued_before_is_the_one_it_gathers(followed: ProgrammeRegistration) -> None:
    before = issue_attestation(followed.registrations[0])
    content = issue_programme_attestation(followed).frozen
    assert content.half_days[0].code == before.grouped_code
    assert Attestation.objects.count() == 2


def test_a_half_day_that_is_not_passed_is_said(nadege: User, day: Programme) -> None:
    content = issue_programme_attestation(followed_by(nadege, day, right=False)).frozen
    assert not content.passed
    lines = dict(words_of(content)["lines"])
    assert "pas encore réussie" in lines["Demi-journée 1"]
    assert "pas encore réussi" in lines["Résultat"]


def test_a_double_click_issues_one(followed: ProgrammeRegistration, nadege: User, client: Client) -> None:
    client.force_login(nadege)
    for _click in range(2):
        assert client.post(page_of(followed)).status_code == 302
    assert ProgrammeAttestation.objects.count() == 1


def test_two_issues_at_once_meet_on_the_constraint(followed: ProgrammeRegistration) -> None:
    issued = issue_programme_attestation(followed)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeAttestation.objects.create(
            programme_registration=followed,
            code="222222222222",
            issued_at=issued.issued_at,
            content=issued.content,
            digest=issued.digest,
            pdf_queued_at=issued.issued_at,
        )


def test_before_it_is_issued_its_page_says_what_it_would_say(
    followed: ProgrammeRegistration, nadege: User, client: Client
) -> None:
    client.force_login(nadege)
    page = read(client.get(page_of(followed)))
    assert "Demander mon attestation" in page
    assert "« Apprendre », édition 1.0, 40 min" in page
    assert not Attestation.objects.exists()


def test_the_pdf_is_real_tagged_and_says_every_line(
    followed: ProgrammeRegistration,
    nadege: User,
    client: Client,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        issued = issue_programme_attestation(followed)
    issued.refresh_from_db()
    assert issued.pdf_state == PdfState.READY
    client.force_login(nadege)
    response = client.get(reverse("agenda:programme_attestation_pdf", args=[followed.pk]))
    reader = PdfReader(BytesIO(response.getvalue()))
    catalogue: Any = reader.trailer["/Root"]
    assert (catalogue["/Lang"], bool(catalogue["/MarkInfo"]["/Marked"])) == ("fr", True)
    flat = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert "NadègeOsmontasuivijusqu’auboutleprogramme" in flat
    for label, value in words_of(issued.frozen)["lines"]:
        assert "".join(label.split()) in flat
        assert "".join(value.split()) in flat


def test_a_pdf_lost_on_the_way_is_queued_again(
    followed: ProgrammeRegistration, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    issued = issue_programme_attestation(followed)
    ProgrammeAttestation.objects.update(pdf_queued_at=timezone.now() - timedelta(minutes=11))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.queue_stale_attestations()
    issued.refresh_from_db()
    assert issued.pdf_state == PdfState.READY


def test_anyone_with_the_code_verifies_it(followed: ProgrammeRegistration, client: Client) -> None:
    issued = issue_programme_attestation(followed)
    page = read(client.get(issued.get_absolute_url()))
    assert "Valable" in page
    for _label, value in words_of(issued.frozen)["lines"]:
        assert value.replace("\u00a0", " ") in page
    ProgrammeAttestation.objects.update(content=issued.content | {"name": "Quelqu’un d’autre"})
    assert "Ne vous fiez pas à cette page" in read(client.get(issued.get_absolute_url()))


def test_a_half_day_revoked_takes_the_whole_with_it(
    followed: ProgrammeRegistration, nadege: User, client: Client
) -> None:
    issued = issue_programme_attestation(followed)
    revoke_attestation(
        Attestation.objects.get(registration=followed.registrations[1]),
        make_person("Odile Clerc", None),
        "Délivrée par erreur.",
    )
    page = read(client.get(issued.get_absolute_url()))
    assert "elle n’est plus valable" in page
    assert "Délivrée par erreur." in page
    with pytest.raises(HalfDayRevoked):
        parts_of(followed, timezone.now())
    client.force_login(nadege)
    said = read(client.get(page_of(followed), follow=True))
    assert "écrivez à votre institut" in said
    assert client.get(reverse("agenda:programme_attestation_pdf", args=[followed.pk])).status_code == 302


def test_a_half_day_replaced_lets_the_whole_be_issued_again(followed: ProgrammeRegistration, client: Client) -> None:
    first = issue_programme_attestation(followed)
    replaced = Attestation.objects.get(registration=followed.registrations[1])
    other = replace_attestation(replaced, make_person("Denise Rey", None), "Le nom était mal écrit.")
    assert "elle n’est plus valable" in read(client.get(first.get_absolute_url()))
    again = issue_programme_attestation(followed)
    assert again != first
    assert again.frozen.half_days[1].code == other.grouped_code
    assert "Valable" in read(client.get(again.get_absolute_url()))


@pytest.mark.parametrize("name", ["agenda:programme_attestation", "agenda:programme_attestation_pdf"])
def test_nobody_opens_someone_else_s(followed: ProgrammeRegistration, client: Client, name: str) -> None:
    client.force_login(make_person("Bilal Ferrand"))
    assert client.get(reverse(name, args=[followed.pk])).status_code == 404


def test_her_page_takes_few_queries(
    followed: ProgrammeRegistration,
    nadege: User,
    client: Client,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    issue_programme_attestation(followed)
    client.force_login(nadege)
    client.get(page_of(followed))
    with django_assert_max_num_queries(10):
        client.get(page_of(followed))
