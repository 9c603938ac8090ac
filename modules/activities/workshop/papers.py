"""Handouts on paper: a page to print, and its PDF, written once for each text.

A handout names nobody, and its PDF is named after its words: the same words are never rendered twice. Asked for and not
there, it is queued again: no message lost leaves it behind.
"""

import hashlib

import msgspec
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.template.loader import render_to_string

from cms.paper import font_addresses, write_paper
from modules.loading.schema import Handout
from modules.models import EditionActivity


def papers() -> Storage:
    return storages["papers"]


def name_of(activity: EditionActivity, handout: Handout) -> str:
    """From everything the paper shows."""
    shown = msgspec.json.encode([activity.title, activity.edition.language, handout])
    return f"handouts/{hashlib.sha256(shown).hexdigest()}.pdf"


def read_pdf(activity: EditionActivity, handout: Handout) -> bytes | None:
    name = name_of(activity, handout)
    if not papers().exists(name):
        return None
    with papers().open(name) as kept:
        return bytes(kept.read())


def keep_pdfs(activity: EditionActivity) -> int:
    """Render those of its handouts that are not there yet; how many. Asks for Pango: see cms.pango.pdf_ready."""
    missing = [each for each in activity.thawed.handouts if not papers().exists(name_of(activity, each))]
    for handout in missing:
        papers().save(name_of(activity, handout), ContentFile(render_pdf(activity, handout)))
    return len(missing)


def render_pdf(activity: EditionActivity, handout: Handout) -> bytes:
    context = {
        "handout": handout,
        "activity": activity,
        "language": activity.edition.language,
        "fonts": font_addresses(),
    }
    return write_paper(render_to_string("modules/workshop_handout_pdf.html", context), name_of(activity, handout))
