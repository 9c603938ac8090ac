"""Changing a level rule: read, tried, previewed, then one more version; the past keeps the rule of its day."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from competencies.changing_rules import Change, preview_change, recompute_under
from competencies.evidence import MeasuredFact, add_evidence
from competencies.levels import levels_on
from competencies.models import CFItem, Level, LevelRule
from competencies.models.level_rule import forget_rules
from competencies.rule import Need
from lms.frameworks.models import RuleRecount
from lms.frameworks.rule_words import Unreadable, read_ways, write_ways
from lms.frameworks.tasks import queue_stale_recounts, recount_levels
from lms.people.rights import Role
from tests.cast import make_institute, make_person

pytestmark = pytest.mark.django_db
HOME = "/studio/referentiels/regles/"
ADDRESS = f"{HOME}standard/"
NOW = timezone.now()


@pytest.fixture(autouse=True)
def fresh_rules() -> Any:
    forget_rules()
    yield
    forget_rules()


@pytest.fixture
def boss() -> Client:
    client = Client()
    client.force_login(make_person("Solène Régie", Role.SITE_ADMIN))
    return client


def pass_a_test(actor: UUID, code: str = "A1.1") -> None:
    item = CFItem.objects.get(human_coding_scheme=code)
    fact = MeasuredFact(
        actor, item.pk, "test", "https://x.example/t", Decimal(1), True, uuid4(), uuid4(), "", NOW - timedelta(days=40)
    )
    add_evidence([fact])


def posted(client: Client, **changes: str) -> dict[str, str]:
    page = client.get(ADDRESS)
    forms = (page.context["form"], page.context["bench"])
    said = {field.html_name: str(field.initial or 0) for form in forms for field in form}
    said |= {name: "" for name, value in said.items() if name.startswith("within") and value == "0"}
    return {**said, **changes}


def test_what_is_written_is_read_back() -> None:
    ways = [[Need("test"), Need("unaided_practice", 2)], [Need("prior_learning")]]
    assert read_ways(write_ways(ways)) == ways


@pytest.mark.parametrize("text", ["", "un diplôme", "test + ", "test × 12"])
def test_what_says_no_need_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_ways(text)


def test_the_rules_are_read_as_sentences_and_changed_by_no_institute(boss: Client) -> None:
    institute = Client()
    institute.force_login(make_person("Denise Direction", Role.INSTITUTE_ADMIN, make_institute()))
    page = institute.get(HOME).content.decode()
    assert "Un test est réussi" in page
    assert "Nouvelle version" not in page
    assert institute.get(ADDRESS).status_code == 403
    assert "Nouvelle version" in boss.get(HOME).content.decode()


def test_the_preview_says_who_would_change_and_changes_nothing(boss: Client) -> None:
    nadege, elie = uuid4(), uuid4()
    pass_a_test(nadege)
    pass_a_test(elie, "A1.2")
    harder = posted(boss, ways_2="test + observation")
    page = boss.post(ADDRESS, {**harder, "action": "essayer"})
    assert page.context["change"] == Change(gain=0, lose=2, stay=0)
    assert "Niveaux qui baissent\u00a0: 2" in page.content.decode()
    assert LevelRule.objects.filter(key="standard").count() == 1
    assert set(Level.objects.values_list("level", flat=True)) == {2}


def test_the_bench_says_what_it_gives_for_an_invented_person(boss: Client) -> None:
    page = boss.post(ADDRESS, {**posted(boss), "action": "essayer", "test": "1", "practice": "1"})
    assert page.context["decision"].level == 3
    assert page.context["change"] == Change()
    page = boss.post(ADDRESS, {**posted(boss), "action": "essayer", "test": "0"})
    assert page.context["decision"].level is None


def test_no_version_comes_into_force_without_its_own_preview(boss: Client) -> None:
    harder = posted(boss, ways_2="test + observation")
    boss.post(ADDRESS, {**harder, "action": "appliquer"})
    seen = boss.post(ADDRESS, {**harder, "action": "essayer"}).context["seen"]
    boss.post(ADDRESS, {**harder, "ways_2": "note", "action": "appliquer", "seen": seen})
    assert LevelRule.objects.filter(key="standard").count() == 1


def test_a_version_in_force_moves_the_levels_and_no_day_before_it(
    boss: Client, django_capture_on_commit_callbacks: Any
) -> None:
    nadege = uuid4()
    pass_a_test(nadege)
    pair = (nadege, CFItem.objects.get(human_coding_scheme="A1.1").pk)
    harder = posted(boss, ways_2="test + observation")
    seen = boss.post(ADDRESS, {**harder, "action": "essayer"}).context["seen"]
    with django_capture_on_commit_callbacks(execute=True):
        boss.post(ADDRESS, {**harder, "action": "appliquer", "seen": seen})
    job = RuleRecount.objects.get()
    recount_levels(job.pk)
    job.refresh_from_db()
    assert job.done_at is not None
    assert job.changed == 1
    assert Level.objects.get().level == 1
    assert Level.objects.get().rule.version == 2
    yesterday = timezone.localdate() - timedelta(days=1)
    assert levels_on([pair], yesterday)[pair].level == 2
    assert recompute_under("standard") == 0


def test_a_version_over_another_one_is_refused(boss: Client) -> None:
    harder = posted(boss, ways_2="test + observation")
    seen = boss.post(ADDRESS, {**harder, "action": "essayer"}).context["seen"]
    rule = LevelRule.objects.get(key="standard")
    LevelRule.objects.create(
        key="standard", version=2, in_force_from=timezone.localdate(), title="-", sentence="-", content=rule.content
    )
    boss.post(ADDRESS, {**harder, "action": "appliquer", "seen": seen})
    assert LevelRule.objects.filter(key="standard").count() == 2


def test_a_lost_job_is_queued_again(boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = LevelRule.objects.get(key="standard")
    job = RuleRecount.objects.create(rule=rule, asked_at=NOW - timedelta(hours=1))
    queued: list[int] = []
    monkeypatch.setattr(recount_levels, "delay", queued.append)
    queue_stale_recounts()
    assert queued == [job.pk]


def test_a_preview_keeps_a_batch_in_memory_and_counts_everyone(
    monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr("competencies.changing_rules.PEOPLE_AT_ONCE", 2)
    for _person in range(5):
        pass_a_test(uuid4())
    rule = LevelRule.objects.get(key="standard").rule
    with django_assert_max_num_queries(14):
        assert preview_change("standard", rule, timezone.localdate()) == Change(stay=5)
