"""Three months after: what a manager saw, and what stops people, counted five at a time and never one by one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from competencies.evidence import TransferFact, add_evidence
from competencies.models import Level, TransferEvidence, Use, Voice
from competencies.transfer import tell_transfer
from lms.people.models import User
from lms.people.rights import Role
from lms.transfer.obstacles import Family, Quarter, count_obstacles, quarter_before, read_obstacles
from tests.workforce.cast import Cast, employ, find, gather, give, pass_test

PEOPLE, OBSTACLES = "/equipe/trois-mois-apres/", "/equipe/trois-mois-apres/obstacles/"
TODAY = timezone.localdate()
QUARTER = quarter_before(TODAY)
E, T = Family.EQUIPMENT, Family.TIME


@pytest.fixture
def cast(db: None) -> Cast:
    found = gather()
    Level.objects.filter(expires_on__gt=TODAY).update(reached_on=TODAY - timedelta(days=125))
    return found


def tell(person: User, *obstacles: str, on: date = QUARTER.last) -> None:
    at = datetime(on.year, on.month, on.day, 10, tzinfo=UTC)
    actor = person.actor_uuid
    tell_transfer([TransferFact(actor, find("A1.1"), actor, Voice.LEARNER, Use.ONCE, at, obstacles)])


def test_the_manager_is_asked_of_who_held_a_level_for_three_months(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    page = client.get(PEOPLE).content.decode()
    assert "Zidane Yasmine" in page
    assert "Ancel" not in page  # never assessed
    assert "Étienne" not in page  # of another team
    Level.objects.update(reached_on=TODAY - timedelta(days=60), expires_on=TODAY + timedelta(days=60))
    assert "Rien à dire aujourd’hui" in client.get(PEOPLE).content.decode()


def test_what_the_manager_saw_is_kept_once_apart_and_moves_no_level(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    before = list(Level.objects.values_list("level", flat=True))
    answers = {"u-a1-1": "seen", "u-a1-1-stop": ["time"]}
    assert client.post(f"{PEOPLE}{cast.yasmine.pk}/", answers).status_code == 302
    client.post(f"{PEOPLE}{cast.yasmine.pk}/", answers)
    [told] = TransferEvidence.objects.all()
    assert (told.voice, told.use, told.teller, told.actor) == (
        "manager",
        "seen",
        cast.manager.actor_uuid,
        cast.yasmine.actor_uuid,
    )
    assert list(Level.objects.values_list("level", flat=True)) == before


def test_the_manager_is_offered_the_managers_answers_only(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    page = client.post(f"{PEOPLE}{cast.yasmine.pk}/", {"u-a1-1": "weekly"})
    assert page.status_code == 200
    assert not TransferEvidence.objects.exists()
    assert "Vu par moi" in page.content.decode() or "moi-même" in page.content.decode()


def test_neither_reads_the_others_answer(client: Client, cast: Cast) -> None:
    tell(cast.yasmine, "confidence", on=TODAY - timedelta(days=1))
    client.force_login(cast.manager)
    page = client.get(f"{PEOPLE}{cast.yasmine.pk}/").content.decode()
    assert "checked" not in page
    assert page.count("selected>") == page.count('value="" selected>') > 0


@pytest.mark.parametrize("person", ["elie", "paul", "zoe"])
def test_a_manager_tells_of_nobody_else(client: Client, cast: Cast, person: str) -> None:
    client.force_login(cast.manager)
    assert client.get(f"{PEOPLE}{getattr(cast, person).pk}/").status_code == 404


def test_a_manager_does_not_tell_of_oneself(client: Client, cast: Cast) -> None:
    give(cast.yasmine, Role.MANAGER, cast.north)
    client.force_login(cast.yasmine)
    assert client.get(f"{PEOPLE}{cast.yasmine.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (date(2026, 11, 22), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 1, 1), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 5, 31), date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_only_a_quarter_that_is_over_is_read(on: date, first: date, last: date) -> None:
    assert quarter_before(on) == Quarter(first, last)


def test_nothing_is_said_of_fewer_than_five_not_even_how_many() -> None:
    told = count_obstacles(QUARTER, [[E]] * 4)
    assert (told.base, told.lines, told.foremost) == (None, [], None)


def test_most_people_is_said_when_the_base_allows_and_not_otherwise() -> None:
    told = count_obstacles(QUARTER, [[E, T]] * 6 + [[E]] + [[]] * 5)
    assert told.foremost
    assert (told.foremost.family, told.foremost.people, told.base) == (E, 7, 12)
    assert count_obstacles(QUARTER, [[E]] * 6 + [[T]] * 6).foremost is None  # one half is not most
    assert count_obstacles(QUARTER, [[E]] * 9 + [[]] * 4).foremost is None  # four people would be known not to


@given(st.lists(st.sets(st.sampled_from(Family)), max_size=40))
def test_no_figure_leaves_between_one_and_four_people_apart(people: list[set[Family]]) -> None:
    told = count_obstacles(QUARTER, people)
    assert (told.base is None) == (len(people) < 5)
    for line in told.lines:
        named = sum(line.family in each for each in people)
        assert line.people in {None, named}
        assert line.people is None or min(named, len(people) - named) >= 5


@pytest.fixture
def crowd(cast: Cast) -> list[User]:
    """Twelve people of the north team: seven name the network, five nothing."""
    people = [employ("Ada", f"Foule{number:02}", cast.north) for number in range(12)]
    for number, person in enumerate(people):
        tell(person, *(["network"] if number < 7 else []))
    return people


def test_an_employer_reads_sums_and_no_name(client: Client, cast: Cast, crowd: list[User]) -> None:
    client.force_login(cast.hr)
    page = client.get(OBSTACLES).content.decode()
    text = " ".join(page.replace("\u00a0", " ").split())
    assert "Pour la plupart des personnes (7 sur 12)" in text
    assert "Foule" not in page
    client.force_login(cast.other_hr)
    assert "Trop peu de réponses" in client.get(OBSTACLES).content.decode()


def test_how_many_answered_of_how_many_asked_is_said_with_its_base(
    client: Client, cast: Cast, crowd: list[User]
) -> None:
    silent = [employ("Ada", f"Muette{number}", cast.north) for number in range(4)]
    add_evidence([pass_test(person, "A1.1") for person in silent])
    Level.objects.of(*(person.actor_uuid for person in silent)).update(reached_on=QUARTER.first - timedelta(days=1))
    told = read_obstacles(cast.dunes, QUARTER)
    assert (told.base, told.asked) == (12, 12 + 4 + 1)  # Yasmine too has held a level since long
    assert told.percent == 71
    client.force_login(cast.hr)
    text = " ".join(client.get(OBSTACLES).content.decode().replace("\u00a0", " ").split())
    assert "12 personnes ont répondu, sur 17 interrogées : 71 %." in text


def test_who_has_held_a_level_for_less_than_three_months_is_not_counted_as_asked(cast: Cast, crowd: list[User]) -> None:
    before = read_obstacles(cast.dunes, QUARTER).asked
    Level.objects.of(cast.elie.actor_uuid).update(reached_on=QUARTER.first)
    assert read_obstacles(cast.dunes, QUARTER).asked == before
    Level.objects.of(cast.elie.actor_uuid).update(reached_on=QUARTER.first - timedelta(days=1))
    assert read_obstacles(cast.dunes, QUARTER).asked == before + 1


def test_a_team_is_not_read_apart_from_its_employer(client: Client, cast: Cast, crowd: list[User]) -> None:
    assert read_obstacles(cast.north, QUARTER) == read_obstacles(cast.dunes, QUARTER)
    tell(cast.elie, "time")  # of the south team
    assert read_obstacles(cast.north, QUARTER).base == 13


def test_what_is_told_after_the_quarter_or_by_a_manager_or_by_who_left_changes_nothing(
    cast: Cast, crowd: list[User]
) -> None:
    before = read_obstacles(cast.dunes, QUARTER)
    tell(cast.yasmine, "time", on=QUARTER.last + timedelta(days=1))
    tell(cast.paul, "time")
    at = datetime(QUARTER.last.year, QUARTER.last.month, QUARTER.last.day, 10, tzinfo=UTC)
    manager = TransferFact(
        cast.yasmine.actor_uuid, find("A1.1"), cast.manager.actor_uuid, Voice.MANAGER, Use.NOT_SEEN, at, ("time",)
    )
    tell_transfer([manager])
    cast.elie.posts.update(ended_on=QUARTER.last - timedelta(days=1))
    tell(cast.elie, "time")
    assert read_obstacles(cast.dunes, QUARTER) == before


@pytest.mark.parametrize("size", [1, 15])
def test_the_list_takes_as_many_queries_whatever_the_team(
    client: Client, cast: Cast, size: int, django_assert_max_num_queries: Any
) -> None:
    people = [employ("Ada", f"Foule{number:02}", cast.north) for number in range(size)]
    add_evidence([pass_test(person, "A1.1", months_ago=4) for person in people])
    client.force_login(cast.manager)
    with django_assert_max_num_queries(11):
        page = client.get(PEOPLE)
    assert page.content.decode().count("Foule") == size
