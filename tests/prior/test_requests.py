"""A learner sends a document; the institute reads it, accepts it or not with a reason; she is told; it goes."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from competencies.models import CFItem, Level, PriorLearningEvidence
from lms.people.models import User
from lms.people.rights import Role
from lms.prior.document import Document, DocumentKind
from lms.prior.models import PriorLearningRequest, papers
from lms.prior.reviewing import (
    KEPT_FOR,
    AlreadyDecided,
    Decision,
    Said,
    Withdrawn,
    decide_document,
    send_document,
    take_document_back,
)
from lms.prior.tasks import delete_old_documents
from lms.reminders.sending import decide_reminders, send_waiting
from tests.cast import Taught, make_employer, make_institute, make_institute_with_module, make_person
from tests.prior.files import PDF, picture

pytestmark = pytest.mark.django_db
QUEUE = "/acquis-anterieurs/"
SAID = Said("Certificat de 2024", "J’ai animé six ateliers sur la précarité numérique.", 3)
ACCEPTED = Decision(2, "Le programme couvre les quatre dimensions.")
REFUSED = Decision(None, "Le document ne dit pas ce que vous avez fait.")


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where this test's papers are."""
    folder = tmp_path / "papers"
    field = PriorLearningRequest._meta.get_field("document")
    monkeypatch.setattr(field, "storage", FileSystemStorage(folder))
    return folder


@pytest.fixture
def taught(tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


@pytest.fixture
def nadege() -> User:
    return make_person("Nadège Osmont")


@pytest.fixture
def odile(taught: Taught) -> User:
    return make_person("Odile Varenne", Role.TRAINER, taught.institute)


@pytest.fixture
def sent(nadege: User, taught: Taught) -> PriorLearningRequest:
    return send_document(nadege, taught.institute, item(), SAID, Document(DocumentKind.PDF, PDF))


def item() -> CFItem:
    return CFItem.objects.coded("A1.1").get()


def files_in(kept: Path) -> list[Path]:
    return [path for path in kept.rglob("*") if path.is_file()]


def post(client: Client, taught: Taught, file: SimpleUploadedFile | None, **others: Any) -> Any:
    said = {"institute": str(taught.institute.pk), "title": SAID.title, "words": SAID.words, "shows_level": 3}
    said |= {"names_nobody": "on"} | ({"document": file} if file else {})
    return client.post(reverse("prior:send", args=[item().pk]), said | others)


def test_from_the_learner_s_page_to_the_institute_s_and_back(
    client: Client, nadege: User, odile: User, taught: Taught, kept: Path, mailoutbox: list[Any]
) -> None:
    client.force_login(nadege)
    assert reverse("prior:send", args=[item().pk]) in client.get(reverse("desk:profile")).content.decode()
    file = SimpleUploadedFile("CV de Mme Untel.html", picture(), "text/html")
    assert post(client, taught, file).status_code == 302
    assert decide_reminders(timezone.localdate()) == 1
    assert send_waiting() == 1
    assert mailoutbox[0].to == [odile.email]
    assert "Nadège" not in mailoutbox[0].body + mailoutbox[0].subject
    client.force_login(odile)
    assert "Nadège Osmont" in client.get(QUEUE).content.decode()
    address = f"{QUEUE}{PriorLearningRequest.objects.get().pk}/"
    assert SAID.words in client.get(address).content.decode()
    assert client.post(address, {"outcome": "yes", "level": 2, "reason": ACCEPTED.reason}).status_code == 302
    [proof] = PriorLearningEvidence.objects.filter(actor=nadege.actor_uuid)
    assert (proof.reviewer, proof.shows_level, proof.reason) == (odile.actor_uuid, 2, ACCEPTED.reason)
    client.force_login(nadege)
    page = client.get(reverse("desk:dashboard")).content.decode().replace("\u00a0", " ")
    assert "Odile Varenne vous a répondu" in page
    assert "A1.1 : votre document est accepté, niveau 2." in page
    assert ACCEPTED.reason in client.get(reverse("prior:send", args=[item().pk])).content.decode()
    assert "vous a répondu" not in client.get(reverse("desk:dashboard")).content.decode()
    assert "acceptés par Odile Varenne" in client.get(reverse("desk:profile")).content.decode()


def test_refused_it_says_why_and_is_no_evidence(
    client: Client, nadege: User, odile: User, sent: PriorLearningRequest
) -> None:
    client.force_login(odile)
    client.post(f"{QUEUE}{sent.pk}/", {"outcome": "no", "level": 3, "reason": REFUSED.reason})
    assert not PriorLearningEvidence.objects.exists()
    assert not Level.objects.exists()
    client.force_login(nadege)
    assert "votre document n’est pas accepté" in client.get(reverse("desk:dashboard")).content.decode()
    assert REFUSED.reason in client.get(reverse("prior:send", args=[item().pk])).content.decode()


@pytest.mark.parametrize("wrong", [{"outcome": ""}, {"reason": ""}, {"reason": "Appelez-moi au 06 12 34 56 78."}])
def test_no_decision_without_its_reason_and_what_is_typed_stays(
    client: Client, odile: User, sent: PriorLearningRequest, wrong: dict[str, str]
) -> None:
    client.force_login(odile)
    said = {"outcome": "no", "level": 3, "reason": "Il manque le programme."} | wrong
    page = client.post(f"{QUEUE}{sent.pk}/", said).content.decode()
    assert "Erreur" in page
    assert said["reason"] in page
    sent.refresh_from_db()
    assert sent.decided_at is None


def test_it_is_evidence_only_once_accepted(sent: PriorLearningRequest, odile: User) -> None:
    assert not PriorLearningEvidence.objects.exists()
    decide_document(sent, odile, ACCEPTED)
    assert PriorLearningEvidence.objects.count() == 1


def test_the_name_it_came_with_is_kept_nowhere(client: Client, nadege: User, taught: Taught, kept: Path) -> None:
    client.force_login(nadege)
    post(client, taught, SimpleUploadedFile("../../Mme Untel, dossier 123.pdf.html", PDF, "text/html"))
    found = PriorLearningRequest.objects.get()
    [path] = files_in(kept)
    assert path.suffix == ".pdf"
    assert "Untel" not in str(path) + found.document.name + found.file_name
    given = client.get(reverse("prior:own_document", args=[found.pk]))
    assert given["Content-Type"] == "application/pdf"
    assert given["Content-Disposition"] == f'attachment; filename="acquis-a1-1-{found.pk}.pdf"'
    assert given["X-Content-Type-Options"] == "nosniff"
    assert b"".join(given.streaming_content) == PDF


def test_the_document_is_out_of_the_public_folder(settings: Any) -> None:
    folder = Path(papers().path("prior/x.pdf"))
    assert not folder.is_relative_to(settings.MEDIA_ROOT)
    assert not folder.is_relative_to(settings.STATIC_ROOT)


def test_a_page_that_bears_the_name_of_a_pdf_is_refused_and_what_is_typed_stays(
    client: Client, nadege: User, taught: Taught, kept: Path
) -> None:
    client.force_login(nadege)
    page = post(client, taught, SimpleUploadedFile("a.pdf", b"<script>alert(1)</script>", "application/pdf"))
    assert SAID.words in page.content.decode()
    assert "ni un PDF" in page.content.decode()
    assert not files_in(kept)
    assert not PriorLearningRequest.objects.exists()


def test_a_document_that_could_name_someone_is_not_taken(client: Client, nadege: User, taught: Taught) -> None:
    client.force_login(nadege)
    page = post(client, taught, SimpleUploadedFile("a.pdf", PDF), names_nobody="").content.decode()
    assert "cochez cette case" in page
    assert "Choisissez de nouveau le document" in page
    post(client, taught, SimpleUploadedFile("a.pdf", PDF), words="Samira, au 06 12 34 56 78")
    assert not PriorLearningRequest.objects.exists()


def test_a_second_click_sends_nothing_more(
    nadege: User, taught: Taught, sent: PriorLearningRequest, kept: Path
) -> None:
    again = send_document(nadege, taught.institute, item(), SAID, Document(DocumentKind.PDF, PDF))
    assert again.pk == sent.pk
    assert len(files_in(kept)) == 1


def test_the_first_decision_stays(sent: PriorLearningRequest, odile: User) -> None:
    decide_document(sent, odile, REFUSED)
    with pytest.raises(AlreadyDecided):
        decide_document(sent, odile, ACCEPTED)
    assert not PriorLearningEvidence.objects.exists()


def test_nobody_decides_of_their_own_document(client: Client, sent: PriorLearningRequest, nadege: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        decide_document(sent, nadege, REFUSED)


def test_taken_back_before_the_answer_nothing_is_left(
    client: Client, nadege: User, odile: User, sent: PriorLearningRequest, kept: Path
) -> None:
    client.force_login(nadege)
    client.post(reverse("prior:take_back", args=[sent.pk]))
    assert not files_in(kept)
    assert not PriorLearningRequest.objects.exists()
    with pytest.raises(Withdrawn):
        decide_document(sent, odile, ACCEPTED)
    take_document_back(sent)  # a second click


def test_taken_back_after_the_answer_the_document_goes_and_the_evidence_stays(
    client: Client, nadege: User, odile: User, sent: PriorLearningRequest, kept: Path
) -> None:
    decide_document(sent, odile, ACCEPTED)
    client.force_login(nadege)
    client.post(reverse("prior:take_back", args=[sent.pk]))
    assert not files_in(kept)
    assert client.get(reverse("prior:own_document", args=[sent.pk])).status_code == 404
    page = client.get(reverse("prior:send", args=[item().pk])).content.decode()
    assert ACCEPTED.reason in page
    assert "Le document a été supprimé" in page
    assert PriorLearningEvidence.objects.count() == 1


def test_thirty_days_after_the_answer_the_document_is_deleted(
    nadege: User, odile: User, sent: PriorLearningRequest, kept: Path
) -> None:
    decide_document(sent, odile, ACCEPTED, at=timezone.now() - KEPT_FOR + timedelta(hours=1))
    delete_old_documents()
    assert len(files_in(kept)) == 1
    PriorLearningRequest.objects.update(decided_at=timezone.now() - KEPT_FOR - timedelta(hours=1))
    delete_old_documents()
    delete_old_documents()
    assert not files_in(kept)
    assert PriorLearningRequest.objects.get().emptied_at is not None


def test_an_account_deleted_takes_its_documents_with_it(
    nadege: User, sent: PriorLearningRequest, kept: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        nadege.delete()
    assert not files_in(kept)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.INSTITUTE_ADMIN, Role.HR, Role.MANAGER, Role.LEARNER])
def test_nobody_else_reads_it(client: Client, sent: PriorLearningRequest, role: Role) -> None:
    node = {
        Role.TRAINER: lambda: make_institute("Institut Ailleurs"),
        Role.INSTITUTE_ADMIN: lambda: make_institute("Institut Ailleurs"),
        Role.LEARNER: lambda: None,
    }.get(role, lambda: make_employer("Service Ailleurs").root)()
    client.force_login(make_person("Paule Ailleurs", role, node))
    for name in ("prior:review", "prior:document", "prior:own_document"):
        assert client.get(reverse(name, args=[sent.pk])).status_code in {403, 404}, name
    assert client.post(reverse("prior:take_back", args=[sent.pk])).status_code in {403, 404}
    assert PriorLearningRequest.objects.filter(decided_at=None).exists()


@pytest.mark.parametrize("number", [1, 12])
def test_the_institute_s_list_asks_as_many_queries_whatever_its_length(
    client: Client, odile: User, taught: Taught, number: int, django_assert_max_num_queries: Any
) -> None:
    for index in range(number):
        person = make_person(f"Ada Foule{index}")
        send_document(person, taught.institute, item(), SAID, Document(DocumentKind.PDF, PDF))
    client.force_login(odile)
    client.get(QUEUE)
    with django_assert_max_num_queries(9):
        client.get(QUEUE)
