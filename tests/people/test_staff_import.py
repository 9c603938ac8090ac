"""Sending a staff file: read first, agreed to, recorded whole; and those who leave keep what is theirs."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from lms.agenda.models import Attestation
from lms.agenda.papers.issuing import issue_attestation
from lms.people.models import ImportState, Post, RoleAssignment, SignInInvitation, StaffImport, StaffNumber, User
from lms.people.rights import Role
from lms.people.staff.importing import agree, apply, forget_old_files
from lms.people.tasks import queue_stale_files
from tests.cast import Employer, finish, follow, hire, make_employer, make_institute_with_module, make_person
from tests.people.staff_files import HEADS, as_csv, as_xlsx, person

Send = Callable[..., StaffImport]
Accept = Callable[[StaffImport], StaffImport]
Commits = Any  # pytest-django's fixture, a context manager

PAGE = "/equipe/effectif/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def tilleuls() -> Employer:
    return make_employer()


@pytest.fixture
def hr(client: Client, tilleuls: Employer) -> Client:
    client.force_login(make_person("Hélène Rivière", Role.HR, tilleuls.root))
    return client


@pytest.fixture
def send(hr: Client, tilleuls: Employer, django_capture_on_commit_callbacks: Commits) -> Send:
    """Sends a file, lets the worker read it, and gives its row."""

    def _send(content: bytes, *, everyone: bool = False) -> StaffImport:
        given = {"node": str(tilleuls.root.pk), "as_of": timezone.localdate().isoformat()}
        given |= {"covers_everyone": "on"} if everyone else {}
        with django_capture_on_commit_callbacks(execute=True):
            answer = hr.post(PAGE, given | {"file": SimpleUploadedFile("effectif.csv", content)})
        assert answer.status_code == 302, BeautifulSoup(answer.content, "html.parser").get_text()
        return StaffImport.objects.get()

    return _send


@pytest.fixture
def accept(hr: Client, django_capture_on_commit_callbacks: Commits) -> Accept:
    def _accept(sent: StaffImport) -> StaffImport:
        with django_capture_on_commit_callbacks(execute=True):
            hr.post(f"{PAGE}{sent.pk}/enregistrer/", {"invites": "on"})
        sent.refresh_from_db()
        return sent

    return _accept


def text_of(client: Client, sent: StaffImport) -> str:
    return BeautifulSoup(client.get(f"{PAGE}{sent.pk}/").content, "html.parser").get_text(" ", strip=True)


def test_nothing_is_recorded_before_one_agrees(hr: Client, send: Send, accept: Accept, mailoutbox: list[Any]) -> None:
    sent = send(as_csv(person("12", "Ancel", "Zoé", email="zoe@tilleuls.example")))
    assert sent.state == ImportState.READY
    assert "Ancel Zoé" in text_of(hr, sent)
    assert not StaffNumber.objects.exists()
    assert accept(sent).state == ImportState.DONE
    zoe = User.objects.get(email="zoe@tilleuls.example")
    assert zoe.posts.get().started_on == timezone.localdate()
    assert zoe.role_assignments.get().role == Role.LEARNER
    assert not zoe.has_usable_password()
    (letter,) = mailoutbox
    assert letter.to == ["zoe@tilleuls.example"]
    assert "/compte/password/reset/" in letter.body


def test_one_fault_and_nothing_is_recorded_but_a_file_to_correct(hr: Client, send: Send, tilleuls: Employer) -> None:
    good, bad = person("1", "Ancel", "Zoé"), person("2", "Zidane", "Yasmine", team="Nulle part")
    sent = send(as_csv(good, bad))
    assert sent.state == ImportState.FAULTY
    assert "Nulle part" in text_of(hr, sent)
    content = hr.get(f"{PAGE}{sent.pk}/a-corriger/").content
    heads, first, second = csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert heads == [*HEADS, "erreur"]
    assert first == [*good, ""]
    assert "Nulle part" in second[-1]
    assert hr.post(f"{PAGE}{sent.pk}/enregistrer/").status_code == 302
    assert Post.objects.count() == 0


def test_the_corrected_file_comes_back_as_it_is(hr: Client, send: Send, accept: Accept) -> None:
    sent = send(as_xlsx(person("1", "Ancel", "Zoé", team="Nulle part", came=date(2026, 1, 5))))
    book = load_workbook(BytesIO(hr.get(f"{PAGE}{sent.pk}/a-corriger/").content))
    sheet = book.worksheets[0]
    assert sheet["I1"].value == "erreur"
    sheet["E2"].value = "Maison des Tilleuls, équipe"
    corrected = BytesIO()
    book.save(corrected)
    StaffImport.objects.all().delete()
    assert accept(send(corrected.getvalue())).state == ImportState.DONE
    assert Post.objects.get().started_on == date(2026, 1, 5)


def test_no_cell_of_the_file_to_correct_is_a_formula(hr: Client, send: Send) -> None:
    sent = send(as_csv(person("1", "=cmd()", "+Zoé", team="@Nulle part")))
    content = hr.get(f"{PAGE}{sent.pk}/a-corriger/").content
    cells = [cell for line in csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";") for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_who_leaves_keeps_account_level_and_attestation(
    hr: Client, send: Send, accept: Accept, tilleuls: Employer, tmp_path: Path
) -> None:
    taught = make_institute_with_module(tmp_path)
    nadege = make_person("Nadège Osmont")
    hire(nadege, tilleuls.team)
    attestation = issue_attestation(finish(follow(nadege, taught.edition)))
    sent = accept(send(as_csv(person("1", "Ancel", "Zoé")), everyone=True))
    assert sent.counts == {"join": 1, "move": 0, "leave": 1, "correct": 0}
    assert nadege.posts.get().ended_on == timezone.localdate() - timedelta(days=1)
    assert User.objects.get(pk=nadege.pk).is_active
    assert Attestation.objects.filter(pk=attestation.pk).exists()
    assert "Osmont" not in hr.get("/equipe/competences/").content.decode()
    hers = Client()
    hers.force_login(nadege)
    assert hers.get("/mes-competences/").status_code == 200


def test_who_was_there_before_any_file_is_known_by_the_address(send: Send, accept: Accept, tilleuls: Employer) -> None:
    nadege = make_person("Nadège Osmont")
    hire(nadege, tilleuls.team)
    accept(send(as_csv(person("7", "Osmont", "Nadège", email=nadege.email.upper()))))
    assert StaffNumber.objects.get(number="7").person == nadege
    assert Post.objects.filter(person=nadege).count() == 1
    assert not SignInInvitation.objects.exists()


def test_someone_of_another_employer_cannot_be_pulled_in(hr: Client, send: Send, tilleuls: Employer) -> None:
    stranger = make_person("Paul Ailleurs")
    hire(stranger, make_employer("Service Ailleurs").team)
    sent = send(as_csv(person("1", "Ailleurs", "Paul", email=stranger.email)))
    assert sent.state == ImportState.FAULTY
    assert stranger.posts.count() == 1


def test_what_was_shown_is_what_is_recorded(send: Send, tilleuls: Employer) -> None:
    sent = send(as_csv(person("1", "Ancel", "Zoé")), everyone=True)
    agree(sent, invites=False)
    hire(make_person("Nadège Osmont"), tilleuls.team)  # someone arrives meanwhile, by another door
    assert not apply(sent)
    sent.refresh_from_db()
    assert sent.state == ImportState.READY
    assert sent.counts["leave"] == 1
    assert not StaffNumber.objects.exists()


def test_a_failure_halfway_leaves_nothing(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = send(as_csv(person("1", "Ancel", "Zoé")))
    agree(sent, invites=False)
    before = User.objects.count()

    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("lms.people.staff.importing._start_posts", fail)
    with pytest.raises(RuntimeError):
        apply(sent)
    assert (User.objects.count(), StaffNumber.objects.count()) == (before, 0)


def test_recording_twice_records_once(send: Send, accept: Accept) -> None:
    sent = accept(send(as_csv(person("1", "Ancel", "Zoé"))))
    assert apply(sent)
    assert Post.objects.count() == 1


def test_a_lost_message_is_queued_again(send: Send, django_capture_on_commit_callbacks: Commits) -> None:
    sent = send(as_csv(person("1", "Ancel", "Zoé")))
    sent.say(state=ImportState.APPLYING, queued_at=timezone.now() - timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        queue_stale_files()
    sent.refresh_from_db()
    assert sent.state == ImportState.DONE


def test_the_bar_moves_on_without_javascript(hr: Client, send: Send) -> None:
    sent = send(as_csv(person("1", "Ancel", "Zoé")))
    sent.say(state=ImportState.CHECKING, rows=200, rows_read=50)
    answer = hr.get(f"{PAGE}{sent.pk}/")
    assert answer["Refresh"] == "3"
    assert "--part: 25.00%" in answer.content.decode()
    assert "50 lignes lues sur 200" in text_of(hr, sent)


def test_a_month_later_the_names_are_gone(send: Send, accept: Accept) -> None:
    sent = accept(send(as_csv(person("1", "Ancel", "Zoé"))))
    sent.say(sent_at=timezone.now() - timedelta(days=31))
    assert forget_old_files() == 1
    assert forget_old_files() == 0
    sent.refresh_from_db()
    assert (sent.changes, bool(sent.file), sent.counts["join"]) == ([], False, 1)


def test_hr_of_a_site_says_nothing_of_another_site(
    client: Client, tilleuls: Employer, django_capture_on_commit_callbacks: Commits
) -> None:
    other = tilleuls.root.add_branch("site", "Maison des Tilleuls, autre site")
    hire(make_person("Nadège Osmont"), other)
    client.force_login(make_person("Rachel Site", Role.HR, tilleuls.site))
    given = {"node": str(tilleuls.site.pk), "as_of": "2026-11-02", "covers_everyone": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(PAGE, given | {"file": SimpleUploadedFile("e.csv", as_csv(person("1", "Ancel", "Zoé")))})
    assert StaffImport.objects.get().counts["leave"] == 0
    refused = client.post(PAGE, given | {"node": str(tilleuls.root.pk)})
    assert "n’est pas l’une des vôtres" in refused.content.decode()


def test_another_employers_file_does_not_exist(hr: Client, send: Send) -> None:
    sent = send(as_csv(person("1", "Ancel", "Zoé", team="Nulle part")))
    stranger = Client()
    stranger.force_login(make_person("Odile Lisier", Role.HR, make_employer("Service Ailleurs").root))
    for address in ("", "a-corriger/"):
        assert stranger.get(f"{PAGE}{sent.pk}/{address}").status_code == 404
    assert stranger.post(f"{PAGE}{sent.pk}/enregistrer/").status_code == 404


def test_four_hundred_people_take_a_bounded_number_of_queries(send: Send, django_assert_max_num_queries: Any) -> None:
    sent = send(
        as_csv(*(person(str(n), "Foule", f"P{'a' * (n % 7 + 1)}", email=f"p{n}@x.example") for n in range(1, 401)))
    )
    assert sent.state == ImportState.READY, sent.faults
    agree(sent, invites=True)
    with django_assert_max_num_queries(40):
        apply(sent)
    assert RoleAssignment.objects.filter(role=Role.LEARNER).count() == 400
