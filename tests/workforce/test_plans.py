"""Gaps and plans: what is missing, which half-day closes most of it, who is asked, who is not, and undoing it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from lms.desk.paths import registrations_of
from lms.diagnosis.models import StructureDiagnosis
from lms.people.models import Organisation, Post, User
from lms.people.rights import Role
from lms.workforce.competency_list import read_competencies
from lms.workforce.gaps import Gap, read_gaps
from lms.workforce.matrix_query import MatrixQuery
from lms.workforce.models import Assignment, Concerns, Plan, Reach
from lms.workforce.planning import (
    LeftOut,
    Request,
    Wish,
    ask_newcomers,
    find_reached,
    make_plan,
    requests_of,
    undo_plan,
)
from lms.workforce.profiling import Wanted, create_profile
from modules.recommending import offered_editions
from tests.cast import Taught, finish, follow, make_institute_with_module
from tests.workforce.cast import Cast, employ, find, give, invent

ROOM = "g14-lieu"  # the guide’s question on a room to receive people
GAPS, PLANS = "/equipe/ecarts/", "/equipe/plans/"
TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=30)


@pytest.fixture
def taught(cast: Cast, tmp_path: Path) -> Taught:
    """« Prendre la mesure »: A1.1, A1.2 and A2.1."""
    return make_institute_with_module(tmp_path)


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    client.force_login(cast.hr)
    return client


def wish(node: Organisation, taught: Taught, reach: Reach = Reach.TEAM, **others: Any) -> Wish:
    return Wish(node, taught.edition, reach, DUE, "Un nouvel accueil ouvre", **others)


def names(people: Any) -> list[str]:
    return [member.name for member in people]


def asked_of(person: User) -> list[Request]:
    return requests_of(person, offered_editions(), registrations_of(person))


def gap(code: str, *nodes: Organisation, person: User | None = None) -> Gap | None:
    gaps = read_gaps(nodes, read_competencies(), TODAY, person.pk if person else None)
    return next((each for each in gaps if each.competency.code == code), None)


def test_missing_levels_are_counted_over_everyone_the_never_assessed_included(cast: Cast) -> None:
    found = gap("A1.1", cast.dunes)  # Yasmine and Élie at level 2, Zoé never assessed
    assert found
    assert (found.people, found.lacking, found.never_assessed, found.missing) == (3, 1, 1, 2)
    renew = gap("A2.1", cast.dunes)  # Yasmine to renew, the two others never assessed
    assert renew
    assert (renew.lacking, renew.never_assessed, renew.missing) == (3, 2, 6)
    assert gap("A1.1", cast.south) is None
    alone = gap("A1.2", cast.dunes, person=cast.yasmine)  # at level 1
    assert alone
    assert (alone.people, alone.missing) == (1, 1)


def test_what_posts_ask_for_weighs_in_the_gaps(cast: Cast) -> None:
    levels = {find("A1.1"): 4}
    create_profile(Wanted(cast.dunes, "Accueil", Concerns.PROFESSION, "ass", TODAY, None, levels), cast.hr)
    found = gap("A1.1", cast.dunes)  # Yasmine: 4 - 2; Zoé: 2; Élie: nothing
    assert found
    assert (found.lacking, found.missing, found.asked) == (2, 4, True)


def test_the_gaps_count_the_people_that_the_matrix_lists(cast: Cast) -> None:
    create_profile(Wanted(cast.north, "Nord", Concerns.EVERYONE, "", TODAY, None, {find("A1.1"): 3}), cast.hr)
    lacking = {
        tally.competency.code: tally.lacking for tally in MatrixQuery([cast.dunes], read_competencies(), TODAY).tallies
    }
    gaps = {each.competency.code: each.lacking for each in read_gaps([cast.dunes], read_competencies(), TODAY)}
    assert gaps == {code: number for code, number in lacking.items() if number}


def test_the_half_day_that_closes_most_is_proposed_with_its_reasons(hr: Client, taught: Taught) -> None:
    page = BeautifulSoup(hr.get(GAPS).content, "html.parser")
    first = page.select_one("ol.rows li")
    assert first
    text = first.get_text(" ", strip=True)
    assert taught.edition.title in text
    assert "A2.1" in text
    assert "par heure" in text


def test_what_training_cannot_close_is_said_from_the_diagnostic_of_the_structure(hr: Client, cast: Cast) -> None:
    assert "Ce que la formation ne comble pas" not in hr.get(GAPS).content.decode()
    StructureDiagnosis.objects.create(
        organisation=cast.dunes, choices={ROOM: ["non"]}, words={f"{ROOM}-pourquoi": "Les bureaux sont partagés."}
    )
    for address in (GAPS, f"{GAPS}?equipe={cast.north.pk}"):  # a team inherits what its structure lacks
        page = BeautifulSoup(hr.get(address).content, "html.parser")
        beyond = page.find(attrs={"aria-labelledby": "t-beyond"})
        assert beyond
        assert "Les bureaux sont partagés." in beyond.get_text()


def test_a_plan_reaches_those_who_lack_it_and_says_who_it_leaves_out(cast: Cast, taught: Taught) -> None:
    finish(follow(cast.elie, taught.edition))
    reached = find_reached(wish(cast.dunes, taught), TODAY)
    assert names(reached.people) == ["Ancel Zoé", "Zidane Yasmine"]
    assert names(reached.left_out[LeftOut.FINISHED]) == ["Étienne Élie"]
    make_plan(wish(cast.north, taught, Reach.PERSON, person=cast.zoe.pk), cast.hr)
    again = find_reached(wish(cast.dunes, taught), TODAY)
    assert names(again.left_out[LeftOut.ASKED]) == ["Ancel Zoé"]


def test_a_profession_narrows_a_plan(cast: Cast, taught: Taught) -> None:
    assert names(find_reached(wish(cast.dunes, taught, profession="es"), TODAY).people) == ["Ancel Zoé"]


def test_nobody_of_another_employer_is_ever_reached(cast: Cast, taught: Taught) -> None:
    make_plan(wish(cast.dunes, taught, only_lacking=False), cast.hr)
    assert not Assignment.objects.filter(person=cast.paul).exists()
    reached = find_reached(wish(cast.dunes, taught, Reach.PERSON, person=cast.paul.pk), TODAY)
    assert reached.people == []


def test_a_rule_reaches_those_already_there_and_those_who_join(cast: Cast, taught: Taught) -> None:
    rule = make_plan(wish(cast.north, taught, Reach.RULE, days_to_join=45), cast.hr)
    team = make_plan(wish(cast.south, taught), cast.hr)
    assert rule.assignments.count() == 2
    newcomer, elsewhere = employ("Nour", "Nouvelle", cast.north), employ("Sami", "Sudiste", cast.south)
    assert ask_newcomers(TODAY) == 1
    assert ask_newcomers(TODAY) == 0
    assert rule.assignments.get(person=newcomer).due_on == TODAY + timedelta(days=45)
    assert not team.assignments.filter(person=elsewhere).exists()


def test_an_undone_rule_asks_nobody_any_more(cast: Cast, taught: Taught) -> None:
    rule = make_plan(wish(cast.north, taught, Reach.RULE), cast.hr)
    assert undo_plan(rule, cast.hr)
    assert not undo_plan(rule, cast.hr)
    employ("Nour", "Nouvelle", cast.north)
    assert ask_newcomers(TODAY) == 0
    assert asked_of(cast.zoe) == []
    assert rule.assignments.count() == 2  # what was asked stays written


def test_the_learner_reads_the_module_the_day_and_the_reason(client: Client, cast: Cast, taught: Taught) -> None:
    make_plan(wish(cast.north, taught), cast.hr)
    client.force_login(cast.zoe)
    page = BeautifulSoup(client.get("/mon-parcours/").content, "html.parser").find(attrs={"aria-labelledby": "t-asked"})
    assert page
    text = page.get_text(" ", strip=True)
    for words in (taught.edition.title, "Un nouvel accueil ouvre", "Hélène Rivière", "Équipe nord", "Avant le"):
        assert words in text
    finish(follow(cast.zoe, taught.edition))
    assert asked_of(cast.zoe) == []


def test_who_left_is_asked_nothing_by_that_employer(cast: Cast, taught: Taught) -> None:
    make_plan(wish(cast.north, taught), cast.hr)
    Post.objects.filter(person=cast.zoe).update(ended_on=TODAY - timedelta(days=1))
    assert asked_of(cast.zoe) == []


def asked(cast: Cast, taught: Taught, **others: str) -> dict[str, str]:
    return {
        "module": str(taught.edition.module_key),
        "node": str(cast.north.pk),
        "reach": "team",
        "only_lacking": "on",
        "due_on": DUE.isoformat(),
        "days_to_join": "90",
        "reason": "Un nouvel accueil ouvre",
    } | others


def test_one_sees_who_gets_it_before_asking(hr: Client, cast: Cast, taught: Taught) -> None:
    seen = BeautifulSoup(hr.post(f"{PLANS}nouveau/", asked(cast, taught, geste="voir")).content, "html.parser")
    assert [line.get_text(strip=True) for line in seen.select("[data-reached] li")] == ["Ancel Zoé", "Zidane Yasmine"]
    assert not Plan.objects.exists()
    assert hr.post(f"{PLANS}nouveau/", asked(cast, taught, geste="demander")).status_code == 302
    plan = Plan.objects.get()
    assert "Ancel Zoé" in hr.get(f"{PLANS}{plan.pk}/").content.decode()
    hr.post(f"{PLANS}{plan.pk}/annuler/")
    assert Plan.objects.get().undone_at


def test_a_reason_holds_nobodys_data_and_a_day_is_to_come(hr: Client, cast: Cast, taught: Taught) -> None:
    given = asked(cast, taught, reason="Appeler le 06 12 34 56 78", due_on="2020-01-01", geste="demander")
    page = hr.post(f"{PLANS}nouveau/", given).content.decode()
    assert "un numéro de téléphone" in page
    assert "Cette date est passée" in page
    assert "Appeler le 06 12 34 56 78" in page
    long = "Un nouvel accueil ouvre. " * 20
    page = hr.post(f"{PLANS}nouveau/", given | {"reason": long}).content.decode()
    assert "Raccourcissez la raison" in page
    assert long.strip() in page
    assert not Plan.objects.exists()


def test_a_manager_plans_for_the_team_only(client: Client, cast: Cast, taught: Taught) -> None:
    client.force_login(cast.manager)
    assert client.post(f"{PLANS}nouveau/", asked(cast, taught, geste="demander")).status_code == 302
    elsewhere = asked(cast, taught, node=str(cast.south.pk), geste="demander")
    assert client.post(f"{PLANS}nouveau/", elsewhere).status_code == 200
    one = asked(cast, taught, reach="person", person=str(cast.elie.pk), geste="demander")
    assert client.post(f"{PLANS}nouveau/", one).status_code == 200
    assert Plan.objects.count() == 1


def test_nothing_of_another_team_leaks_to_a_manager(client: Client, cast: Cast, taught: Taught) -> None:
    plan = make_plan(wish(cast.north, taught), cast.hr)
    client.force_login(give(invent("Sonia", "Sudiste"), Role.MANAGER, cast.south))
    addresses = [GAPS, f"{GAPS}?equipe={cast.north.pk}", f"{PLANS}nouveau/", "/equipe/competences/"]
    for address in addresses:
        content = client.get(address).content.decode()
        for secret in ("Zidane", "Ancel", "Équipe nord", "Un nouvel accueil"):
            assert secret not in content, (address, secret)
    assert client.get(f"{GAPS}?personne={cast.zoe.pk}").status_code == 404
    assert client.get(f"{PLANS}{plan.pk}/").status_code == 404
    assert client.post(f"{PLANS}{plan.pk}/annuler/").status_code == 404
    assert client.get(f"/equipe/competences/{cast.zoe.pk}/").status_code == 404


@pytest.mark.parametrize("crowd", [1, 20])
def test_the_gaps_take_the_same_queries_whatever_the_crowd(
    crowd: int, hr: Client, cast: Cast, taught: Taught, django_assert_max_num_queries: Any
) -> None:
    for number in range(crowd):
        employ("Ada", f"Foule{number}", cast.north)
    with django_assert_max_num_queries(22):
        hr.get(GAPS)
