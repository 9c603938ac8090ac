"""The five scenarios as written, and a walk through one of them in a learner's place."""

from django.conf import settings
from django.test import Client

from modules.activities.virtual_site.engine import State, Step, advance, open_state, screen_of
from modules.loading.schema import VirtualSite, read_activity

FOLDER = settings.FIXTURES / "modules" / "savoir-accompagner-individuellement"
FIRST = next(FOLDER.glob("*-creer-un-compte.yaml"))
"""S1, wherever its place in the module."""
SITES: dict[str, VirtualSite] = {
    site.key: site
    for path in sorted(FOLDER.glob("[0-9][0-9]-*.yaml"))
    if isinstance(site := read_activity(path.read_bytes()), VirtualSite)
}
FORM_OF = {"act": "act", "choose": "choisir", "hand": "clavier", "hint": "indice", "finish": "finir"}


def typed_for(site: VirtualSite, state: State, step: Step) -> dict[str, list[str]]:
    """What a person's hands would put in the fields for the site to read this step."""
    form = {}
    for asked in screen_of(site, state).fields:
        key = step.readings.get(asked.key)
        if key is None or (asked.kind == "tick" and key == "non"):
            continue
        written = next((each for each in asked.readings if each.key == key), None)
        values = {"text": written.values[:1] if written else [], "tiles": list(asked.words[: asked.least])}
        form[f"champ-{asked.key}"] = values.get(asked.kind, [key])
    return form


def post_step(client: Client, address: str, site: VirtualSite, state: State, step: Step) -> State:
    """Press the button of this step in the page, the fields filled in; the state the site should then be in."""
    form = typed_for(site, state, step) | {FORM_OF[step.does]: [step.name or "1"], "pas": [str(state.taken + 1)]}
    client.post(address, form)
    return advance(site, state, step)


def walk_site(client: Client, address: str, site: VirtualSite, path: list[Step]) -> State:
    """Begin, then every step by its form."""
    client.post(address, {"action": "commencer"})
    state = open_state(site)
    for step in path:
        state = post_step(client, address, site, state, step)
    return state
