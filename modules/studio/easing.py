"""The easier words of an activity, written beside its standard texts: the one writer of `Activity.easy`.

They are a draft like the rest of the page: a revision, then moderation or publication.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from cms.plain_words import read_lines
from cms.prose import without_marks
from modules.easy_words import Line, Sheet, asked_by, easy_of, sheet_of, texts_of
from modules.loading.schema import EasyReader, EasyWords, QuestionEntry
from modules.models import Activity, Question


class BadReaders(ValueError):  # noqa: N818 (the name says what happened)
    """A line of readers that cannot be kept, in words; nothing is kept."""


LONGEST = 4000
"""Characters of one easier text, as the page says to the browser."""


def latest_of(page: Activity) -> Activity:
    """What its authors last saved, published or not."""
    latest: Activity = page.specific.get_latest_revision_as_object()
    return latest


def read_sheet(activity: Activity) -> Sheet:
    """Raises what `freeze` raises when its content cannot be read."""
    content = activity.freeze()
    return sheet_of(texts_of(content, asked_by(content, _questions_of(activity))), easy_of(content))


def _questions_of(activity: Activity) -> dict[str, QuestionEntry]:
    rows = Question.objects.filter(pk__in=activity.asked_questions())
    return {row.key: row.freeze() for row in rows}


def remarks_on(easy: str, language: str) -> list[str]:
    """What may be hard in these easier words, one sentence each; the checks know French alone. They award nothing."""
    return [remark.words for remark in read_lines(without_marks(easy).splitlines())] if language == "fr" else []


def name_field(standard: str) -> str:
    """Of a text, whatever its place: words written for one text are never kept for another."""
    return hashlib.sha256(standard.encode()).hexdigest()[:16]


@transaction.atomic
def keep_easy_words(activity: Activity, posted: Mapping[str, str], author: Any) -> int:
    """A new revision with what was written; how many texts have easier words that say them as they are now.

    The race: somebody saves the page meanwhile. The row is locked and its latest revision read again: texts that
    changed have other names, so what was written for them is left aside and stale words stay stale.
    """
    Activity.objects.select_for_update().get(pk=activity.pk)
    latest = latest_of(activity)
    sheet = read_sheet(latest)
    kept = [easy for line in sheet.lines if (easy := _read_line(line, posted)) is not None]
    kept += [each for each in sheet.orphans if f"oublier-{name_field(each.standard)}" not in posted]
    words = [{"standard": each.standard, "easy": each.easy} for each in kept]
    # Whoever read other words did not read these: they are no longer named, unless the author says they read again.
    latest.easy_readers = _kept_readers(latest, posted, is_changed=words != latest.easy)
    latest.easy = words
    latest.save_revision(user=author, log_action=True)
    return read_sheet(latest).written


def write_readers(activity: Activity) -> str:
    """As the form shows them, one a line: first name; role; day."""
    return "\n".join(f"{each['name']} ; {each['role']} ; {each['read_on']}" for each in activity.easy_readers)


def _kept_readers(activity: Activity, posted: Mapping[str, str], *, is_changed: bool) -> list[dict[str, str]]:
    """Those written, once the author says that each agreed and read these very words; else BadReaders for new ones."""
    known = write_readers(activity)
    written = posted.get("relectures", known).replace("\r\n", "\n").strip()
    if "relectures-accord" in posted:
        return [_read_reader(line) for line in written.split("\n") if line.strip()]
    if written and written != known:
        raise BadReaders(_("Say that each of these people agreed to be named so, and read these very words."))
    return [] if is_changed or not written else list(activity.easy_readers)


def _read_reader(line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) == 3:
        try:
            read = msgspec.convert({"name": parts[0], "role": parts[1], "read_on": parts[2]}, EasyReader)
        except msgspec.ValidationError:
            pass
        else:
            found: dict[str, str] = msgspec.to_builtins(read)
            return found
    raise BadReaders(_("“%(line)s”: write a first name; a role; a day, as 2026-03-14.") % {"line": line.strip()[:80]})


def _read_line(line: Line, posted: Mapping[str, str]) -> EasyWords | None:
    """Its easier words; stale ones go with their former text until somebody says they were read again, or rewrites
    them."""
    name = name_field(line.standard)
    if f"facile-{name}" not in posted:
        return EasyWords(standard=line.former or line.standard, easy=line.easy) if line.easy else None
    easy = posted[f"facile-{name}"].replace("\r\n", "\n").replace("\x00", "").strip()[:LONGEST]
    if not easy:
        return None
    is_read = not line.is_stale or easy != line.easy or f"relu-{name}" in posted
    return EasyWords(standard=line.standard if is_read else line.former, easy=easy)
