"""The graph of a dialogue for its author: each exchange, its choices, where each leads. Pure: the template draws it.

Drawn on the server as SVG, with the same thing in words beside it: whoever does not see it loses nothing.
"""

from dataclasses import dataclass
from textwrap import wrap

from django.utils.translation import gettext as _

from modules.activities.dialogue.exploring import Explored, Lead, explore
from modules.loading.schema import Dialogue
from modules.postures import POSTURES

WIDTH, BOX, GAP, BETWEEN, TOP = 960, 52, 12, 48, 16
EXCHANGE_X, EXCHANGE_WIDTH = 16, 300
CHOICE_X, CHOICE_WIDTH = 380, 330
TRUNK_X = 736
END_X, END_WIDTH = 776, 168
LONGEST = 36
"""Letters of a line in a box; the list has the words whole."""


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    lines: tuple[str, ...]
    kind: str
    """exchange, choice, breaks or ends; with `fa-lost`, what nobody reaches."""

    @property
    def text_x(self) -> int:
        return self.x + 12

    @property
    def text_y(self) -> int:
        """Baseline of the first line: one line stands in the middle."""
        return self.y + (21 if len(self.lines) > 1 else 31)

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def middle(self) -> int:
        return self.y + BOX // 2


@dataclass(frozen=True)
class Line:
    path: str
    kind: str


@dataclass(frozen=True)
class ToldChoice:
    """A choice in words: its posture, its sentence, where it leads."""

    posture: str
    text: str
    leads: str


@dataclass(frozen=True)
class ToldExchange:
    number: int
    line: str
    is_reached: bool
    choices: list[ToldChoice]


@dataclass(frozen=True)
class Drawing:
    height: int
    boxes: list[Box]
    lines: list[Line]
    exchanges: list[ToldExchange]
    explored: Explored
    width: int = WIDTH
    box: int = BOX


def draw(dialogue: Dialogue) -> Drawing:
    explored = explore(dialogue)
    tops = tops_of(dialogue)
    boxes: list[Box] = []
    lines: list[Line] = []
    for number, exchange in enumerate(dialogue.exchanges):
        lost = not explored.reached[number]
        own = Box(
            EXCHANGE_X,
            tops[number],
            EXCHANGE_WIDTH,
            _cut(f"{number + 1}. {exchange.line}"),
            _kind("exchange", is_lost=lost),
        )
        boxes.append(own)
        for place, choice in enumerate(exchange.choices):
            posture = POSTURES[choice.posture][0]
            words = _cut(_("%(posture)s: %(words)s") % {"posture": posture, "words": choice.text})
            box = Box(CHOICE_X, tops[number] + place * (BOX + GAP), CHOICE_WIDTH, words, _kind("choice", is_lost=lost))
            boxes.append(box)
            lines.append(Line(_elbow(own, box), _kind("line", is_lost=lost)))
            leads, targets = explored.leads[number][place], sorted(explored.targets[number][place])
            lines += [Line(_down(box, tops[each], number, each), _line_kind(number, each)) for each in targets]
            boxes += _ends(box, leads)
            lines += [Line(f"M{box.right} {box.middle}H{END_X}", "line") for _end in _ends(box, leads)]
    return Drawing(tops[-1], boxes, lines, tell(dialogue, explored), explored)


def tops_of(dialogue: Dialogue) -> list[int]:
    """Where each exchange begins, from the top; the last number is the height of the whole."""
    tops = [TOP]
    for exchange in dialogue.exchanges:
        tops.append(tops[-1] + len(exchange.choices) * (BOX + GAP) + BETWEEN)
    return tops


def _kind(kind: str, *, is_lost: bool) -> str:
    return f"{kind} fa-lost" if is_lost else kind


def _cut(words: str) -> tuple[str, ...]:
    """Two lines at most, cut between words."""
    lines = wrap(words, LONGEST)
    return (
        (lines[0], lines[1] if len(lines) == 2 else f"{lines[1][: LONGEST - 2]} …") if len(lines) > 1 else (lines[0],)
    )


def _elbow(own: Box, choice: Box) -> str:
    return f"M{own.right} {own.middle}H{(own.right + choice.x) // 2}V{choice.middle}H{choice.x}"


def _line_kind(place: int, target: int) -> str:
    return "line" if target == place + 1 else "line fa-branch"


def _down(choice: Box, following: int, place: int, target: int) -> str:
    """Round the choices below it, into the top of the exchange it leads to; a branch keeps a little aside of the
    trunk, and enters beside what comes from just above."""
    aside = 0 if target == place + 1 else 8 * (1 + target % 3)
    above, into = following - BETWEEN // 2 + aside // 2, EXCHANGE_X + EXCHANGE_WIDTH // 2 + 3 * aside
    return f"M{choice.right} {choice.middle}H{TRUNK_X + aside}V{above}H{into}V{following}"


def _ends(choice: Box, leads: set[Lead]) -> list[Box]:
    """Beside a choice, the end it may lead to."""
    if Lead.BREAKS in leads:
        words = _("may stop here") if len(leads) > 1 else _("stops here")
        return [Box(END_X, choice.y, END_WIDTH, (words,), "breaks")]
    return [Box(END_X, choice.y, END_WIDTH, (_("the end"),), "ends")] if Lead.ENDS in leads else []


def tell(dialogue: Dialogue, explored: Explored) -> list[ToldExchange]:
    """The same in words."""
    return [
        ToldExchange(
            number,
            exchange.line,
            explored.reached[number - 1],
            [
                ToldChoice(str(POSTURES[choice.posture][0]), choice.text, say_leads(leads, targets))
                for choice, leads, targets in zip(
                    exchange.choices, explored.leads[number - 1], explored.targets[number - 1], strict=True
                )
            ],
        )
        for number, exchange in enumerate(dialogue.exchanges, start=1)
    ]


def say_leads(leads: set[Lead], targets: set[int]) -> str:
    """Where a choice leads, in a sentence; `targets` are places, from 0."""
    if not leads:
        return _("nobody gets there")
    ways = [_("leads to exchange %(number)d") % {"number": place + 1} for place in sorted(targets)]
    ways += [_("leads to the end")] if Lead.ENDS in leads else []
    onwards = _(" or ").join(ways)
    if Lead.BREAKS not in leads:
        return onwards
    if not onwards:
        return _("always stops the conversation: trust or time is gone")
    return _("%(onwards)s, or stops the conversation when trust or time is gone") % {"onwards": onwards}
