"""Three domains, nine objectives, nineteen competencies, fourteen gaps, and no hole between them."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from competencies.framework import gap_sheets, gaps_of, outline
from competencies.loading.framework import load_framework
from competencies.models import CFAssociation, CFDocument, CFItem, Gap, GapProof, LevelRule, LoadedFolder
from competencies.receivers import load_after_migrate

pytestmark = pytest.mark.django_db


def related_to_gaps() -> list[tuple[str, str]]:
    links = CFAssociation.objects.filter(association_type="isRelatedTo", destination_gap__isnull=False)
    return list(links.values_list("origin__human_coding_scheme", "destination_gap__code"))


def test_the_framework_has_its_three_rungs() -> None:
    assert Counter(CFItem.objects.values_list("cf_item_type", flat=True)) == {
        "Domain": 3,
        "Objective": 9,
        "Competency": 19,
    }


def test_each_item_has_one_parent_and_the_domains_hang_from_the_framework() -> None:
    children = CFAssociation.objects.filter(association_type="isChildOf")
    assert set(Counter(children.values_list("origin", flat=True)).values()) == {1}
    roots = children.filter(destination_document=CFDocument.objects.get())
    assert sorted(roots.values_list("origin__human_coding_scheme", flat=True)) == ["A", "B", "C"]


def test_each_gap_has_a_competency_and_each_competency_a_gap() -> None:
    pairs = related_to_gaps()
    assert {gap for _, gap in pairs} == set(Gap.objects.values_list("code", flat=True))
    competencies = CFItem.objects.competencies().values_list("human_coding_scheme", flat=True)
    assert {code for code, _ in pairs} == set(competencies)


def test_each_gap_has_a_proof_and_a_caution() -> None:
    assert Gap.objects.count() == 14
    assert not Gap.objects.filter(proofs=None).exists()
    assert not Gap.objects.filter(caution="").exists()


def test_each_competency_describes_four_conducts_and_has_a_rule() -> None:
    rules = set(LevelRule.objects.values_list("key", flat=True))
    for item in CFItem.objects.competencies():
        assert len({item.describe_level(n) for n in range(1, 5)} - {""}) == 4
        assert item.rule_key in rules


def test_the_special_rules_go_to_the_competencies_of_the_design() -> None:
    keys = dict(CFItem.objects.competencies().values_list("human_coding_scheme", "rule_key"))
    assert {code for code, key in keys.items() if key == "reflective-note"} == {"A3.1", "A3.2", "C3.1"}
    assert {code for code, key in keys.items() if key == "two-situations-yearly"} == {"C2.2", "C2.3"}
    assert {code for code, key in keys.items() if key == "two-situations"} == {"C2.1"}


def test_an_identifier_is_the_same_everywhere() -> None:
    assert str(CFItem.objects.coded("A1.1").get().pk) == "32002173-bea3-5830-817c-95215474e8ff"


def test_an_association_leads_to_exactly_one_thing() -> None:
    link = CFAssociation.objects.exclude(destination=None).first()
    assert link is not None
    link.destination_gap = Gap.objects.first()
    with pytest.raises(IntegrityError, match="cf_association_has_one_destination"), transaction.atomic():
        link.save()


def test_a_gap_is_proved_by_a_cell_or_by_a_claim_not_by_both_nor_by_neither() -> None:
    with pytest.raises(IntegrityError, match="gap_proof_is_a_cell_or_a_claim"), transaction.atomic():
        GapProof.objects.create(gap=Gap.objects.all()[0], position=99)


def test_migrating_again_reads_two_things_and_writes_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        load_after_migrate()
    statements = [query["sql"] for query in queries]
    assert len([sql for sql in statements if sql.startswith("SELECT") and "django_migrations" not in sql]) <= 2
    assert not [sql for sql in statements if sql.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_migrating_loads_what_the_files_say_when_they_changed(settings: Any) -> None:
    settings.MIGRATION_MODULES = {"competencies": None}  # as when the tables are made without migrations
    LoadedFolder.objects.update(digest="an older state")
    Gap.objects.filter(code="E01").update(weight=1)
    load_after_migrate()
    assert Gap.objects.get(code="E01").weight == 3


def test_the_outline_goes_from_domains_to_competencies_in_two_queries(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        domains = outline()
    assert [domain.item.human_coding_scheme for domain in domains] == ["A", "B", "C"]
    objectives = [objective for domain in domains for objective in domain.children]
    assert len(objectives) == 9
    assert [rung.item.human_coding_scheme for rung in objectives[-1].children] == ["C3.1", "C3.2"]


def test_each_gap_comes_with_its_figures_claims_and_competencies(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        sheets = {sheet.gap.code: sheet for sheet in gap_sheets()}
    assert len(sheets) == 14
    assert all(sheet.is_covered for sheet in sheets.values())
    assert sheets["E01"].figures[0].base_text == "46 personnes sur 53"
    assert [claim.key for claim in sheets["E09"].claims] == ["rappel-detection-80"]
    assert sheets["E03"].figures == []  # its table is too damaged to be shown
    assert [item.human_coding_scheme for item in sheets["E07"].competencies] == ["B3.1"]


def test_the_gaps_of_some_competencies_come_once_each() -> None:
    items = list(CFItem.objects.coded("A2.1", "A2.2").values_list("pk", flat=True))
    assert [gap.code for gap in gaps_of(items)] == ["E08", "E12"]


def test_loading_the_files_again_keeps_the_rules_written_on_this_site() -> None:
    first = LevelRule.objects.get(key="standard", version=1)
    second = LevelRule.objects.create(
        key="standard", version=2, in_force_from=date(2026, 9, 1), title=first.title, sentence="", content=first.content
    )
    assert not load_framework()
    assert LevelRule.objects.filter(pk=second.pk).exists()
