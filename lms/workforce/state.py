"""What an employer reads in a cell: four states, in the words of the trade, each with its icon and colour."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

ACQUIRED_FROM = 2
"""« Avec appui »: the level a module is passed with (two thirds of its competencies at this level).

Where a post asks for a level (`required.py`), that level answers instead.
"""


class State(models.TextChoices):
    """Values are read in addresses and forms. An expired level is to renew, whatever it was; it is not erased."""

    ACQUIRED = "acquise", _("Acquired")
    NOT_ACQUIRED = "non-acquise", _("Not acquired")
    TO_RENEW = "a-renouveler", _("To renew")
    NEVER_ASSESSED = "jamais-evaluee", _("Never assessed")

    @property
    def look(self) -> "Look":
        return LOOKS[self]


@dataclass(frozen=True, slots=True)
class Look:
    """Colour of a cell (`c-ok`), kind of a tag (`tag-ok`) and icon, of the design."""

    cell: str
    tag: str
    icon: str


LOOKS = {
    State.ACQUIRED: Look("ok", "ok", "check-circle"),
    State.NOT_ACQUIRED: Look("low", "warn", "arrow-up-right"),
    State.TO_RENEW: Look("mid", "info", "clock-clockwise"),
    State.NEVER_ASSESSED: Look("never", "never", "circle-dashed"),
}


def read_state(level: int | None, expires_on: date | None, on: date, required: int = ACQUIRED_FROM) -> State:
    """The state on that day of a level (1 to 4), or of no level at all (None)."""
    if level is None or expires_on is None:
        return State.NEVER_ASSESSED
    if expires_on <= on:
        return State.TO_RENEW
    return State.ACQUIRED if level >= required else State.NOT_ACQUIRED


def stored_state(on: date, required: Any = ACQUIRED_FROM) -> Case:
    """`read_state` asked of stored levels by the database, to count over everyone. One test holds the two together.

    `required` is a level, or an expression that gives each row its own.
    """
    return Case(
        When(expires_on__lte=on, then=Value(State.TO_RENEW.value)),
        When(level__gte=required, then=Value(State.ACQUIRED.value)),
        default=Value(State.NOT_ACQUIRED.value),
        output_field=models.CharField(),
    )
