"""What posts ask for: one answer for the matrix, the sheet, the learner's page and the database."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from competencies.evidence import add_evidence
from competencies.models import Level
from lms.people.access import staff_under
from lms.people.models import Organisation, Post, User
from lms.people.rights import Thing, Verb, roles_that_may
from lms.workforce.competency_list import read_competencies
from lms.workforce.matrix_query import LACKS, MatrixQuery
from lms.workforce.models import Concerns, Profile, RequiredLevel
from lms.workforce.profiling import Effect, Wanted, change_profile, create_profile, preview
from lms.workforce.required import Demand, WorkedPost, ask, needed_level, required_levels
from lms.workforce.state import State, stored_state
from tests.workforce.cast import Cast, employ, find, pass_test
from tests.workforce.grid import read_csv, read_screen, read_xlsx

MATRIX = "/equipe/competences/"
PROFILES = "/equipe/attendus/"
TODAY = timezone.localdate()


def asks(node: Organisation, levels: Mapping[str, int], profession: str = "ass", **others: Any) -> Wanted:
    concerns = Concerns.PROFESSION if profession else Concerns.EVERYONE
    starts_on = others.pop("starts_on", TODAY)
    return Wanted(
        node,
        others.pop("name", "Accueil"),
        others.pop("concerns", concerns),
        profession,
        starts_on,
        others.pop("due_on", None),
        {find(code): level for code, level in levels.items()},
        **others,
    )


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    client.force_login(cast.hr)
    return client


ITEMS = [UUID(int=number) for number in range(3)]
demands = st.lists(
    st.builds(
        Demand,
        name=st.just("x"),
        path=st.sampled_from(["0001", "00010001", "00010002"]),
        concerns=st.sampled_from(Concerns),
        profession=st.sampled_from(["ass", "es"]),
        posts=st.frozensets(st.integers(1, 4), max_size=2),
        levels=st.dictionaries(st.sampled_from(ITEMS), st.integers(1, 4)),
        due_on=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    ),
    max_size=4,
)
posts = st.lists(
    st.builds(WorkedPost, st.integers(1, 4), st.sampled_from(["00010001", "00010002"]), st.sampled_from(["ass", "es"])),
    max_size=3,
)


@given(demands, posts, posts)
def test_one_more_post_never_asks_for_less(those: list[Demand], held: list[WorkedPost], more: list[WorkedPost]) -> None:
    before, after = ask(those, held), ask(those, [*held, *more])
    assert all(after[item].level >= asked.level for item, asked in before.items())


@given(demands, posts)
def test_the_order_of_profiles_changes_no_level(those: list[Demand], held: list[WorkedPost]) -> None:
    one, other = ask(those, held), ask(reversed(those), held)
    assert {item: (asked.level, asked.due_on) for item, asked in one.items()} == {
        item: (asked.level, asked.due_on) for item, asked in other.items()
    }


def test_a_level_below_the_one_asked_is_not_acquired(hr: Client, cast: Cast) -> None:
    create_profile(asks(cast.dunes, {"A1.1": 3}), cast.hr)
    grid = read_screen(hr, MATRIX)
    assert grid["Zidane Yasmine", "A1.1"][:2] == ("Non acquise", 2)
    assert grid["Étienne Élie", "A1.1"][:2] == ("Acquise", 2)  # another profession: nothing more is asked
    assert grid["Ancel Zoé", "A1.1"][0] == "Jamais évaluée"


def test_counts_rows_and_files_agree_when_posts_ask(hr: Client, cast: Cast) -> None:
    create_profile(asks(cast.dunes, {"A1.1": 3, "A1.2": 1}), cast.hr)
    create_profile(asks(cast.north, {"A1.1": 4, "A2.1": 2}, "", name="Nord"), cast.hr)
    query = MatrixQuery([cast.dunes], read_competencies(), TODAY)
    rows = list(query.rows(query.members))
    for column, tally in enumerate(query.tallies):
        states = [row.cells[column].state for row in rows]
        assert tally.counts == {state: states.count(state) for state in State}
    shown = read_screen(hr, MATRIX)
    assert shown["Zidane Yasmine", "A1.2"][:2] == ("Acquise", 1)
    assert read_csv(hr.get(f"{MATRIX}tableau.csv").content) == shown
    assert read_xlsx(hr.get(f"{MATRIX}tableau.xlsx").content) == shown


def test_the_database_asks_what_the_pure_function_asks(cast: Cast) -> None:
    post = cast.elie.posts.get()
    create_profile(asks(cast.dunes, {"A1.1": 3}), cast.hr)
    create_profile(asks(cast.dunes, {"A1.1": 2}, "", name="Toutes"), cast.hr)
    create_profile(asks(cast.south, {"A1.1": 4}, "", name="Un poste", concerns=Concerns.POSTS, posts=[post]), cast.hr)
    query = MatrixQuery([cast.dunes], read_competencies(), TODAY)
    needed = needed_level(query.demands, query.nodes, TODAY)
    levels = Level.objects.filter(actor__in=staff_under(cast.dunes).values("actor_uuid"), cfitem=find("A1.1"))
    stored = dict(levels.annotate(needed=needed, state=stored_state(TODAY, needed)).values_list("actor", "needed"))
    assert stored == {cast.yasmine.actor_uuid: 3, cast.elie.actor_uuid: 4}
    assert [required_levels(each, TODAY)[find("A1.1")] for each in (cast.yasmine, cast.zoe, cast.elie)] == [3, 2, 4]


def test_one_asks_who_lacks_what_their_own_post_asks_for(hr: Client, cast: Cast) -> None:
    create_profile(asks(cast.dunes, {"A1.1": 2}), cast.hr)  # Yasmine's profession: she has it
    create_profile(asks(cast.dunes, {"A1.1": 2}, "es", name="Éducation"), cast.hr)  # Zoé's: never assessed
    page = BeautifulSoup(hr.get(f"{MATRIX}?competence=du-poste&etat={LACKS}").content, "html.parser")
    assert [link.get_text() for link in page.select("table tbody th a")] == ["Ancel Zoé"]


def test_a_new_version_leaves_the_old_one_and_starts_on_its_day(cast: Cast) -> None:
    profile = create_profile(asks(cast.dunes, {"A1.1": 3}), cast.hr)
    change_profile(profile, asks(cast.dunes, {"A1.1": 4}, starts_on=TODAY + timedelta(days=10)), cast.hr)
    assert required_levels(cast.yasmine, TODAY)[find("A1.1")] == 3
    assert required_levels(cast.yasmine, TODAY + timedelta(days=10))[find("A1.1")] == 4
    assert [version.number for version in profile.versions.all()] == [2, 1]


def test_another_employer_asks_nothing_of_them(cast: Cast) -> None:
    create_profile(asks(cast.dunes, {"A1.1": 3}, ""), cast.hr)
    assert required_levels(cast.paul, TODAY) == {}


def test_the_preview_counts_who_is_concerned_and_what_changes(cast: Cast) -> None:
    wanted = asks(cast.dunes, {"A1.1": 3, "A1.2": 1}, "")
    assert preview(wanted, None, TODAY) == Effect(people=3, lose=2, gain=1)
    profile = create_profile(wanted, cast.hr)
    assert preview(wanted, profile, TODAY) == Effect(people=3, lose=0, gain=0)


def test_hr_writes_a_profile_after_seeing_what_it_changes(hr: Client, cast: Cast) -> None:
    given = {
        "name": "Accueil",
        "node": str(cast.dunes.pk),
        "concerns": "profession",
        "profession": "ass",
        "starts_on": TODAY.isoformat(),
        f"niveau-{find('A1.1')}": "3",
        "due_on": (TODAY + timedelta(days=90)).isoformat(),
    }
    seen = hr.post(f"{PROFILES}nouveau/", given | {"geste": "voir"})
    assert "1 personne est concernée" in seen.content.decode()
    assert not Profile.objects.exists()
    assert hr.post(f"{PROFILES}nouveau/", given | {"geste": "enregistrer"}).status_code == 302
    profile = Profile.objects.get()
    hr.post(f"{PROFILES}{profile.pk}/version/", given | {f"niveau-{find('A1.1')}": "4", "geste": "enregistrer"})
    assert [each.levels.get().level for each in profile.versions.all()] == [4, 3]
    assert "Version 2" in hr.get(f"{PROFILES}{profile.pk}/").content.decode()


def test_what_is_missing_in_the_form_is_said_and_nothing_is_lost(hr: Client, cast: Cast) -> None:
    given = {"name": "Accueil", "node": str(cast.dunes.pk), "concerns": "profession", "starts_on": "demain"}
    page = hr.post(f"{PROFILES}nouveau/", given).content.decode()
    for words in ("Choisissez le métier", "jour/mois/année", "au moins une compétence", 'value="demain"'):
        assert words in page


def test_posts_are_ticked_one_by_one_and_stay_ticked_when_something_is_missing(hr: Client, cast: Cast) -> None:
    post = cast.elie.posts.get()
    given = {"node": str(cast.dunes.pk), "concerns": "posts", "posts": [str(post.pk)]}
    page = BeautifulSoup(hr.post(f"{PROFILES}nouveau/", given).content, "html.parser")
    boxes = page.select('details[open] input[type="checkbox"][name="posts"]')
    assert len(boxes) > 1
    assert [box["value"] for box in boxes if box.has_attr("checked")] == [str(post.pk)]


def test_a_manager_reads_what_concerns_the_team_and_changes_nothing(client: Client, cast: Cast) -> None:
    above = create_profile(asks(cast.dunes, {"A1.1": 3}), cast.hr)
    beside = create_profile(asks(cast.south, {"A1.1": 3}), cast.hr)
    client.force_login(cast.manager)
    assert "1 personne" in client.get(f"{PROFILES}{above.pk}/").content.decode()
    assert client.get(f"{PROFILES}{beside.pk}/").status_code == 404
    assert client.get(f"{PROFILES}{above.pk}/version/").status_code == 403


def test_the_learner_reads_what_the_post_asks(client: Client, cast: Cast) -> None:
    create_profile(asks(cast.dunes, {"A1.1": 3}, due_on=TODAY + timedelta(days=30)), cast.hr)
    client.force_login(cast.yasmine)
    assert "Requis" in client.get("/mes-competences/").content.decode()
    sheet = client.get("/mes-competences/vues-par-mon-employeur/").content.decode()
    assert "Requis : niveau 3" in sheet.replace("\u00a0", " ")


def test_levels_go_from_one_to_four(cast: Cast) -> None:
    version = create_profile(asks(cast.dunes, {}), cast.hr).versions.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        RequiredLevel.objects.create(version=version, cfitem_id=find("A1.1"), level=5)


def test_whoever_reads_the_matrix_may_read_what_posts_ask() -> None:
    assert set(roles_that_may(Verb.VIEW, Thing.MATRIX)) <= set(roles_that_may(Verb.VIEW, Thing.REQUIREMENT))


def test_rows_are_sorted_as_asked(hr: Client, cast: Cast) -> None:
    def names(asked: str) -> list[str]:
        page = BeautifulSoup(hr.get(f"{MATRIX}?{asked}").content, "html.parser")
        return [link.get_text() for link in page.select("table tbody th a")]

    assert names("tri=equipe") == ["Ancel Zoé", "Zidane Yasmine", "Étienne Élie"]
    by_state = f"tri=etat&etat=n-a-pas&competence={find('A1.2')}"
    assert names(by_state) == ["Ancel Zoé", "Étienne Élie", "Zidane Yasmine"]


def test_a_crowd_asked_by_several_profiles_takes_the_same_queries(
    hr: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    create_profile(asks(cast.dunes, {"A1.1": 3}), cast.hr)
    create_profile(asks(cast.north, {"A1.2": 3}, "", name="Nord"), cast.hr)
    add_evidence([pass_test(employ("Ada", f"Foule{number}", cast.north), "A1.1") for number in range(20)])
    with django_assert_max_num_queries(17):
        hr.get(MATRIX)


def test_a_post_that_is_over_asks_nothing(cast: Cast) -> None:
    create_profile(asks(cast.dunes, {"A1.1": 3}), cast.hr)
    Post.objects.filter(person=cast.yasmine).update(ended_on=TODAY - timedelta(days=1))
    assert required_levels(User.objects.get(pk=cast.yasmine.pk), TODAY) == {}
