"""The form of a case read back, or what is missing in it. Nothing typed: only choices among those offered."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from modules.activities.orientation.matching import CRITERIA, places_of
from modules.activities.orientation.scoring import CHOSEN_CRITERIA, TEAM, CaseAnswer
from modules.loading.schema import Ask, Orientation, OrientationCase


class AnswerIncomplete(Exception):  # noqa: N818 (the name says what happened)
    """What is still to choose, by field."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


def read_case(orientation: Orientation, case: OrientationCase, posted: QueryDict) -> CaseAnswer:
    """Raises AnswerIncomplete."""
    offered = {place.identifier for place in places_of(orientation, case)}
    need, relay = _index(case.need, posted.get("besoin", "")), _index(case.relay, posted.get("relais", ""))
    place, fallback = posted.get("lieu", ""), posted.get("repli", "")
    criteria = [name for name in CRITERIA if name in posted.getlist("criteres")]
    problems = {
        "besoin": "" if need is not None else _("Choose what is needed first."),
        "lieu": "" if place in offered else _("Choose a place."),
        "criteres": "" if len(criteria) == CHOSEN_CRITERIA else _("Tick three criteria, no more, no less."),
        "repli": _fallback_problem(place, fallback, offered),
        "relais": "" if relay is not None else _("Choose how the relay holds."),
    }
    missing = {name: words for name, words in problems.items() if words}
    if missing or need is None or relay is None:
        raise AnswerIncomplete(missing)
    return CaseAnswer(need=need, place=place, criteria=criteria, fallback=fallback, relay=relay)


def _index(ask: Ask, text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 3 and int(text) < len(ask.options) else None


def _fallback_problem(place: str, fallback: str, offered: set[str]) -> str:
    if fallback not in offered | {TEAM}:
        return _("Choose a fallback.")
    return _("The fallback is the place itself: choose another one, or your team.") if fallback == place else ""
