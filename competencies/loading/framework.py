"""fixtures/framework/ → gaps, level rules, the framework and its associations."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from pathlib import Path
from uuid import UUID, uuid5

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

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

    Run after `load_survey`: a gap cites its cells. Other frameworks are left alone, and so is every version of a rule
    that the files do not name: it was written on this site, and levels may stand on it. A competency that has evidence
    cannot go (ProtectedError). Raises LookupError (or DoesNotExist) for an unknown cell, claim, gap or rule.
    """
    framework, gap_files, rule_files = files.read_framework(folder)
    gaps = [_gap(gap) for gap in gap_files]
    written = write_rows(Gap.objects.all(), gaps, ("code",))
    written += write_rows(GapProof.objects.all(), list(_proofs(gaps, gap_files)), ("gap_id", "cell_id", "claim_id"))
    rules = [_rule(rule) for rule in rule_files]
    written += write_rows(LevelRule.objects.filter(_one_of(rules)), rules, ("key", "version"))
    document = _document(framework.document)
    ours = CFDocument.objects.filter(pk=document.pk)
    document.changed_at = ours.values_list("changed_at", flat=True).first() or document.changed_at
    written += write_rows(ours, [document], ("identifier",))
    rule_keys = {code: rule.key for rule in rule_files for code in rule.competencies}
    items = list(_items(document, framework, rule_keys))
    for position, item in enumerate(items):
        item.position = position
    written += write_rows(CFItem.objects.filter(document=document), items, ("identifier",))
    links = [*_associations(document, framework, items, gaps), *_alignments(items, files.read_alignments(folder))]
    for position, link in enumerate(links):
        link.position = position
    written += write_rows(CFAssociation.objects.filter(document=document), links, ("identifier",))
    if written:
        ours.update(changed_at=timezone.now())
    return written


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


def _one_of(rules: list[LevelRule]) -> Q:
    return reduce(or_, (Q(key=rule.key, version=rule.version) for rule in rules))


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


TO_VERIFY = "À vérifier sur le texte officiel."
OURS_ALONE = "Rapprochement fait par Faire avec ; l’organisme cité ne l’a pas validé."


def _alignments(items: list[CFItem], written: files.Alignments) -> Iterator[CFAssociation]:
    """Each competency to the items of other frameworks that it touches. Raises LookupError for an unknown one."""
    SurveyClaim.objects.get(key=written.claim)
    others = {other.key: other for other in written.frameworks}
    by_code = {item.human_coding_scheme: item for item in items}
    for alignment in written.alignments:
        other = others[alignment.framework]
        notes = f"{OURS_ALONE} {TO_VERIFY}" if alignment.check else OURS_ALONE
        for code in alignment.competencies:
            origin = by_code[code]
            name = f"{other.key}:{alignment.code}"
            yield CFAssociation(
                identifier=identifier(origin.document.code, code, AssociationType.IS_RELATED_TO.value, name),
                document=origin.document,
                association_type=AssociationType.IS_RELATED_TO,
                origin=origin,
                destination_uri=f"{other.uri}#{alignment.code}",
                destination_title=f"{other.title} · {alignment.code} · {alignment.about}",
                notes=notes,
            )


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
