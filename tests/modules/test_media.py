"""A video, its captions and its transcript, a picture, a paper: checked when they come in, kept by editions."""

import contextlib
import io
from hashlib import sha1
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Drawn
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from modules.checking import find_warnings
from modules.loading.schema import Lesson
from modules.media.captions import CaptionsRefused, Cue, read_captions
from modules.media.checking import find_media_faults
from modules.media.keeping import keep_media, name_medium, place_of
from modules.media.views import PIECE, read_range
from modules.models import EditionActivity, LessonPage
from modules.publishing import copy_drafts, publish_edition, sheet_of
from modules.studio.isolation import find_foreign
from tests.cast import follow, make_person
from tests.modules.studio.cast import Studio, open_studio

CAPTIONS = """\
WEBVTT

NOTE Voix de la formatrice

1
00:00:00.000 --> 00:00:02.500
Bonjour, <b>prenez</b> la souris.

00:02.500 --> 00:04.000 line:90%
Je reste à côté.
"""
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 4000
PDF = b"%PDF-1.7\n" + b"0" * 200


def faults(name: str, content: bytes) -> list[str]:
    return find_media_faults(name, io.BytesIO(content), len(content))


# ---- Captions -----------------------------------------------------------------------------------
def test_captions_are_read_with_their_times_and_words() -> None:
    assert read_captions(CAPTIONS.encode()) == [
        Cue(0, 2500, "Bonjour, <b>prenez</b> la souris."),
        Cue(2500, 4000, "Je reste à côté."),
    ]
    assert read_captions(b"\xef\xbb\xbf" + CAPTIONS.replace("\n", "\r\n").encode())[1].end == 4000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1\n00:00:00.000 --> 00:00:01.000\nBonjour", "Ligne 1 : un fichier de sous-titres commence par WEBVTT"),
        ("WEBVTT\n\n00:00:03.000 --> 00:00:01.000\nBonjour", "Ligne 3 : ce sous-titre finit avant"),
        ("WEBVTT\n\n00:00:00,000 --> 00:00:01,000\nBonjour", "Ligne 3 : on attend ici"),
        ("WEBVTT\n\na\nb", "Ligne 4 : on attend ici"),
        ("WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n", "Ligne 3 : ce sous-titre n’a pas de texte"),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n<script>alert(1)</script>", "Ligne 4 : un sous-titre ne contient que"),
        ("WEBVTT\n\nSTYLE\n::cue { background: url(//ailleurs) }", "Ligne 3 : ici, les sous-titres"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\na\n\n00:01.000 --> 00:02.000\nb", "Ligne 6 : ce sous-titre commence"),
        ("WEBVTT\n", "ne dit rien"),
    ],
)
def test_what_is_wrong_in_captions_is_said_by_line(text: str, said: str) -> None:
    with pytest.raises(CaptionsRefused) as refused:
        read_captions(text.encode())
    assert any(said in fault.replace("\xa0", " ") for fault in refused.value.faults), refused.value.faults


def test_captions_in_another_encoding_are_refused() -> None:
    with pytest.raises(CaptionsRefused):
        read_captions("WEBVTT\n\n00:00.000 --> 00:01.000\nà côté".encode("latin-1"))


@given(st.text(max_size=200))
def test_any_text_is_captions_or_is_refused_and_nothing_breaks(text: str) -> None:
    with contextlib.suppress(CaptionsRefused):
        cues = read_captions(f"WEBVTT\n\n{text}".encode(errors="replace"))
        assert all(cue.start < cue.end for cue in cues)


# ---- Files --------------------------------------------------------------------------------------
def test_a_file_is_what_its_name_says() -> None:
    assert faults("a.mp4", MP4) == faults("a.pdf", PDF) == faults("a.vtt", CAPTIONS.encode()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.mp4", b"<script>alert(1)</script>"),
        ("a.webm", MP4),
        ("a.pdf", b"MZ\x90"),
        ("a.svg", b"<svg onload='alert(1)'/>"),
        ("a.exe", MP4),
        ("mp4", MP4),
        ("a.mp4", b""),
        ("a.vtt", CAPTIONS.encode() + b"x" * 1_000_000),
    ],
)
def test_a_file_of_another_kind_too_large_or_empty_is_refused(name: str, content: bytes) -> None:
    assert len(faults(name, content)) == 1


def test_a_player_asks_for_parts() -> None:
    assert read_range("0", "1", 10) == (0, 1)
    assert read_range("4", "", 10) == (4, 9)
    assert read_range("", "3", 10) == (7, 9)
    assert read_range("0", "", 10 * PIECE) == (0, PIECE - 1)
    first, last = read_range("12", "", 10)
    assert first > last


# ---- In a lesson --------------------------------------------------------------------------------
def keep_document(studio: Studio, name: str, content: bytes) -> Any:
    document = get_document_model()(title=name, collection=studio.taught.page.own_collection)
    document.file.save(name, ContentFile(content), save=False)
    document.file_size, document.file_hash = len(content), sha1(content, usedforsecurity=False).hexdigest()
    document.save()
    return document


def keep_picture(studio: Studio) -> Any:
    held = io.BytesIO()
    Drawn.new("RGB", (4, 3), "teal").save(held, "PNG")
    return get_image_model().objects.create(
        title="Schéma", file=ContentFile(held.getvalue(), "schema.png"), collection=studio.taught.page.own_collection
    )


def write_lesson(studio: Studio, **changes: Any) -> LessonPage:
    """The first lesson with a video, its captions, a picture and a paper."""
    lesson = LessonPage.objects.get(pk=studio.activity("lire").pk)
    video = {
        "title": "Prendre la souris",
        "file": keep_document(studio, "souris.mp4", MP4),
        "captions": keep_document(studio, "souris.vtt", CAPTIONS.encode()),
        "transcript": "La formatrice dit : prenez la souris.",
    }
    screen = {
        "title": "Regarder",
        "text": "Une vidéo.",
        "video": video | changes,
        "picture": {"file": keep_picture(studio), "alt": "Une main sur une souris"},
        "papers": [{"title": "Aide-mémoire", "file": keep_document(studio, "aide.pdf", PDF)}],
    }
    lesson.screens = [("screen", screen)]
    lesson.save_revision().publish()
    return lesson


@pytest.fixture
def studio(db: None, tmp_path: Any) -> Studio:
    return open_studio(tmp_path)


@pytest.mark.long
@pytest.mark.django_db
def test_a_learner_sees_the_video_its_captions_its_transcript_and_nothing_is_asked_elsewhere(
    studio: Studio, client: Client
) -> None:
    write_lesson(studio)
    edition = publish_edition(studio.module, studio.admin)
    registration = follow(make_person(), edition)
    client.force_login(registration.learner)
    page = client.get(f"/parcours/{registration.pk}/lire/").content.decode()
    for words in (
        "<video",
        "<track",
        "prenez la souris",
        "Une main sur une souris",
        "Aide-mémoire",
        "Prendre la souris",
    ):
        assert words in page
    assert "autoplay" not in page
    content: Lesson = EditionActivity.objects.get(edition=edition, slug="lire").thawed
    video = content.screens[0].video
    assert video
    response = client.get(f"/medias/{video.file}", headers={"Range": "bytes=4-7"})
    assert (response.status_code, response.content) == (206, b"ftyp")
    assert response["Content-Range"] == f"bytes 4-7/{len(MP4)}"
    whole = client.get(f"/medias/{video.file}")
    assert b"".join(whole) == MP4  # type: ignore[arg-type]
    assert whole["Content-Type"] == "video/mp4"
    captions = client.get(f"/medias/{video.captions}")
    assert b"".join(captions) == CAPTIONS.encode()  # type: ignore[arg-type]
    assert captions["Content-Type"] == "text/vtt; charset=utf-8"
    assert client.get(f"/medias/{'0' * 40}.mp4").status_code == 404
    client.logout()
    assert client.get(f"/medias/{video.file}").status_code == 302


@pytest.mark.long
@pytest.mark.django_db
def test_what_an_author_deletes_stays_in_the_edition(studio: Studio) -> None:
    lesson = write_lesson(studio)
    publish_edition(studio.module, studio.admin)
    video = lesson.screens[0].value["video"]["file"]
    name = name_medium(video)
    video.file.delete(save=False)
    assert default_storage.exists(place_of(name))


@pytest.mark.django_db
def test_a_copy_cut_short_by_a_killed_process_is_made_again(studio: Studio) -> None:
    document = keep_document(studio, "film.mp4", MP4)
    name = name_medium(document)
    default_storage.save(place_of(name), ContentFile(MP4[:5]))
    for _time in range(2):
        keep_media({name: document})
        with default_storage.open(place_of(name)) as kept:
            assert kept.read() == MP4


@pytest.mark.long
@pytest.mark.django_db
def test_a_missing_transcript_captions_or_alternative_text_is_a_warning(studio: Studio) -> None:
    lesson = write_lesson(studio, transcript="", captions=None)
    lesson.screens[0].value["picture"]["alt"] = ""
    lesson.save_revision().publish()
    words = " ".join(finding.words for finding in find_warnings(sheet_of(studio.module, copy_drafts(studio.module))))
    for said in ("pas de transcription", "pas de sous-titres", "pas de texte de remplacement"):
        assert said in words


@pytest.mark.long
@pytest.mark.django_db
def test_captions_given_for_a_video_forbid_the_edition(studio: Studio, client: Client) -> None:
    write_lesson(studio, file=keep_document(studio, "faux.vtt", CAPTIONS.encode()))
    client.force_login(studio.admin)
    shown = client.get(f"/studio/pages/{studio.module.pk}/edit/").content.decode()
    assert "ne peut pas être montré" in shown


@pytest.mark.long
@pytest.mark.django_db
def test_the_preview_of_a_draft_plays_it(studio: Studio, client: Client) -> None:
    lesson = write_lesson(studio)
    client.force_login(studio.author)
    shown = client.get(f"/studio/pages/{lesson.pk}/view_draft/").content.decode()
    assert "<video" in shown


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("piege.mp4", b"<html>", "pas ce que dit son nom"),
        ("vide.vtt", b"bonjour", "commence par WEBVTT"),
        ("page.html", b"<html>", "html"),
    ],
)
def test_the_studio_refuses_a_file_that_is_not_what_it_says(
    name: str, content: bytes, said: str, studio: Studio, client: Client
) -> None:
    client.force_login(studio.author)
    body = {
        "title": "Essai",
        "file": SimpleUploadedFile(name, content),
        "collection": studio.taught.page.own_collection.pk,
    }
    answer = client.post("/studio/documents/add/", body).content.decode()
    answer += client.post(
        "/studio/documents/multiple/add/",
        {"files[]": SimpleUploadedFile(name, content), "title": "Essai", "collection": body["collection"]},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).content.decode()
    assert said in answer.encode().decode("unicode_escape", errors="ignore") or said in answer
    assert not get_document_model().objects.exists()


@pytest.mark.long
@pytest.mark.django_db
def test_the_video_of_another_institute_forged_into_a_lesson_is_refused(studio: Studio, tmp_path: Any) -> None:
    beta = open_studio(tmp_path, "Institut Ailleurs", "ailleurs-la-mesure")
    lesson = write_lesson(studio, file=keep_document(beta, "ailleurs.mp4", MP4 + b"1"))
    assert len(find_foreign(lesson, studio.module)) == 1
