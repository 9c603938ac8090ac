"""The report on paper: the figures of the screen, tagged, its picture with words, written once in the background."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cms.pango import pdf_ready
from lms.funding.editions import publish
from lms.funding.exports.pdf_file import keep_pdf, write_page
from lms.funding.models import EditionPdf, FundingEdition
from lms.funding.report import read_report
from lms.funding.tasks import ask_for_pdf, queue_lost_requests
from lms.people.models import User
from lms.people.rights import Role
from tests.funding import cast
from tests.funding.cast import FIRST_DAY, House
from tests.funding.test_receipts import every_figure


@pytest.fixture
def edition(house: House) -> FundingEdition:
    house.fill(60)
    return publish(house.convention, FIRST_DAY)


@pytest.fixture
def funder(house: House) -> User:
    return cast.person("Inès", Role.FUNDER, house.funder)


@pytest.mark.skipif(not pdf_ready(), reason="Pango is missing on this machine")
def test_the_funder_asks_for_the_pdf_and_reads_the_figures_of_the_screen(
    client: Client, funder: User, edition: FundingEdition, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(funder)
    address = reverse("funding:pdf", args=[edition.convention_id, edition.pk])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    reader = PdfReader(BytesIO(b"".join(client.get(address).streaming_content)))
    words = squeeze("".join(page.extract_text() for page in reader.pages))
    screen = client.get(reverse("funding:edition", args=[edition.convention_id, edition.pk])).content.decode()
    missing = [text for text in every_figure(screen) if squeeze(text) not in words]
    assert missing == []
    assert edition.digest in words
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_page_of_the_pdf_has_every_figure_of_the_screen(
    client: Client, funder: User, edition: FundingEdition
) -> None:
    report = read_report(edition.convention, edition)
    assert report is not None
    client.force_login(funder)
    screen = client.get(reverse("funding:edition", args=[edition.convention_id, edition.pk])).content.decode()
    paper = write_page(report)
    assert every_figure(paper) == every_figure(screen)
    assert 'alt="Sur 240 personnes invitées, 60 ont terminé' in paper.replace("\u00a0", " ")


def test_a_pdf_is_asked_for_once_and_a_lost_one_is_queued_again(
    edition: FundingEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf = ask_for_pdf(edition)
    assert ask_for_pdf(edition) == pdf
    queued: list[int] = []
    monkeypatch.setattr("lms.funding.tasks.write_pdf_requested.delay", queued.append)
    queue_lost_requests()
    assert queued == []
    EditionPdf.objects.update(queued_at=timezone.now() - timedelta(hours=1))
    queue_lost_requests()
    assert queued == [pdf.pk]


def test_the_second_of_two_workers_takes_its_file_back(
    edition: FundingEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.funding.exports.pdf_file.write_pdf", lambda _report: b"%PDF")
    pdf = EditionPdf.objects.create(edition=edition)
    assert keep_pdf(pdf)
    assert not keep_pdf(pdf)
    pdf.refresh_from_db()
    with pdf.file.open("rb") as kept:
        assert kept.read() == b"%PDF"
