"""What an author sees of a site before anyone else: any screen as the good path meets it, and that path in words."""

from dataclasses import replace
from typing import Any

from modules.activities.virtual_site.checking import find_faults, find_good_path
from modules.activities.virtual_site.engine import State, Step, advance, moment_of, open_state, screen_of
from modules.activities.virtual_site.naming import name_item
from modules.activities.virtual_site.showing import show
from modules.loading.schema import VirtualSite as Site


def preview_context(site: Site, screen: str) -> dict[str, Any]:
    if not screen:
        return {"site": site, "rows": rows_of_good_path(site), "faults": find_faults(site)}
    return show(site, state_at(site, screen), {}, {}) | {"is_preview": True}


def state_at(site: Site, screen: str) -> State:
    """The last time the good path stands on this screen; else the screen alone, as an author would open it."""
    state, met = open_state(site), None
    for step in find_good_path(site) or []:
        if state.screen == screen and moment_of(site, state) is None:
            met = state
        state = advance(site, state, step)
    return met or replace(open_state(site), screen=screen)


def rows_of_good_path(site: Site) -> list[tuple[str, str]]:
    """Screen and gesture, in order; empty when no path is found."""
    state, rows = open_state(site), []
    for step in find_good_path(site) or []:
        rows.append((screen_of(site, state).title, _say(site, state, step)))
        state = advance(site, state, step)
    return rows


def _say(site: Site, state: State, step: Step) -> str:
    moment = moment_of(site, state)
    if step.does == "choose" and moment is not None:
        return next(each.text for each in moment.choices if each.key == step.name)
    return name_item(site, state, step)[1]
