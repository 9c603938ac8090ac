"""An archive into an institute: a module that nobody sees yet, with its activities and questions. All or nothing."""

from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms.figures import is_known
from competencies.models import CFItem
from modules.citing import numbers_shown
from modules.loading import schema
from modules.loading.loader import PAGE_OF_KIND, TEXTS
from modules.media.bringing import bring_medium
from modules.models import ActivityAlignment, InstitutePage, Module, ModuleAlignment, ModuleOutcome
from modules.models.question import Question, QuestionStatus
from modules.models.question_kinds import QUESTION_KINDS
from modules.packing.archive import ArchiveRefused, Fault, Packed, asked_by, read_archive
from modules.studio.duplicating import free_slug

__all__ = ["ArchiveRefused", "import_archive"]


def import_archive(source: IO[bytes], institute: InstitutePage, author: Any = None) -> Module:
    """The module, a draft under the institute's page. Raises ArchiveRefused; then nothing is kept."""
    packed = read_archive(source)
    faults = [*find_unknown(packed)]
    if faults:
        raise ArchiveRefused(faults)
    brought: list[Any] = []
    try:
        with transaction.atomic():
            return _write(packed, institute, author, brought)
    except BaseException as error:
        for thing in brought:  # the rows are gone with the transaction; the files are not in it
            thing.file.storage.delete(thing.file.name)
        if isinstance(error, ValidationError):
            raise ArchiveRefused([Fault("", "", sentence) for sentence in error.messages]) from error
        raise


def find_unknown(packed: Packed) -> list[Fault]:
    """What the archive names and this site does not have: competencies, survey cells."""
    codes = set(CFItem.objects.competencies().values_list("human_coding_scheme", flat=True))
    named = [
        ("module.json", packed.module.competencies),
        ("questions.json", [each.competency for each in packed.questions]),
    ]
    named += [(f"activities/…-{each.key}.json", each.competencies) for each in packed.activities]
    words = _("This site has no competency %(code)s.")
    faults = [
        Fault(file, "$.competencies", words % {"code": code})
        for file, used in named
        for code in sorted({*used} - codes)
    ]
    return faults + [
        Fault(file, path, _("No cell or claim of the survey has the key “%(key)s”.") % {"key": key})
        for file, path, key in cells_of(packed)
        if not is_known(key)
    ]


def cells_of(packed: Packed) -> list[tuple[str, str, str]]:
    """(file, path, key) of every survey cell and claim the archive cites."""
    cited = [("questions.json", place, key) for place, key in numbers_shown(packed.questions, "$.questions")]
    for activity in packed.activities:
        file = f"activities/…-{activity.key}.json"
        cited += [(file, place, key) for place, key in numbers_shown(activity)]
    return list(dict.fromkeys(cited))


def _write(packed: Packed, institute: InstitutePage, author: Any, brought: list[Any]) -> Module:
    items = {item.human_coding_scheme: item for item in CFItem.objects.competencies()}
    bank = {question.key: _write_question(question, institute, items) for question in packed.questions}
    media = {name: bring_medium(name, packed.media[name], institute, author, brought) for name in packed.media}
    module = _write_module(packed.module, institute, items, author)
    for activity in packed.activities:
        _write_activity(activity, module, items, bank, media, author)
    return Module.objects.get(pk=module.pk)


def _write_question(written: schema.QuestionEntry, institute: InstitutePage, items: dict[str, CFItem]) -> Question:
    """The same question of this institute's bank when it is there word for word; a new one otherwise."""
    collection, locale = institute.own_collection, Locale.get_default()
    present = Question.objects.filter(collection=collection, locale=locale)
    found = present.filter(key=written.key).first()
    if found is not None and found.freeze() == written:
        return found
    question = QUESTION_KINDS[type(written)](collection=collection, locale=locale, status=QuestionStatus.TRIAL)
    question.key = _free_key(set(present.values_list("key", flat=True)), written.key)
    question.cfitem = items[written.competency]
    question.fill(written)
    question.full_clean(exclude=["translation_key"])
    question.save()
    return question


def _free_key(taken: set[str], wanted: str) -> str:
    place, key = 2, wanted
    while key in taken:
        key, place = f"{wanted[:76]}-{place}", place + 1
    return key


def _write_module(
    written: schema.ModuleFile, institute: InstitutePage, items: dict[str, CFItem], author: Any
) -> Module:
    locale = Locale.get_default()
    page = Module(title=written.title, slug=free_slug(institute, written.key), locale=locale, owner=author, live=False)
    page.search_description, page.is_private = written.summary, written.private
    for name in TEXTS:
        setattr(page, name, getattr(written, name))
    page.outcomes.set(
        [ModuleOutcome(sentence=each, locale=locale, sort_order=n) for n, each in enumerate(written.outcomes)]
    )
    page.alignments.set(
        [
            ModuleAlignment(cfitem=items[code], locale=locale, sort_order=n)
            for n, code in enumerate(written.competencies)
        ]
    )
    _keep_draft(page, institute, author)
    return page


def _write_activity(
    written: schema.ActivityFile,
    module: Module,
    items: dict[str, CFItem],
    bank: dict[str, Question],
    media: dict[str, Any],
    author: Any,
) -> None:
    page = PAGE_OF_KIND[type(written)](slug=written.key, locale=module.locale, owner=author, live=False)
    page.title, page.planned_minutes, page.purpose = written.title, written.minutes, written.purpose
    page.alignments.set(
        [
            ActivityAlignment(cfitem=items[code], locale=module.locale, sort_order=n)
            for n, code in enumerate(written.competencies)
        ]
    )
    page.fill(written)
    page.take_easy_words(written)
    page.tie_questions(written, {key: bank[key] for key in asked_by(written)})
    page.tie_media(written, media)
    _keep_draft(page, module, author)


def _keep_draft(page: Page, parent: Page, author: Any) -> None:
    """Under the parent, read afresh (treebeard keeps counts on it), with a first revision."""
    page.full_clean(exclude=["path", "depth", "numchild", "url_path", "translation_key", "content_type"])
    Page.objects.get(pk=parent.pk).specific.add_child(instance=page)
    page.save_revision(user=author)
