"""Every way through a dialogue: what nobody reaches is said, drawn and forbids an edition."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import settings as laws
from hypothesis import strategies as st

from lms.people.models import User
from modules.activities.dialogue import exploring
from modules.activities.dialogue.drawing import draw
from modules.activities.dialogue.exploring import Lead, explore, find_faults, unreached
from modules.activities.dialogue.scoring import points, replay
from modules.loading.schema import Choice, Dialogue
from modules.models import DialoguePage
from tests.modules.studio.cast import Studio, open_studio
from tests.modules.test_dialogue_scoring import COLD, GOOD, LAST, PASSWORD, PLAIN, TAKEN, choice, dialogue
from tests.modules.written import FOLDERS, Written

WRITTEN = [each for folder in FOLDERS for each in Written(folder).activities if isinstance(each, Dialogue)]
HURRIED = dialogue(choice("with", minutes=6, trust=1), choice("in_place", minutes=9), time=12)
"""Two exchanges at most: the others are never reached."""


@pytest.mark.parametrize("written", WRITTEN, ids=lambda each: each.key)
def test_the_dialogues_of_the_house_have_no_dead_end(written: Dialogue) -> None:
    assert find_faults(written) == []


def test_a_good_conversation_is_found_and_earns_what_it_says() -> None:
    explored = explore(PLAIN)
    assert explored.best == points(PLAIN, replay(PLAIN, explored.best_path)) == 12
    assert all(explored.reached)
    assert find_faults(PLAIN) == []


CHOICES = st.builds(
    lambda posture, trust, minutes, exposed, tags, trace, password: choice(
        posture, trust=trust, minutes=minutes, exposed=exposed, pitfalls=tags, trace=trace, password=password
    ),
    st.sampled_from(["with", "in_place", "explain", "relay", "consent", "refuse"]),
    st.integers(-2, 2),
    st.integers(0, 6),
    st.integers(0, 2),
    st.sampled_from([[], ["f12"], ["f01"]]),
    st.booleans(),
    st.booleans(),
)


@laws(deadline=None, max_examples=40)
@given(st.lists(CHOICES, min_size=2, max_size=3), CHOICES)
def test_no_conversation_earns_more_than_the_best_one_said(choices: list[Choice], last: Choice) -> None:
    script = dialogue(*choices, last=last)
    widths = [range(len(exchange.choices)) for exchange in script.exchanges]
    assert explore(script).best == max(points(script, replay(script, path)) for path in product(*widths))


def test_an_exchange_that_time_never_lets_one_reach_is_named() -> None:
    explored = explore(HURRIED)
    assert unreached(explored.reached) == [3, 4, 5, 6]
    assert explored.leads[1] == [{Lead.BREAKS}, {Lead.BREAKS}]
    assert explored.leads[2] == [set(), set()]
    assert any("l’échange 3 n’est jamais atteint" in fault for fault in find_faults(HURRIED))


def test_a_conversation_that_always_stops_has_no_end() -> None:
    leave = choice("with", trust=-4)
    script = dialogue(GOOD, last=leave)
    script.exchanges[-1].choices[:] = [leave, leave]
    assert any("aucune conversation n’arrive à sa fin" in fault for fault in find_faults(script))


def test_a_mark_that_nobody_can_reach_is_said_with_the_best_one() -> None:
    script = dialogue(PASSWORD, PASSWORD)
    assert any("la meilleure conversation obtient 7 points" in fault for fault in find_faults(script))


def test_what_a_choice_may_lead_to_depends_on_what_was_said_before() -> None:
    explored = explore(PLAIN)
    assert explored.leads[0] == [{Lead.NEXT}, {Lead.NEXT}, {Lead.NEXT}]
    assert explored.leads[1][2] == {Lead.NEXT, Lead.BREAKS}
    assert Lead.ENDS in explored.leads[5][0]


def test_a_script_too_long_to_score_is_still_explored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exploring, "MOST_STATES", 3)
    for script in (PLAIN, HURRIED, dialogue(GOOD, TAKEN, COLD, last=LAST)):
        rough = explore(script)
        monkeypatch.undo()
        whole = explore(script)
        monkeypatch.setattr(exploring, "MOST_STATES", 3)
        assert (rough.reached, rough.leads, rough.best) == (whole.reached, whole.leads, None)


def test_the_drawing_says_in_words_all_that_it_draws() -> None:
    drawing = draw(HURRIED)
    assert len(drawing.exchanges) == len(HURRIED.exchanges)
    assert [each.is_reached for each in drawing.exchanges] == [True, True, False, False, False, False]
    choices = sum(len(exchange.choices) for exchange in HURRIED.exchanges)
    assert sum("choice" in box.kind for box in drawing.boxes) == choices
    assert sum("fa-lost" in box.kind for box in drawing.boxes) == 4 + sum(
        len(exchange.choices) for exchange in HURRIED.exchanges[2:]
    )
    assert drawing.exchanges[0].choices[0].leads == "mène à l’échange 2"
    assert "arrête" in drawing.exchanges[1].choices[0].leads
    assert drawing.exchanges[3].choices[0].leads == "personne n’y arrive"
    assert all(box.x + box.width <= drawing.width and box.y + drawing.box <= drawing.height for box in drawing.boxes)


@pytest.fixture
def page(db: None, tmp_path: Path) -> DialoguePage:
    studio = open_studio(tmp_path)
    page = DialoguePage(title="Une facture", slug="une-facture")
    page.fill(HURRIED)
    studio.module.add_child(instance=page)
    page.save_revision()
    return page


@pytest.mark.long
@pytest.mark.django_db
def test_an_author_sees_the_graph_and_what_nobody_reaches(page: DialoguePage, client: Client) -> None:
    client.force_login(User.objects.get(first_name="Aline"))
    shown = client.get(f"/studio/dialogues/{page.pk}/graphe/").content.decode()
    assert "<svg" in shown
    assert "style=" not in shown.partition("<svg")[2].partition("</svg>")[0]
    assert re.search(r'viewBox="0 0 960 \d{4}"', shown)  # a number of a drawing has no space in its thousands
    assert shown.count("Jamais atteint") == 4
    assert "l’échange 3 n’est jamais atteint" in shown
    assert f"/studio/dialogues/{page.pk}/graphe/" in client.get(f"/studio/pages/{page.pk}/edit/").content.decode()
    page.script = "person: ["
    page.save_revision()
    assert "ne se dessine pas encore" in client.get(f"/studio/dialogues/{page.pk}/graphe/").content.decode()


@pytest.mark.long
@pytest.mark.django_db
def test_a_dialogue_with_a_dead_end_makes_no_edition(page: DialoguePage, client: Client) -> None:
    client.force_login(User.objects.get(first_name="Aline"))
    module = page.get_parent()
    shown = client.get(f"/studio/pages/{module.pk}/edit/").content.decode()
    assert "l’échange 3 n’est jamais atteint" in shown


@pytest.mark.long
@pytest.mark.django_db
def test_the_graph_of_another_institute_is_closed(page: DialoguePage, client: Client, tmp_path: Path) -> None:
    other: Studio = open_studio(tmp_path, "Institut Ailleurs", "ailleurs-la-mesure")
    client.force_login(other.author)
    assert client.get(f"/studio/dialogues/{page.pk}/graphe/").status_code in {302, 403}
