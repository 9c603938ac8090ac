"""The easier words of an activity, written beside its standard texts: the one writer of `Activity.easy`.

They are a draft like the rest of the page: a revision, then moderation or publication.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from modules.easy_words import Line, Sheet, asked_by, easy_of, sheet_of, texts_of
from modules.loading.schema import EasyWords, QuestionEntry
from modules.models import Activity, Question

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
    latest.easy = [{"standard": each.standard, "easy": each.easy} for each in kept]
    latest.save_revision(user=author, log_action=True)
    return read_sheet(latest).written


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
