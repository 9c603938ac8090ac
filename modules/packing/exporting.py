"""A module into its archive: what its authors last saved."""

from typing import Any

from django.utils.translation import gettext as _

from competencies.models import Gap
from modules.loading.schema import ModuleFile
from modules.models import Module
from modules.packing.archive import MAX_TOTAL, Packed, write_archive
from modules.publishing import Copy, ModuleNotReady, codes_of, copy_drafts


def pack_module(module: Module) -> bytes:
    """The archive. Raises ModuleNotReady when an activity cannot be read: half a module is no export."""
    copy = copy_drafts(module)
    if copy.unreadable:
        raise ModuleNotReady([f"{title}\u00a0: {reason}" for title, reason in copy.unreadable.items()])
    activities = [content for _page, content in copy.activities]
    questions = [content for _question, content in copy.questions]
    return write_archive(Packed(describe(module), questions, activities, read_media(copy)))


def read_media(copy: Copy) -> dict[str, bytes]:
    """The files its activities show. Raises ModuleNotReady when they are more than an archive holds."""
    things = {name: thing for page, _content in copy.activities for name, thing in page.media().items()}
    if sum(thing.file.size for thing in things.values()) > MAX_TOTAL:
        words = _("The media of this module weigh more than %(most)d MB: an archive holds no more.")
        raise ModuleNotReady([words % {"most": MAX_TOTAL // 1_000_000}])
    return {name: _read(thing) for name, thing in things.items()}


def _read(thing: Any) -> bytes:
    with thing.file.storage.open(thing.file.name) as kept:
        return bytes(kept.read())


def describe(module: Module) -> ModuleFile:
    """The page of the module in the shape of its file. Objectives and gaps follow from the competencies."""
    codes = codes_of(module)
    items = module.alignments.values("cfitem__identifier")
    return ModuleFile(
        key=module.slug,
        language=module.locale.language_code,
        title=module.title,
        summary=module.summary,
        audience=module.audience,
        prerequisites=module.prerequisites,
        objectives=sorted({code.partition(".")[0] for code in codes}),
        competencies=codes,
        gaps=sorted(set(Gap.objects.filter(associations__origin__in=items).values_list("code", flat=True))),
        outcomes=[outcome.sentence for outcome in module.outcomes.all()],
        methods=module.methods,
        assessment=module.assessment,
        accessibility=module.accessibility,
        access=module.access,
        price=module.price,
        private=module.is_private,
    )
