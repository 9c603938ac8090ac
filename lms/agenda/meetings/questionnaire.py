"""What guests are asked of a meeting, and when. Pure.

The event sheets of the 2018 study ask for representations at the beginning and at the end, for satisfaction, and for a
return three months after: the same sentences stand at the three moments, so that they can be set side by side.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from competencies.months import add_months
from lms.agenda.models.meeting_reply import Moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

AHEAD = timedelta(days=2)
OPEN_AFTER = timedelta(days=14)
OPEN_LATER = timedelta(days=30)
MONTHS_LATER = 3


class Theme(StrEnum):
    REPRESENTATIONS = "representations"
    SATISFACTION = "satisfaction"
    SINCE = "since"


AGREEMENT = {4: _("I agree"), 3: _("I rather agree"), 2: _("I rather disagree"), 1: _("I disagree")}
FACT = {2: _("Yes"), 1: _("No")}
ASSENT = {Theme.REPRESENTATIONS: (4, 3), Theme.SATISFACTION: (4, 3), Theme.SINCE: (2,)}
"""The answers that say yes."""


@dataclass(frozen=True)
class Item:
    key: str
    theme: Theme
    wording: "StrOrPromise"

    @property
    def answers(self) -> "Mapping[int, StrOrPromise]":
        return FACT if self.theme is Theme.SINCE else AGREEMENT

    def says_yes(self, choices: dict[str, int]) -> bool:
        """Whoever did not answer did not say so."""
        return choices.get(self.key) in ASSENT[self.theme]


_ALWAYS = tuple(Moment)
_WORDS: "dict[Theme, dict[str, StrOrPromise]]" = {
    Theme.REPRESENTATIONS: {
        "knows_places": _("I know the places near me where someone ill at ease with digital tools finds help."),
        "knows_colleagues": _("I know whom to call in an administration when an online procedure is stuck."),
        "do_with": _("Going through an online procedure with the person, not instead of them, is part of my work."),
        "explains_data": _("I can explain to someone what becomes of the data they type in an online procedure."),
        "public_knows": _("The people I accompany know the places where they can be helped."),
    },
    Theme.SATISFACTION: {
        "useful": _("This meeting is useful for my work."),
        "heard": _("I could speak and be heard."),
        "recommends": _("I would advise a colleague to come to the next one."),
    },
    Theme.SINCE: {
        "called_someone": _("Since then, I called or wrote to someone I met there."),
        "sent_someone": _("Since then, I sent someone to a place I did not know before."),
        "changed_something": _("Since then, I changed something in the way I accompany people."),
    },
}
_THEMES: dict[Moment, tuple[Theme, ...]] = {
    Moment.BEFORE: (Theme.REPRESENTATIONS,),
    Moment.AFTER: (Theme.REPRESENTATIONS, Theme.SATISFACTION),
    Moment.LATER: (Theme.REPRESENTATIONS, Theme.SINCE),
}
ITEMS = {key: Item(key, theme, words) for theme, wordings in _WORDS.items() for key, words in wordings.items()}


def items_of(theme: Theme) -> list[Item]:
    return [item for item in ITEMS.values() if item.theme is theme]


def items_at(moment: Moment) -> list[Item]:
    """In the order in which they are asked."""
    return [item for theme in _THEMES[moment] for item in items_of(theme)]


@dataclass(frozen=True)
class Window:
    """From `first`, before `end`."""

    first: datetime
    end: datetime

    def holds(self, now: datetime) -> bool:
        return self.first <= now < self.end


def window(moment: Moment, starts_at: datetime, ends_at: datetime) -> Window:
    """When a questionnaire is open."""
    if moment is Moment.BEFORE:
        return Window(starts_at - AHEAD, starts_at)
    if moment is Moment.AFTER:
        return Window(ends_at, ends_at + OPEN_AFTER)
    later = ends_at + (add_months(ends_at.date(), MONTHS_LATER) - ends_at.date())
    return Window(later, later + OPEN_LATER)


def open_moment(starts_at: datetime, ends_at: datetime, now: datetime) -> Moment | None:
    """The questionnaire of this instant. Two are never open at once."""
    return next((moment for moment in _ALWAYS if window(moment, starts_at, ends_at).holds(now)), None)
