"""fixtures/framework/ → gaps, level rules, the framework and its associations."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid5

import msgspec
from django.conf import settings
from django.db import transaction

from competencies.loading import framework_files as files
from competencies.loading.rows import Written, write_rows
from competencies.models import (
    AssociationType,
    CFAssociation,
    CFDocument,
    CFItem,
    CFItemType,
    Gap,
    GapProof,
    LevelRule,
    SurveyCell,
    SurveyClaim,
)

FOLDER: Path = settings.FIXTURES / "framework"
NAMESPACE = UUID("6a0f2f5e-5d0b-5c39-9c5b-1f2b0c7f8f11")
"""Identifiers are made from codes (uuid5), so that they are the same in every installation."""


@transaction.atomic
def load_framework(folder: Path = FOLDER) -> Written:
    """Make gaps, rules and our framework equal to the files; nothing is written when they are.

    Run after `load_survey`: a gap cites its cells. Other frameworks are left alone. A competency that has evidence
    cannot go (ProtectedError). Raises LookupError for an unknown cell, claim, gap or rule.
    """
    framework, gap_files, rule_files = files.read_framework(folder)
    gaps = [_gap(gap) for gap in gap_files]
    written = write_rows(Gap.objects.all(), gaps, ("code",))
    written += write_rows(GapProof.objects.all(), list(_proofs(gaps, gap_files)), ("gap_id", "cell_id", "claim_id"))
    written += write_rows(LevelRule.objects.all(), [_rule(rule) for rule in rule_files], ("key", "version"))
    document = _document(framework.document)
    ours = CFDocument.objects.filter(pk=document.pk)
    written += write_rows(ours, [document], ("identifier",))
    rule_keys = {code: rule.key for rule in rule_files for code in rule.competencies}
    items = list(_items(document, framework, rule_keys))
    for position, item in enumerate(items):
        item.position = position
    written += write_rows(CFItem.objects.filter(document=document), items, ("identifier",))
    links = list(_associations(document, framework, items, gaps))
    for position, link in enumerate(links):
        link.position = position
    return written + write_rows(CFAssociation.objects.filter(document=document), links, ("identifier",))


def identifier(*names: str) -> UUID:
    return uuid5(NAMESPACE, "/".join(names))


def _gap(gap: files.Gap) -> Gap:
    return Gap(code=gap.code, statement=gap.statement, weight=gap.weight, caution=gap.caution)


def _proofs(rows: list[Gap], gaps: list[files.Gap]) -> Iterator[GapProof]:
    cells = dict(SurveyCell.objects.values_list("key", "pk"))
    claims = dict(SurveyClaim.objects.values_list("key", "pk"))
    for row, gap in zip(rows, gaps, strict=True):
        keys = [*({"cell_id": cells[key]} for key in gap.cells), *({"claim_id": claims[key]} for key in gap.claims)]
        for position, key in enumerate(keys):
            yield GapProof(gap=row, position=position, **key)


def _rule(rule: files.Rule) -> LevelRule:
    return LevelRule(
        key=rule.key,
        version=rule.version,
        in_force_from=rule.in_force_from,
        title=rule.title,
        sentence=rule.sentence,
        content={"levels": msgspec.to_builtins(rule.levels, str_keys=True)},
    )


def _document(document: files.Document) -> CFDocument:
    return CFDocument(
        identifier=identifier(document.code),
        code=document.code,
        title=document.title,
        creator=document.creator,
        version=document.version,
        language=document.language,
        adoption_status=document.adoption_status,
        description=document.description,
        level_names=document.levels,
    )


def _items(document: CFDocument, framework: files.Framework, rule_keys: dict[str, str]) -> Iterator[CFItem]:
    for domain in framework.domains:
        yield _item(document, domain, CFItemType.DOMAIN)
        for objective in domain.objectives:
            yield _item(document, objective, CFItemType.OBJECTIVE)
            for competency in objective.competencies:
                item = _item(document, competency, CFItemType.COMPETENCY)
                item.level_descriptions = competency.levels
                item.rule_key = rule_keys[competency.code]
                yield item


def _item(document: CFDocument, entry: files.Domain | files.Objective | files.Competency, kind: CFItemType) -> CFItem:
    return CFItem(
        identifier=identifier(document.code, entry.code),
        document=document,
        human_coding_scheme=entry.code,
        full_statement=entry.statement,
        cf_item_type=kind,
    )


def _associations(
    document: CFDocument, framework: files.Framework, items: list[CFItem], gaps: list[Gap]
) -> Iterator[CFAssociation]:
    """Each item under its parent, then each competency to the gaps it answers."""
    by_code = {item.human_coding_scheme: item for item in items}
    by_gap = {gap.code: gap for gap in gaps}
    for domain in framework.domains:
        yield _association(by_code[domain.code], AssociationType.IS_CHILD_OF, document)
        for objective in domain.objectives:
            yield _association(by_code[objective.code], AssociationType.IS_CHILD_OF, by_code[domain.code])
            for competency in objective.competencies:
                item = by_code[competency.code]
                yield _association(item, AssociationType.IS_CHILD_OF, by_code[objective.code])
                for gap in competency.gaps:
                    yield _association(item, AssociationType.IS_RELATED_TO, by_gap[gap])


def _association(origin: CFItem, kind: AssociationType, to: CFItem | CFDocument | Gap) -> CFAssociation:
    name = to.human_coding_scheme if isinstance(to, CFItem) else to.code
    return CFAssociation(
        identifier=identifier(origin.document.code, origin.human_coding_scheme, kind.value, name),
        document=origin.document,
        association_type=kind,
        origin=origin,
        destination=to if isinstance(to, CFItem) else None,
        destination_document=to if isinstance(to, CFDocument) else None,
        destination_gap=to if isinstance(to, Gap) else None,
    )
