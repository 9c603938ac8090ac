"""How a statement names a step of an invented site. Pure: keys and the author's words, nothing typed."""

from django.utils.translation import gettext as _

from modules.activities.virtual_site.engine import State, Step, moment_of, screen_of
from modules.loading.schema import VirtualSite as Site


def name_item(site: Site, state: State, step: Step) -> tuple[str, str]:
    """The item of a step, the same in every attempt, and its words: screen and command, moment, hint …"""
    screen = screen_of(site, state)
    if step.does == "choose" and (moment := moment_of(site, state)) is not None:
        return moment.key, moment.dilemma
    if step.does == "act":
        act = next(each for each in screen.acts if each.key == step.name)
        return f"{screen.key}.{act.key}", f"{screen.title} : {act.text}"
    names = {"hand": ("clavier", _("Who holds the keyboard")), "hint": (f"{screen.key}.indice", _("A hint"))}
    return names.get(step.does, ("fin", _("The end of the exercise")))


def say_step(step: Step) -> str:
    """The readings of a step, as keys: « mois-1=virgule mois-2=juste »."""
    if step.does == "hand":
        return step.name
    return " ".join(f"{name}={key}" for name, key in step.readings.items())
