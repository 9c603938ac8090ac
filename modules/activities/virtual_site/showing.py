"""What a page of an invented site shows, from the site and its state. Pure: no request, no database."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from modules.activities.virtual_site.engine import (
    State,
    acts_of,
    choices_of,
    fields_of,
    hints_of,
    hints_read,
    holds,
    moment_of,
    screen_of,
)
from modules.activities.virtual_site.reading import name_of
from modules.activities.virtual_site.scoring import MOST, look, points
from modules.loading.schema import SiteField
from modules.loading.schema import VirtualSite as Site
from modules.postures import POSTURES

CRITERIA = {
    "result": gettext_lazy("What the person came for"),
    "consent": gettext_lazy("Consent asked"),
    "hand": gettext_lazy("The keyboard in the person’s hands"),
    "data": gettext_lazy("Data and password left to the person, screen left clean"),
    "trace": gettext_lazy("A trace to keep, a way to take it up again"),
}
HANDS = {"person": gettext_lazy("The person"), "you": gettext_lazy("You")}
OTHER_HAND = {"person": "you", "you": "person"}

Posted = Mapping[str, Sequence[str]]


def show(site: Site, state: State, posted: Posted, problems: Mapping[str, str]) -> dict[str, Any]:
    """The screen, the person beside it, her file. `posted` stays in the fields the site refused, and nowhere else."""
    screen, moment = screen_of(site, state), moment_of(site, state)
    acts = [act for act in screen.acts if holds(act, state)]
    fields = [_show_field(each, posted, problems.get(each.key, "")) for each in fields_of(site, state)]
    posture = POSTURES.get(state.echo.posture)
    return {
        "site": site,
        "state": state,
        "screen": screen,
        "lines": [each.text for each in screen.lines if holds(each, state)],
        "fields": fields,
        "problems": [each for each in fields if each["problem"]],
        "acts": [act for act in acts if act.look in {"main", "second"}],
        "site_menu": [act for act in acts if act.look == "menu"],
        "discreet": [act for act in acts if act.look == "discreet"],
        "moment": moment,
        "choices": choices_of(moment, state) if moment else [],
        "waits": moment is not None or not acts_of(site, state),
        "posture": posture,
        "phone": [each.text for each in site.phone.messages if holds(each, state)],
        "notebook": [each.text for each in site.notebook if holds(each, state)],
        "tasks": [(task.text, task.fact in state.facts) for task in site.tasks],
        "hand": HANDS[state.hand],
        "other_hand": OTHER_HAND[state.hand],
        "hints": hints_read(site, state),
        "hints_left": len(hints_of(site, state)) - len(hints_read(site, state)),
    }


def _show_field(asked: SiteField, posted: Posted, problem: str) -> dict[str, Any]:
    """A field with what was posted and refused, else with what the site has already chosen."""
    name = name_of(asked)
    values = list(posted.get(name, [])) if posted else [asked.chosen] if asked.chosen else []
    ticked = name in posted if posted else asked.chosen == "oui"
    return {
        "field": asked,
        "name": name,
        "value": values[0] if values else "",
        "values": values,
        "ticked": ticked,
        "problem": problem,
    }


def balance(site: Site, state: State) -> dict[str, Any]:
    """The end: five criteria, each with what was done and what would help."""
    return {
        "site": site,
        "points": points(site, state),
        "most": MOST,
        "criteria": [(CRITERIA[each.name], each) for each in look(site, state)],
        "typed": state.by_person + state.by_you,
        "typed_by_person": state.by_person,
        "supported": state.supported,
        "password": state.password,
    }
