"""Where a choice leads: the next exchange as written, or another one by its name. Pure.

`then` is read line by line, as an author writes it: `trust<2: la-porte` (a variable, a comparison, a name), `hand=you:
rendre`, or a name alone, which always suits. The first that suits wins; none: the next exchange. `fin` ends. One only
goes forward, so every conversation ends.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from msgspec import UNSET

from modules.loading.schema import Choice, Dialogue

END = "fin"


def names_of(dialogue: Dialogue) -> dict[str, int]:
    """Place of each named exchange, from 0; of two alike, the first."""
    names: dict[str, int] = {}
    for place, exchange in enumerate(dialogue.exchanges):
        if exchange.key is not UNSET:
            names.setdefault(exchange.key, place)
    return names


def branches_of(choice: Choice) -> list[tuple[str, str]]:
    """(condition, name) in order; an empty condition always suits."""
    written = [] if choice.then is UNSET else choice.then
    parts = (each.rpartition(":") for each in written)
    return [(condition.strip(), name.strip()) for condition, _colon, name in parts]


def is_branched(dialogue: Dialogue) -> bool:
    return any(branches_of(choice) for exchange in dialogue.exchanges for choice in exchange.choices)


def following(dialogue: Dialogue, place: int, choice: Choice, state: Any) -> int | None:
    """The place of what comes after this choice, made at `place`; None: the end. `state` is that after the choice.

    A name that is not further down is passed over: `find_wrong_names` says it to the author.
    """
    names = names_of(dialogue)
    for condition, name in branches_of(choice):
        if _holds(condition, state):
            if name == END:
                return None
            if names.get(name, -1) > place:
                return names[name]
    return place + 1 if place + 1 < len(dialogue.exchanges) else None


def _holds(condition: str, state: Any) -> bool:
    if not condition:
        return True
    for sign in (">=", "<", "="):
        variable, found, value = condition.partition(sign)
        if found:
            held = getattr(state, variable.strip())
            if sign == "=":
                return bool(held == value.strip())
            return bool(held >= int(value)) if sign == ">=" else bool(held < int(value))
    return False


def find_wrong_names(dialogue: Dialogue) -> Iterator[str]:
    """Names used twice, unknown, or that go back, one sentence each."""
    keys = [exchange.key for exchange in dialogue.exchanges if exchange.key is not UNSET]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield _("two exchanges are named “%(name)s”: a name leads to one.") % {"name": key}
    if END in keys:
        yield _("an exchange is named “fin”: this word ends the conversation.")
    names = names_of(dialogue)
    for place, exchange in enumerate(dialogue.exchanges):
        for choice in exchange.choices:
            for _condition, name in branches_of(choice):
                if name != END and name not in names:
                    words = _("exchange %(number)d leads to “%(name)s”, which no exchange is named.")
                    yield words % {"number": place + 1, "name": name}
                elif name != END and names[name] <= place:
                    words = _("exchange %(number)d leads back to “%(name)s”: a conversation only goes forward.")
                    yield words % {"number": place + 1, "name": name}
