"""A module into its archive: what its authors last saved."""

from competencies.models import Gap
from modules.loading.schema import ModuleFile
from modules.models import Module
from modules.packing.archive import Packed, write_archive
from modules.publishing import ModuleNotReady, codes_of, copy_drafts


def pack_module(module: Module) -> bytes:
    """The archive. Raises ModuleNotReady when an activity cannot be read: half a module is no export."""
    copy = copy_drafts(module)
    if copy.unreadable:
        raise ModuleNotReady([f"{title}\u00a0: {reason}" for title, reason in copy.unreadable.items()])
    activities = [content for _page, content in copy.activities]
    return write_archive(Packed(describe(module), [content for _question, content in copy.questions], activities))


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
