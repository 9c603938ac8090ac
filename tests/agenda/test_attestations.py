"""An attestation: issued once, frozen, verifiable, and a real tagged PDF for its learner alone."""

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
from lms.agenda.models import Attestation, PdfState
from lms.agenda.papers import views
from lms.agenda.papers.content import digest_of
from lms.agenda.papers.issuing import NotFinished, issue_attestation
from lms.agenda.papers.lines import write_competencies, write_lines
from lms.agenda.papers.pdf import render_pdf
from lms.agenda.papers.replacing import revoke_attestation
from lms.agenda.papers.wrong_codes import ALLOWED
from lms.people.models import User
from modules.models import Registration
from tests.cast import Taught, finish, follow, make_half_day, make_institute_with_module, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_tried_a_code() -> None:
    cache.clear()


@pytest.fixture
def taught(tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


@pytest.fixture
def registration(taught: Taught) -> Registration:
    return finish(follow(make_person("Nadège Osmont"), taught.edition))


@pytest.fixture
def attestation(registration: Registration, django_capture_on_commit_callbacks: Callable[..., Any]) -> Attestation:
    """Issued, and its PDF rendered by the task."""
    with django_capture_on_commit_callbacks(execute=True):
        issued = issue_attestation(registration)
    issued.refresh_from_db()
    return issued


def page_of(registration: Registration) -> str:
    return reverse("agenda:attestation", args=[registration.pk])


def read_pdf(attestation: Attestation) -> PdfReader:
    with attestation.pdf.open("rb") as file:
        return PdfReader(BytesIO(file.read()))


def read(response: Any) -> str:
    return str(response.content.decode()).replace("\u00a0", " ")


def test_nothing_is_attested_before_the_end(taught: Taught, client: Client) -> None:
    begun = follow(make_person("Bilal Ferrand"), taught.edition)
    with pytest.raises(NotFinished):
        issue_attestation(begun)
    client.force_login(begun.learner)
    assert client.get(page_of(begun)).status_code == 302
    assert client.post(page_of(begun)).status_code == 302
    assert not Attestation.objects.exists()


def test_a_double_click_issues_one(registration: Registration, client: Client) -> None:
    client.force_login(registration.learner)
    for _click in range(2):
        assert client.post(page_of(registration)).status_code == 302
    assert Attestation.objects.count() == 1


def test_two_issues_at_once_meet_on_the_constraint(attestation: Attestation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Attestation.objects.create(
            registration=attestation.registration,
            code="222222222222",
            issued_at=attestation.issued_at,
            content=attestation.content,
            digest=attestation.digest,
            pdf_queued_at=attestation.issued_at,
        )


def test_the_content_is_frozen_with_levels_and_their_rule(attestation: Attestation, taught: Taught) -> None:
    content = attestation.frozen
    assert content.name == "Nadège Osmont"
    assert content.title == taught.edition.title
    assert content.edition == "1.0"
    assert content.minutes_done == 40
    assert content.modality == "remote"
    assert content.institute_siret == taught.institute.siret
    assert [line.level for line in content.competencies] == [3, 3, 3]
    assert {line.rule_version for line in content.competencies} == {1}
    assert content.passed
    assert (content.reached, content.needed) == (3, 2)
    assert attestation.is_intact


def test_a_module_whose_test_is_missed_is_followed_and_not_passed(taught: Taught) -> None:
    missed = finish(follow(make_person("Bilal Ferrand"), taught.edition), right=False)
    content = issue_attestation(missed).frozen
    assert not content.passed
    assert [line.level for line in content.competencies] == [1, 1, 1]


def test_a_half_day_with_a_group_is_said(registration: Registration, taught: Taught) -> None:
    day = timezone.localdate() - timedelta(days=1)
    make_half_day(taught, registration, on=day)
    content = issue_attestation(registration).frozen
    assert (content.modality, content.half_day_on) == ("half_day", day)


def test_the_pdf_is_real_tagged_and_french(attestation: Attestation, taught: Taught) -> None:
    assert attestation.pdf_state == PdfState.READY
    reader = read_pdf(attestation)
    text = " ".join(page.extract_text() for page in reader.pages).replace("\u00a0", " ")
    assert "Nadège Osmont" in text
    assert taught.edition.title in text
    assert attestation.grouped_code in text
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/Lang"] == "fr"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in catalogue["/Metadata"].get_data().decode()
    fonts = {font for page in reader.pages for font in _fonts(page)}
    assert any("Literata" in font for font in fonts)
    assert any("RadioCanada" in font.replace("-", "") for font in fonts)


def _fonts(page: Any) -> list[str]:
    return [str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()]


def test_every_line_of_the_page_is_on_the_pdf(attestation: Attestation) -> None:
    text = "".join(page.extract_text() for page in read_pdf(attestation).pages)
    flat = "".join(text.split())
    for label, value in write_lines(attestation.frozen):
        assert "".join(label.split()) in flat
        assert "".join(value.split()) in flat


def test_rendering_again_changes_nothing(attestation: Attestation) -> None:
    kept = attestation.pdf.name
    tasks.render_attestation(str(attestation.pk))
    attestation.refresh_from_db()
    assert attestation.pdf.name == kept


def test_the_same_content_gives_the_same_words_under_the_same_identifier(attestation: Attestation) -> None:
    once, again = (PdfReader(BytesIO(render_pdf(attestation))) for _time in range(2))
    assert [page.extract_text() for page in once.pages] == [page.extract_text() for page in again.pages]
    assert once.trailer["/ID"][0] == again.trailer["/ID"][0]


def test_her_own_page_shows_it_and_gives_the_pdf(client: Client, attestation: Attestation) -> None:
    registration = attestation.registration
    client.force_login(registration.learner)
    page = read(client.get(page_of(registration)))
    assert attestation.grouped_code in page
    response = client.get(reverse("agenda:attestation_pdf", args=[registration.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert "private" in response["Cache-Control"] or "no-store" in response["Cache-Control"]
    assert len(PdfReader(BytesIO(response.getvalue())).pages) >= 1


@pytest.mark.parametrize("name", ["agenda:attestation", "agenda:attestation_pdf"])
def test_nobody_opens_someone_else_s(client: Client, attestation: Attestation, name: str) -> None:
    client.force_login(make_person("Bilal Ferrand"))
    assert client.get(reverse(name, args=[attestation.registration_id])).status_code == 404


def test_before_it_is_issued_the_page_says_what_it_would_say(client: Client, registration: Registration) -> None:
    client.force_login(registration.learner)
    page = read(client.get(page_of(registration)))
    assert "Demander mon attestation" in page
    assert "Module réussi" in page
    assert not Attestation.objects.exists()


def test_while_it_waits_the_page_says_so(client: Client, registration: Registration) -> None:
    issue_attestation(registration)  # its task waits for a commit that this test never makes
    client.force_login(registration.learner)
    assert "en préparation" in read(client.get(page_of(registration)))
    response = client.get(reverse("agenda:attestation_pdf", args=[registration.pk]))
    assert response.status_code == 302


def test_without_pango_the_page_names_the_packages(
    client: Client, registration: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "pdf_ready", lambda: False)
    monkeypatch.setattr(tasks, "pdf_ready", lambda: False)
    issued = issue_attestation(registration)
    tasks.render_attestation(str(issued.pk))
    issued.refresh_from_db()
    assert issued.pdf_state == PdfState.QUEUED
    client.force_login(registration.learner)
    assert "libpango-1.0-0" in read(client.get(page_of(registration)))


def test_a_pdf_lost_on_the_way_is_queued_again(
    registration: Registration, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    issued = issue_attestation(registration)
    Attestation.objects.update(pdf_queued_at=timezone.now() - timedelta(minutes=11))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.queue_stale_attestations()
    issued.refresh_from_db()
    assert issued.pdf_state == PdfState.READY


def test_a_pdf_just_queued_is_left_alone(
    registration: Registration, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    issue_attestation(registration)
    with django_capture_on_commit_callbacks() as queued:
        tasks.queue_stale_attestations()
    assert queued == []


def test_a_pdf_that_fails_says_so_and_may_be_asked_again(
    client: Client,
    registration: Registration,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    monkeypatch.setattr("cms.paper.FONTS", {"Nulle Part": "vendor/fonts/nulle-part.woff2"})
    with django_capture_on_commit_callbacks(execute=True):
        issued = issue_attestation(registration)
    issued.refresh_from_db()
    assert issued.pdf_state == PdfState.FAILED
    client.force_login(registration.learner)
    assert "n’a pas pu être préparé" in read(client.get(page_of(registration)))
    monkeypatch.undo()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page_of(registration))
    issued.refresh_from_db()
    assert issued.pdf_state == PdfState.READY


def test_the_verification_page_shows_the_frozen_fields(client: Client, attestation: Attestation) -> None:
    User.objects.update(last_name="Changé")
    page = read(client.get(attestation.get_absolute_url()))
    for _label, value in write_lines(attestation.frozen):
        assert value.replace("\u00a0", " ") in page
    for line, level, rule in write_competencies(attestation.frozen):
        assert line.statement.replace("\u00a0", " ") in page
        assert level in page
        assert rule.replace("\u00a0", " ") in page
    assert "Valable" in page
    assert "Changé" not in page


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")])
def test_a_code_is_read_however_it_is_typed(
    client: Client, attestation: Attestation, change: Callable[[str], str]
) -> None:
    response = client.get(reverse("agenda:ask_code"), {"code": change(attestation.grouped_code)}, follow=True)
    assert response.status_code == 200
    assert "Nadège Osmont" in read(response)


@pytest.mark.parametrize("typed", ["AAAA-AAAA-AAAA", "rien", "???", "<b>"])
def test_an_unknown_code_gets_a_helpful_404(client: Client, typed: str) -> None:
    response = client.get(reverse("agenda:ask_code"), {"code": typed}, follow=True)
    assert response.status_code == 404
    assert "Aucune attestation n’a ce code" in read(response)


def test_an_empty_code_says_what_to_type(client: Client) -> None:
    page = read(client.get(reverse("agenda:ask_code"), {"code": ""}))
    assert "Saisissez le code écrit au bas de l’attestation." in page


def test_guessing_is_stopped_and_verifying_is_not(client: Client, attestation: Attestation) -> None:
    for _try in range(ALLOWED + 5):
        assert client.get(attestation.get_absolute_url()).status_code == 200
    for _try in range(ALLOWED):
        assert client.get(reverse("agenda:verify", args=["AAAA-AAAA-AAAA"])).status_code == 404
    assert client.get(reverse("agenda:verify", args=["AAAA-AAAA-AAAA"])).status_code == 429


def test_a_revoked_attestation_says_so_and_gives_no_pdf(client: Client, attestation: Attestation) -> None:
    revoke_attestation(
        attestation, make_person("Odile Varenne", None), "Délivrée par erreur : le groupe n’était pas le bon."
    )
    page = read(client.get(attestation.get_absolute_url()))
    assert "elle n’est plus valable" in page
    assert "le groupe n’était pas le bon" in page
    client.force_login(attestation.registration.learner)
    assert client.get(reverse("agenda:attestation_pdf", args=[attestation.registration_id])).status_code == 302
    assert "Révoquée le" in read(client.get(page_of(attestation.registration)))


def test_a_content_changed_by_hand_shows(client: Client, attestation: Attestation) -> None:
    Attestation.objects.update(content=attestation.content | {"name": "Quelqu’un d’autre"})
    assert "Ne vous fiez pas à cette page" in read(client.get(attestation.get_absolute_url()))


def test_the_verification_page_is_not_for_search_engines(client: Client, attestation: Attestation) -> None:
    assert client.get(attestation.get_absolute_url())["X-Robots-Tag"] == "noindex, nofollow"


def test_her_page_takes_few_queries(
    client: Client, attestation: Attestation, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client.force_login(attestation.registration.learner)
    with django_assert_max_num_queries(8):
        client.get(page_of(attestation.registration))


def test_a_digest_is_the_content_whatever_the_order_of_its_keys(attestation: Attestation) -> None:
    assert digest_of(dict(reversed(attestation.content.items()))) == attestation.digest
