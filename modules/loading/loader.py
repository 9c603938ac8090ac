"""Files of fixtures/modules/ into pages, questions and an edition. A second load of the same files writes nothing.

Identity comes from the keys in the files (`uuid5`), never from the database: the same files, the same IRIs.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import msgspec
from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

from cms.seeding import give_easy
from competencies.models import CFItem
from modules.activities.dialogue.models import DialoguePage
from modules.activities.lesson.models import LessonPage
from modules.activities.note.models import NotePage
from modules.activities.orientation.checking import find_faults as find_unfair
from modules.activities.orientation.copying import copy_directories
from modules.activities.orientation.models import OrientationPage
from modules.activities.positioning.models import PositioningPage
from modules.activities.questionnaire.models import QuestionnairePage
from modules.activities.quiz.models import QuizPage
from modules.activities.virtual_site.checking import find_faults
from modules.activities.virtual_site.models import VirtualSitePage
from modules.activities.workshop.models import WorkshopPage
from modules.loading import schema
from modules.media.naming import named_media
from modules.models import Activity, ActivityAlignment, Edition, InstitutePage, Module, ModuleAlignment, ModuleOutcome
from modules.models.question import Question, QuestionStatus
from modules.models.question_kinds import QUESTION_KINDS
from modules.publishing import publish_edition

NAMESPACE = UUID("6f1a3a52-7a0e-5d0c-9a55-2f5d3c1f7b10")

PAGE_OF_KIND: dict[type, type[Activity]] = {
    schema.Lesson: LessonPage,
    schema.Quiz: QuizPage,
    schema.Dialogue: DialoguePage,
    schema.Note: NotePage,
    schema.Questionnaire: QuestionnairePage,
    schema.VirtualSite: VirtualSitePage,
    schema.Orientation: OrientationPage,
    schema.Positioning: PositioningPage,
    schema.Workshop: WorkshopPage,
}
TEXTS = ("summary", "audience", "prerequisites", "methods", "assessment", "accessibility", "access", "price")


class FileRefused(Exception):  # noqa: N818 (the name says what happened)
    """A file that does not fit: which one, where in it, what is wrong."""


class InstituteFile(msgspec.Struct, forbid_unknown_fields=True):
    key: str
    title: str
    introduction: str
    contact: str


@dataclass
class Loaded:
    """What a load wrote."""

    module: Module
    edition: Edition
    written: list[str] = field(default_factory=list)


def decode(path: Path, shape: Any) -> Any:
    """The file as `shape`. Raises FileRefused, which names the file and the path inside it."""
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=shape)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise FileRefused(f"{path.parent.name}/{path.name}: {error}") from error


def load_all(folder: Path) -> list[Loaded]:
    """Every module of fixtures/modules/, then those in another language (a folder of theirs: `en/`), then the
    positioning, in a folder beside: it is no half-day."""
    institute = load_institute(decode(folder / "institute.yaml", InstituteFile))
    modules = sorted(each.parent for each in folder.glob("*/module.yaml"))
    translations = sorted(each.parent for each in folder.glob("*/*/module.yaml"))
    positionings = [each.parent for each in [folder.parent / "positioning" / "module.yaml"] if each.exists()]
    return [load_module(each, institute) for each in [*modules, *translations, *positionings]]


@transaction.atomic
def load_institute(written: InstituteFile) -> InstitutePage:
    """The institute's page under the home page, and its collection; created once, then left to its authors."""
    page = InstitutePage.objects.filter(slug=written.key).first()
    if page is None:
        page = InstitutePage(
            title=written.title, slug=written.key, introduction=written.introduction, contact=written.contact
        )
        page.translation_key = uuid5(NAMESPACE, written.key)
        _home().add_child(instance=page)
        page.save_revision().publish()
    collection_of(page)
    return page


def collection_of(institute: InstitutePage) -> Collection:
    """The institute's collection of media and questions."""
    return institute.own_collection


def _home() -> Page:
    site = Site.objects.get(is_default_site=True)
    return Page.objects.get(pk=site.root_page_id)


@transaction.atomic
def load_module(folder: Path, institute: InstitutePage) -> Loaded:
    """All or nothing. Raises FileRefused, or ModuleNotReady when the files make no edition."""
    written = decode(folder / "module.yaml", schema.ModuleFile)
    questions = decode(folder / "questions.yaml", schema.QuestionsFile).questions
    activities = [_read_activity(path) for path in sorted(folder.glob("[0-9][0-9]-*.yaml"))]
    log: list[str] = []
    items = {item.human_coding_scheme: item for item in CFItem.objects.competencies()}
    bank = {each.key: _load_question(each, institute, written, items, log) for each in questions}
    module = _load_module_page(written, institute, items, log)
    for activity in activities:
        _load_activity(activity, module, _name_of(written, institute), items, bank, log)
    return Loaded(module, publish_edition(module), log)


def _read_activity(path: Path) -> schema.ActivityFile:
    """Raises FileRefused too for a site that cannot be played to a good end, or a case that no place answers."""
    written: schema.ActivityFile = decode(path, schema.ActivityFile)
    faults: list[str] = []
    if isinstance(written, schema.VirtualSite):
        faults = find_faults(written)
    if isinstance(written, schema.Orientation):
        written, faults = _copy_places(written)
    if named_media(written):
        faults = ["Its media come in an archive: a file of text holds none."]
    if faults:
        raise FileRefused(f"{path.parent.name}/{path.name}: {' '.join(faults)}")
    return written


def _copy_places(written: schema.Orientation) -> tuple[schema.Orientation, list[str]]:
    """The cases with the places of the directories they name, and what is wrong with them."""
    try:
        copied = copy_directories(written)
    except msgspec.ValidationError as error:
        return written, [str(error)]
    return copied, find_unfair(copied)


def _name_of(module: schema.ModuleFile, institute: InstitutePage) -> str:
    """What identifies the module in every language: a translation has the name of what it translates."""
    return f"{institute.slug}/{module.translates or module.key}"


def _locale_of(module: schema.ModuleFile) -> Locale:
    locale, _created = Locale.objects.get_or_create(language_code=module.language)
    return locale


def _load_question(
    written: schema.QuestionEntry,
    institute: InstitutePage,
    module: schema.ModuleFile,
    items: dict[str, CFItem],
    log: list[str],
) -> Question:
    collection, locale = collection_of(institute), _locale_of(module)
    model = QUESTION_KINDS[type(written)]
    found = model.objects.filter(collection=collection, locale=locale, key=written.key).first()
    if found is not None and found.freeze() == written:
        return found
    new = {"collection": collection, "key": written.key, "status": QuestionStatus.ACTIVE}
    question = found or model(**new, locale=locale)
    question.uid = uuid5(NAMESPACE, f"{_name_of(module, institute)}/questions/{written.key}")
    question.translation_key = question.uid
    question.cfitem = items[written.competency]
    question.fill(written)
    question.save()
    log.append(f"question {written.key}")
    return question


def _load_module_page(
    written: schema.ModuleFile, institute: InstitutePage, items: dict[str, CFItem], log: list[str]
) -> Module:
    found = Module.objects.descendant_of(institute).filter(slug=written.key).first()
    if found is not None and _module_as_written(found) == _module_facts(written):
        return found
    page = found or Module(slug=written.key)
    page.title, page.search_description, page.is_private = written.title, written.summary, written.private
    for name in TEXTS:
        setattr(page, name, getattr(written, name))
    locale = page.locale = _locale_of(written)
    if found is None and locale.language_code == "fr":
        give_easy(page)
    page.outcomes.set(
        [ModuleOutcome(sentence=each, locale=locale, sort_order=n) for n, each in enumerate(written.outcomes)]
    )
    page.alignments.set(
        [
            ModuleAlignment(cfitem=items[code], locale=locale, sort_order=n)
            for n, code in enumerate(written.competencies)
        ]
    )
    publish_page(page, institute, _name_of(written, institute), is_new=found is None)
    log.append(f"module {written.key}")
    return page


def _module_facts(written: schema.ModuleFile) -> tuple[Any, ...]:
    texts = tuple(getattr(written, name) for name in TEXTS)
    return (written.title, written.private, *texts, tuple(written.outcomes), tuple(written.competencies))


def _module_as_written(page: Module) -> tuple[Any, ...]:
    outcomes = tuple(each.sentence for each in page.outcomes.all())
    codes = tuple(each.cfitem.human_coding_scheme for each in page.alignments.select_related("cfitem"))
    return (page.title, page.is_private, *(getattr(page, name) for name in TEXTS), outcomes, codes)


def _load_activity(
    written: schema.ActivityFile,
    module: Module,
    name: str,
    items: dict[str, CFItem],
    bank: dict[str, Question],
    log: list[str],
) -> None:
    model = PAGE_OF_KIND[type(written)]
    found = model.objects.child_of(module).filter(slug=written.key).first()
    if found is not None and found.freeze() == written:
        return
    page = found or model(slug=written.key)
    page.title, page.planned_minutes, page.purpose = written.title, written.minutes, written.purpose
    page.locale = module.locale
    page.alignments.set(
        [
            ActivityAlignment(cfitem=items[code], locale=module.locale, sort_order=n)
            for n, code in enumerate(written.competencies)
        ]
    )
    page.fill(written)
    page.take_easy_words(written)
    page.tie_questions(written, bank)
    publish_page(page, module, f"{name}/{written.key}", is_new=found is None)
    log.append(f"activity {written.key}")


def publish_page(page: Page, parent: Page, name: str, *, is_new: bool) -> None:
    """Add under the parent, read afresh (treebeard keeps counts on it), then publish a revision: what the studio shows
    is what is live."""
    if is_new:
        page.translation_key = uuid5(NAMESPACE, name)
        Page.objects.get(pk=parent.pk).specific.add_child(instance=page)
    page.save_revision().publish()
