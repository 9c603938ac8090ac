"""The zip itself: what may be in it, and reading it without trusting it. No database.

    manifest.json                 {"format": "faire-avec-module", "version": 1, "files": {name: SHA-256}}
    module.json                   schema.ModuleFile
    questions.json                schema.QuestionsFile
    activities/01-<key>.json      schema.ActivityFile, in the order of their names
    media/<hash>.<extension>      a video, captions, a picture or a PDF that an activity names, named after its bytes

Nothing is ever extracted to disk: a name that is not one of these is a fault, so no path leads anywhere.
"""

import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import IO, Any

import msgspec
from django.utils.translation import gettext as _

from modules.loading import schema
from modules.media.checking import KINDS, extension_of, find_media_faults
from modules.media.naming import misplaced, named_media

FORMAT, VERSION = "faire-avec-module", 1
MAX_ARCHIVE = 60_000_000
MAX_FILE = 2_000_000
"""Of a file of words; a medium has the size of its kind (`modules.media.checking`)."""
MAX_TOTAL = 60_000_000
MAX_FILES = 200
MAX_QUESTIONS = 1_000
ACTIVITY = re.compile(r"^activities/[0-9]{2,3}-[a-z0-9][a-z0-9-]{0,79}\.json$")
MEDIUM = re.compile(r"^media/[0-9a-f]{40}\.[a-z0-9]{3,4}$")
FIXED = ("manifest.json", "module.json", "questions.json")
EPOCH = (1980, 1, 1, 0, 0, 0)
"""Date of every file: the same module makes the same bytes."""


@dataclass(frozen=True)
class Fault:
    """What is wrong: in which file, where in it (`$.screens[2].title`), in words."""

    file: str
    path: str
    words: str

    def __str__(self) -> str:
        return " · ".join(part for part in (self.file, self.path, self.words) if part)


class ArchiveRefused(Exception):  # noqa: N818 (the name says what happened)
    """Every fault of an archive; nothing of it was kept."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class Manifest(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    version: int
    files: dict[str, str]


@dataclass
class Packed:
    """A module as plain data: what an archive holds."""

    module: schema.ModuleFile
    questions: list[schema.QuestionEntry]
    activities: list[schema.ActivityFile] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    """By the name the activities give them."""


def write_archive(packed: Packed) -> bytes:
    """The archive; equal modules give equal bytes."""
    files = {
        "module.json": _encode(packed.module),
        "questions.json": _encode(schema.QuestionsFile(questions=packed.questions)),
    }
    for place, activity in enumerate(packed.activities, start=1):
        files[f"activities/{place:02}-{activity.key}.json"] = _encode(activity)
    files |= {f"media/{name}": packed.media[name] for name in sorted(packed.media)}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return _zip({"manifest.json": _encode(Manifest(FORMAT, VERSION, sums)), **files})


def _encode(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def _zip(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def read_archive(source: IO[bytes]) -> Packed:
    """What the archive holds. Raises ArchiveRefused with every fault found at the first level that has any."""
    files = _read_files(source)
    _check_manifest(files)
    packed = _decode_all(files)
    _stop_at(_find_incoherent(packed))
    return packed


def _stop_at(faults: list[Fault]) -> None:
    if faults:
        raise ArchiveRefused(faults)


def _read_files(source: IO[bytes]) -> dict[str, bytes]:
    source.seek(0, io.SEEK_END)
    if source.tell() > MAX_ARCHIVE:
        raise ArchiveRefused(
            [Fault("", "", _("This file is larger than %(most)d MB.") % {"most": MAX_ARCHIVE // 1_000_000})]
        )
    source.seek(0)
    try:
        with zipfile.ZipFile(source) as archive:
            _stop_at(_find_names_refused(archive.infolist()))
            return {each.filename: _read_one(archive, each) for each in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise ArchiveRefused([Fault("", "", _("This file is no zip archive that can be read."))]) from error


def _find_names_refused(entries: list[zipfile.ZipInfo]) -> list[Fault]:
    """From the table of contents alone, before anything is unpacked."""
    if len(entries) > MAX_FILES:
        return [
            Fault(
                "",
                "",
                _("This archive holds %(count)d files: %(most)d at most.") % {"count": len(entries), "most": MAX_FILES},
            )
        ]
    names = [each.filename for each in entries]
    faults = [
        Fault(name[:200], "", _("An archive of a module holds no such file."))
        for name in names
        if not is_expected(name)
    ]
    faults += [Fault(name, "", _("This file is there twice.")) for name in {*names} if names.count(name) > 1]
    faults += [
        Fault(each.filename[:200], "", _("This file is too large."))
        for each in entries
        if each.file_size > most_bytes(each.filename)
    ]
    if sum(each.file_size for each in entries) > MAX_TOTAL:
        faults.append(Fault("", "", _("This archive is too large once opened.")))
    faults += [Fault(name, "", _("This file is missing.")) for name in FIXED if name not in names]
    return faults


def is_expected(name: str) -> bool:
    return name in FIXED or bool(ACTIVITY.match(name)) or bool(MEDIUM.match(name) and extension_of(name) in KINDS)


def most_bytes(name: str) -> int:
    """How large a file of this name may be, once opened."""
    return KINDS[extension_of(name)].most if MEDIUM.match(name) and extension_of(name) in KINDS else MAX_FILE


def _read_one(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Never more than it said: the size in the table of contents may lie."""
    with archive.open(entry) as opened:
        content = opened.read(most_bytes(entry.filename) + 1)
    if len(content) > most_bytes(entry.filename):
        raise ArchiveRefused([Fault(entry.filename, "", _("This file is too large."))])
    return content


def _check_manifest(files: dict[str, bytes]) -> None:
    manifest = decode(files, "manifest.json", Manifest)
    if (manifest.format, manifest.version) != (FORMAT, VERSION):
        words = _("This format is not known here: only %(format)s, version %(version)d, is.")
        raise ArchiveRefused([Fault("manifest.json", "$", words % {"format": FORMAT, "version": VERSION})])
    held = {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != "manifest.json"}
    wrong = sorted(name for name in {*held, *manifest.files} if held.get(name) != manifest.files.get(name))
    _stop_at([Fault(name[:200], "", _("This file is not the one the manifest announces.")) for name in wrong])


def _decode_all(files: dict[str, bytes]) -> Packed:
    """Every file of the right shape. Raises ArchiveRefused with a fault for each that is not."""
    shapes: dict[str, Any] = {"module.json": schema.ModuleFile, "questions.json": schema.QuestionsFile}
    shapes |= {name: schema.ActivityFile for name in sorted(files) if ACTIVITY.match(name)}
    decoded: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, shape in shapes.items():
        try:
            decoded[name] = decode(files, name, shape)
        except ArchiveRefused as refused:
            faults += refused.faults
    _stop_at(faults)
    activities = [decoded[name] for name in sorted(decoded) if ACTIVITY.match(name)]
    media = {name.removeprefix("media/"): content for name, content in files.items() if MEDIUM.match(name)}
    return Packed(decoded["module.json"], decoded["questions.json"].questions, activities, media)


def decode(files: dict[str, bytes], name: str, shape: Any) -> Any:
    """Raises ArchiveRefused with the path inside the file. No database keeps the null character."""
    if b"\\u0000" in files[name]:
        raise ArchiveRefused([Fault(name, "", _("This file holds a character that no text has."))])
    try:
        return msgspec.json.decode(files[name], type=shape)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        reason, _at, path = str(error).partition(" - at ")
        raise ArchiveRefused([Fault(name, path.strip("`") or "$", reason[:300])]) from error


def _find_incoherent(packed: Packed) -> list[Fault]:
    """What no file can say alone: a question asked and not there, a key used twice."""
    faults: list[Fault] = []
    if len(packed.questions) > MAX_QUESTIONS:
        faults.append(
            Fault("questions.json", "$.questions", _("%(most)d questions at most.") % {"most": MAX_QUESTIONS})
        )
    faults += _twice("questions.json", [question.key for question in packed.questions])
    faults += _twice("activities", [activity.key for activity in packed.activities])
    faults += _too_long(packed)
    faults += _media_refused(packed)
    known = {question.key for question in packed.questions}
    for activity in packed.activities:
        for key in asked_by(activity):
            if key not in known:
                words = _("“%(key)s” is in no question of the archive.") % {"key": key}
                faults.append(Fault(f"activities/…-{activity.key}.json", "$.questions", words))
    return faults


def _media_refused(packed: Packed) -> list[Fault]:
    """A medium that is not what its name says, that no activity shows, or that an activity shows and is not there."""
    faults: list[Fault] = []
    for name, content in sorted(packed.media.items()):
        if hashlib.sha1(content, usedforsecurity=False).hexdigest() != name.partition(".")[0]:
            faults.append(Fault(f"media/{name}", "", _("This file is not the one its name announces.")))
        faults += [
            Fault(f"media/{name}", "", words) for words in find_media_faults(name, io.BytesIO(content), len(content))
        ]
    shown = {
        name: f"activities/…-{activity.key}.json" for activity in packed.activities for name in named_media(activity)
    }
    words = _("“%(name)s” is in no file of the archive.")
    faults += [
        Fault(file, "$.screens", words % {"name": name}) for name, file in shown.items() if name not in packed.media
    ]
    faults += [
        Fault(f"media/{name}", "", _("No activity shows this file.")) for name in sorted({*packed.media} - {*shown})
    ]
    return faults + _media_misplaced(packed)


def _media_misplaced(packed: Packed) -> list[Fault]:
    """Captions given for a video, a video for a picture: of the right kinds each, at the wrong place."""
    words = _("“%(name)s” is no file of the kind expected here.")
    return [
        Fault(f"activities/…-{activity.key}.json", path, words % {"name": name})
        for activity in packed.activities
        for path, name in misplaced(activity)
    ]


def _twice(file: str, keys: list[str]) -> list[Fault]:
    words = _("The key “%(key)s” is there twice.")
    return [Fault(file, "$", words % {"key": key}) for key in sorted({*keys}) if keys.count(key) > 1]


def _too_long(packed: Packed) -> list[Fault]:
    """What a column of the database could not hold."""
    words = _("This text is too long: %(most)d characters at most.")
    texts = [("module.json", f"$.outcomes[{place}]", text, 250) for place, text in enumerate(packed.module.outcomes)]
    for place, question in enumerate(packed.questions):
        if isinstance(question, schema.Matching):
            texts += [("questions.json", f"$.questions[{place}].rows", row.category, 200) for row in question.rows]
        texts.append(("questions.json", f"$.questions[{place}].figure", question.figure, 120))
    return [Fault(file, path, words % {"most": most}) for file, path, text, most in texts if len(text) > most]


def asked_by(activity: schema.ActivityFile) -> list[str]:
    """Keys of the questions an activity asks."""
    if isinstance(activity, schema.Positioning):
        return [item.question for item in activity.items]
    if not isinstance(activity, schema.Quiz):
        return []
    return [*activity.questions, *activity.form_a, *activity.form_b]
