"""A module in a zip: out and in again it is the same; a bad or hostile zip changes nothing and says each error."""

import contextlib
import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

from modules.loading import schema
from modules.models import InstitutePage, Module, Question
from modules.packing import importing
from modules.packing.archive import FORMAT, MAX_FILES, ArchiveRefused, Packed, read_archive, write_archive
from modules.packing.exporting import pack_module
from modules.packing.importing import import_archive
from tests.modules.studio.cast import Studio
from tests.modules.test_media import write_lesson

EPOCH = (1980, 1, 1, 0, 0, 0)


def zipped(files: dict[str, bytes]) -> io.BytesIO:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    held.seek(0)
    return held


def opened(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as read:
        return {name: read.read(name) for name in read.namelist()}


def sealed(files: dict[str, bytes]) -> io.BytesIO:
    """The files with a manifest that announces them as they are."""
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != "manifest.json"}
    manifest = json.dumps({"format": FORMAT, "version": 1, "files": sums}).encode()
    return zipped(files | {"manifest.json": manifest})


def changed(files: dict[str, bytes], name: str, change: Callable[[Any], None]) -> dict[str, bytes]:
    content = json.loads(files[name])
    change(content)
    return files | {name: json.dumps(content).encode()}


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)
KEY = st.from_regex(r"\A[a-z0-9][a-z0-9-]{0,20}\Z")
SCREEN = st.builds(schema.Screen, title=TEXT, text=TEXT, example=TEXT)
LESSON = st.builds(
    schema.Lesson,
    key=KEY,
    title=TEXT,
    minutes=st.integers(1, 210),
    purpose=TEXT,
    screens=st.lists(SCREEN, min_size=1, max_size=3),
)
MODULE = schema.ModuleFile(
    key="m",
    title="M",
    summary="S",
    audience="A",
    prerequisites="P",
    objectives=[],
    competencies=[],
    gaps=[],
    outcomes=["o"],
    methods="m",
    assessment="a",
    accessibility="a",
    access="a",
    price="p",
)


@given(st.lists(LESSON, max_size=4, unique_by=lambda each: each.key))
def test_whatever_is_packed_is_read_back_equal_and_packs_to_the_same_bytes(lessons: list[schema.Lesson]) -> None:
    packed = Packed(MODULE, [], list(lessons))
    archive = write_archive(packed)
    read = read_archive(io.BytesIO(archive))
    assert read == packed
    assert write_archive(read) == archive


@given(st.binary(max_size=400))
def test_bytes_from_anywhere_are_refused_and_never_crash(noise: bytes) -> None:
    with pytest.raises(ArchiveRefused):
        read_archive(io.BytesIO(noise))


@given(st.randoms(use_true_random=False))
def test_one_byte_changed_is_refused_or_changes_nothing(draw: random.Random) -> None:
    whole = write_archive(Packed(MODULE, [], []))
    place = draw.randrange(len(whole))
    spoilt = whole[:place] + bytes([whole[place] ^ (1 << draw.randrange(8))]) + whole[place + 1 :]
    with contextlib.suppress(ArchiveRefused):
        assert read_archive(io.BytesIO(spoilt)) == Packed(MODULE, [], [])


@pytest.fixture
def files(studio: Studio) -> dict[str, bytes]:
    return opened(pack_module(studio.module))


def counted() -> tuple[int, ...]:
    return Page.objects.count(), Question.objects.count(), Collection.objects.count()


def refused(source: io.BytesIO, institute: InstitutePage) -> str:
    """What the refusal says; nothing may have been written."""
    before = counted()
    with pytest.raises(ArchiveRefused) as caught:
        import_archive(source, institute)
    assert counted() == before
    return str(caught.value)


@pytest.mark.django_db
def test_out_of_one_institute_into_another_and_out_again_it_is_the_same(studio: Studio, beta: Studio) -> None:
    archive = pack_module(studio.module)
    module = import_archive(io.BytesIO(archive), beta.taught.page, beta.author)
    assert pack_module(module) == archive
    assert not module.live
    assert [page.live for page in module.get_children()] == [False] * 3
    own = beta.taught.page.own_collection
    assert Question.objects.filter(collection=own, key="test-a1-1").count() == 1


@pytest.mark.long
@pytest.mark.django_db
def test_an_imported_module_has_its_own_identity(studio: Studio, beta: Studio) -> None:
    module = import_archive(io.BytesIO(pack_module(studio.module)), beta.taught.page, beta.author)
    theirs = set(studio.module.get_children().values_list("translation_key", flat=True))
    assert not theirs & set(module.get_children().values_list("translation_key", flat=True))
    assert module.translation_key != studio.module.translation_key


@pytest.mark.long
@pytest.mark.django_db
def test_importing_beside_the_original_takes_another_address_and_the_same_questions(studio: Studio) -> None:
    before = Question.objects.count()
    twin = import_archive(io.BytesIO(pack_module(studio.module)), studio.taught.page, studio.author)
    assert twin.slug == f"{studio.module.slug}-2"
    assert Question.objects.count() == before


@pytest.mark.long
@pytest.mark.django_db
def test_a_question_of_the_same_key_and_other_words_is_never_overwritten(
    studio: Studio, files: dict[str, bytes]
) -> None:
    def reword(content: Any) -> None:
        content["questions"][0]["stem"] = "Une autre question ?"

    import_archive(sealed(changed(files, "questions.json", reword)), studio.taught.page, studio.author)
    key = json.loads(files["questions.json"])["questions"][0]["key"]
    assert Question.objects.get(key=key).stem != "Une autre question ?"
    assert Question.objects.get(key=f"{key}-2").stem == "Une autre question ?"


HOSTILE = ["../../etc/passwd", "/etc/passwd", "activities/../../x.json", "media/photo.exe", "x\\y.json", "évasion"]


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_leads_elsewhere_is_refused_by_name(name: str, studio: Studio, files: dict[str, bytes]) -> None:
    assert name.replace("\\", "/")[:10] in refused(sealed(files | {name: b"{}"}), studio.taught.page).replace("\\", "/")


@pytest.mark.long
@pytest.mark.django_db
def test_bombs_and_absurd_counts_are_refused(studio: Studio, files: dict[str, bytes]) -> None:
    bomb = files | {"questions.json": b" " * 30_000_000}
    assert "questions.json" in refused(sealed(bomb), studio.taught.page)
    many = {f"activities/{place:03}-x.json": b"{}" for place in range(MAX_FILES)}
    assert str(MAX_FILES) in refused(sealed(files | many), studio.taught.page)
    deep = files | {"questions.json": b"[" * 900_000}
    assert "questions.json" in refused(sealed(deep), studio.taught.page)


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["manifest.json", "module.json", "questions.json"])
def test_a_missing_file_is_named(missing: str, studio: Studio, files: dict[str, bytes]) -> None:
    left = {name: content for name, content in files.items() if name != missing}
    assert missing in refused(zipped(left), studio.taught.page)


def forget_title(content: Any) -> None:
    del content["title"]


def unknown_kind(content: Any) -> None:
    content["kind"] = "magic"


def unknown_code(content: Any) -> None:
    content["competencies"] = ["C3.9"]


def unknown_cell(content: Any) -> None:
    content["screens"][0]["figure"] = "T99/nulle/part"


def null_character(content: Any) -> None:
    content["screens"][0]["text"] = "a\x00b"


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (forget_title, "title"),
        (unknown_kind, "$.kind"),
        (unknown_code, "C3.9"),
        (unknown_cell, "T99/nulle/part"),
        (null_character, "caractère"),
    ],
)
def test_each_error_is_said_by_file_and_path(
    change: Callable[[Any], None], said: str, studio: Studio, files: dict[str, bytes]
) -> None:
    words = refused(sealed(changed(files, "activities/01-lire.json", change)), studio.taught.page)
    assert "01-lire.json" in words or "lire.json" in words
    assert said in words


@pytest.mark.long
@pytest.mark.django_db
def test_every_wrong_file_is_named_at_once(studio: Studio, files: dict[str, bytes]) -> None:
    spoilt = changed(changed(files, "activities/01-lire.json", forget_title), "activities/02-test.json", forget_title)
    words = refused(sealed(spoilt), studio.taught.page)
    assert "01-lire.json" in words
    assert "02-test.json" in words


@pytest.mark.long
@pytest.mark.django_db
def test_a_question_asked_and_not_there_is_said(studio: Studio, files: dict[str, bytes]) -> None:
    def ask(content: Any) -> None:
        content["questions"].append("nulle-part")

    assert "nulle-part" in refused(sealed(changed(files, "activities/02-test.json", ask)), studio.taught.page)


@pytest.mark.long
@pytest.mark.django_db
def test_a_file_other_than_announced_is_refused(studio: Studio, files: dict[str, bytes]) -> None:
    assert "module.json" in refused(zipped(files | {"module.json": b"{}"}), studio.taught.page)


@pytest.mark.long
@pytest.mark.django_db
def test_an_outcome_too_long_is_refused_before_the_database_sees_it(studio: Studio, files: dict[str, bytes]) -> None:
    def lengthen(content: Any) -> None:
        content["outcomes"][0] = "x" * 300

    assert "$.outcomes[0]" in refused(sealed(changed(files, "module.json", lengthen)), studio.taught.page)


@pytest.mark.long
@pytest.mark.django_db
def test_the_studio_exports_then_imports(studio: Studio, beta: Studio, client: Client) -> None:
    client.force_login(studio.author)
    archive = client.get(f"/studio/editions/{studio.module.pk}/archive/").content
    client.force_login(beta.author)
    upload = SimpleUploadedFile("module.zip", archive, "application/zip")
    client.post(f"/studio/instituts/{beta.taught.page.pk}/importer/", {"archive": upload})
    assert Module.objects.child_of(beta.taught.page).filter(title=studio.module.title, live=False).exists()


@pytest.mark.long
@pytest.mark.django_db
def test_the_studio_says_what_is_wrong_with_an_archive(studio: Studio, client: Client) -> None:
    client.force_login(studio.author)
    upload = SimpleUploadedFile("module.zip", b"rien", "application/zip")
    response = client.post(f"/studio/instituts/{studio.taught.page.pk}/importer/", {"archive": upload})
    assert response.status_code == 422
    assert "Rien n’a été importé" in response.content.decode()


@pytest.mark.long
@pytest.mark.django_db
def test_the_commands_export_and_import(studio: Studio, beta: Studio, tmp_path: Any) -> None:
    file = tmp_path / "module.zip"
    call_command("export_module", studio.module.slug, file)
    call_command("import_module", beta.taught.page.slug, file)
    assert Module.objects.child_of(beta.taught.page).filter(title=studio.module.title).exists()
    file.write_bytes(b"rien")
    with pytest.raises(CommandError, match="zip"):
        call_command("import_module", beta.taught.page.slug, file)


# ---- Media --------------------------------------------------------------------------------------
@pytest.fixture
def filmed(studio: Studio) -> dict[str, bytes]:
    """The archive of the module whose first lesson has a video, captions, a picture and a paper."""
    write_lesson(studio)
    return opened(pack_module(studio.module))


def medium_of(files: dict[str, bytes], extension: str) -> str:
    return next(name for name in files if name.startswith("media/") and name.endswith(extension))


def stored() -> set[str]:
    """Every file of the storage, whatever its folder."""
    found, folders = set(), [""]
    while folders:
        folder = folders.pop()
        if default_storage.exists(folder or "."):
            inside, names = default_storage.listdir(folder)
            folders += [f"{folder}/{each}".lstrip("/") for each in inside]
            found |= {f"{folder}/{each}" for each in names}
    return found


@pytest.mark.long
@pytest.mark.django_db
def test_media_go_out_and_come_in_the_same(studio: Studio, beta: Studio, filmed: dict[str, bytes]) -> None:
    assert sorted(name.rpartition(".")[2] for name in filmed if name.startswith("media/")) == [
        "mp4",
        "pdf",
        "png",
        "vtt",
    ]
    module = import_archive(sealed(filmed), beta.taught.page, beta.author)
    assert opened(pack_module(module)) == filmed
    own = beta.taught.page.own_collection
    assert get_document_model().objects.filter(collection=own).count() == 3
    assert get_image_model().objects.filter(collection=own).count() == 1
    import_archive(sealed(filmed), beta.taught.page, beta.author)
    assert get_document_model().objects.filter(collection=own).count() == 3


def named(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def renamed(files: dict[str, bytes], name: str, content: bytes) -> dict[str, bytes]:
    """The files with this content instead of that medium, under the name it then has, in the lesson too."""
    own = f"{named(content)}.{name.rpartition('.')[2]}"
    former = name.removeprefix("media/")
    kept = {key: value for key, value in files.items() if key != name}
    lesson = next(key for key in files if key.endswith("-lire.json"))
    return kept | {f"media/{own}": content, lesson: files[lesson].replace(former.encode(), own.encode())}


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda files: files | {medium_of(files, "mp4"): b"\0\0\0\0ftyp autre"}, "son nom annonce"),
        (lambda files: renamed(files, medium_of(files, "mp4"), b"<script>"), "ce que dit son nom"),
        (lambda files: renamed(files, medium_of(files, "vtt"), b"WEBVTT\n\n1 --> 2\nx"), "Ligne 3"),
        (lambda files: renamed(files, medium_of(files, "png"), b"\x89PNG\r\n\x1a\n"), "image"),
        (lambda files: {k: v for k, v in files.items() if k != medium_of(files, "pdf")}, "aucun fichier de l’archive"),
        (
            lambda files: files | {f"media/{named(b'%PDF-')}.pdf": b"%PDF-"},
            "ne montre ce fichier",
        ),
        (lambda files: files | {"media/../../etc/passwd": b"x"}, "un tel fichier"),
        (lambda files: files | {"media/" + "0" * 40 + ".svg": b"<svg/>"}, "un tel fichier"),
        (lambda files: files | {"media/" + "0" * 40 + ".vtt": b"x" * 1_000_001}, "trop"),
    ],
)
def test_a_hostile_medium_changes_nothing_and_is_named(
    spoil: Callable[[dict[str, bytes]], dict[str, bytes]], said: str, beta: Studio, filmed: dict[str, bytes]
) -> None:
    before = stored(), get_document_model().objects.count(), get_image_model().objects.count()
    words = refused(sealed(spoil(filmed)), beta.taught.page)
    assert said in words
    assert (stored(), get_document_model().objects.count(), get_image_model().objects.count()) == before


@pytest.mark.long
@pytest.mark.django_db
def test_a_medium_at_the_wrong_place_is_refused_with_its_path(beta: Studio, filmed: dict[str, bytes]) -> None:
    lesson = next(key for key in filmed if key.endswith("-lire.json"))
    captions = medium_of(filmed, "vtt").removeprefix("media/")

    def swap(content: Any) -> None:
        content["screens"][0]["video"]["file"] = captions

    words = refused(sealed(changed(filmed, lesson, swap)), beta.taught.page)
    assert "$.screens[0].video.file" in words


@pytest.mark.long
@pytest.mark.django_db
def test_a_failure_after_the_media_leaves_no_file(
    beta: Studio, filmed: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored()

    def fail(*_arguments: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(importing, "_write_module", fail)
    with pytest.raises(RuntimeError):
        import_archive(sealed(filmed), beta.taught.page)
    assert stored() == before
    assert not get_document_model().objects.filter(collection=beta.taught.page.own_collection).exists()
