"""Adaptive positioning: which question next, when to stop, what it says of each competency. Pure.

The published principle of Pix: the chance of success is a logistic function of how far the person is above the
question; the next question is the one that teaches most; one stops when no question would teach anything more.
What is believed of a competency is a weight for each step of a ladder, so nothing is fitted and nothing diverges.
Nothing here is a score: a positioning says one word a competency, and « pas assez pour le dire » is one of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from math import exp
from operator import mul
from typing import Literal

from competencies.models.evidence import Band

FEWEST, MOST = 10, 15
"""Questions of one positioning: about eight minutes."""
FEWEST_FOR_A_WORD = 2
"""Questions of one competency below which nothing is said of it."""
LITTLE = 0.02
"""Below this variance to win, a question teaches nothing more."""
SURE = 0.70
"""How likely a word must be to be said."""
SOLID_FROM, TO_DISCOVER_UNDER = 0.5, -0.5
LADDER = tuple(step / 4 for step in range(-12, 13))
"""From -3 to 3: where a person may be, on the scale of difficulties (0 is a question that half the people get)."""

Reply = Literal["right", "wrong", "unknown"]
"""« Je ne sais pas » is believed as a wrong answer is: it costs no more, and guessing wins nothing."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question that may be asked: its key, the code of its competency, how hard it is, from -3 to 3."""

    key: str
    competency: str
    difficulty: float = 0.0


@dataclass(frozen=True)
class Belief:
    """Where a person may be in one competency: a weight for each step of the ladder, adding up to 1."""

    weights: tuple[float, ...]

    def after(self, difficulty: float, *, right: bool) -> "Belief":
        """What is believed after an answer (Bayes)."""
        won = self._won(difficulty)
        return _normed(won if right else _less(self.weights, won))

    def gain(self, difficulty: float) -> float:
        """The variance that an answer is expected to take away; never negative."""
        won = self._won(difficulty)
        return max(0.0, _spread(self.weights) - _spread(won) - _spread(_less(self.weights, won)))

    def _won(self, difficulty: float) -> list[float]:
        """The part of each weight that a right answer would keep."""
        return [weight * each for weight, each in zip(self.weights, _chances(difficulty), strict=True)]

    def above(self, step: float) -> float:
        """How likely it is that the person stands at this step or above."""
        return sum(weight for each, weight in zip(LADDER, self.weights, strict=True) if each >= step)


@dataclass(frozen=True)
class Result:
    """What a positioning says of one competency, and the questions it stands on."""

    competency: str
    band: Band
    right: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def success(step: float, difficulty: float) -> float:
    """The logistic chance that who stands on this step answers right."""
    return 1 / (1 + exp(difficulty - step))


def next_item(items: Sequence[Item], replies: Mapping[str, Reply], seed: str) -> Item | None:
    """The question to ask now; None when it is over. The same replies and the same seed ask the same question.

    It is over after MOST questions, when none is left, or after FEWEST when no question would teach anything more.
    """
    waiting = [item for item in items if item.key not in replies]
    if not waiting or len(replies) >= MOST:
        return None
    beliefs = believe(items, replies)
    pairs = {(item.competency, item.difficulty) for item in waiting}
    gains = {(code, difficulty): beliefs[code].gain(difficulty) for code, difficulty in pairs}
    if len(replies) >= FEWEST and max(gains.values()) < LITTLE:
        return None
    return max(waiting, key=lambda item: (round(gains[item.competency, item.difficulty], 9), _draw(seed, item.key)))


def believe(items: Sequence[Item], replies: Mapping[str, Reply]) -> dict[str, Belief]:
    """What the replies say, by competency. Their order does not matter; each competency starts from the same doubt."""
    beliefs = {item.competency: START for item in items}
    for item in sorted(items, key=lambda each: each.key):
        if item.key in replies:
            before = beliefs[item.competency]
            beliefs[item.competency] = before.after(item.difficulty, right=replies[item.key] == "right")
    return beliefs


def read_results(items: Sequence[Item], replies: Mapping[str, Reply]) -> list[Result]:
    """One result a competency, in the order of the items, each with its questions. There is no total."""
    return [_result(code, items, replies, belief) for code, belief in believe(items, replies).items()]


def _result(code: str, items: Sequence[Item], replies: Mapping[str, Reply], belief: Belief) -> Result:
    asked = [item.key for item in items if item.competency == code and item.key in replies]
    of = {kind: [key for key in asked if replies[key] == kind] for kind in ("right", "wrong", "unknown")}
    return Result(code, _band(len(asked), belief), of["right"], of["wrong"], of["unknown"])


def _band(asked: int, belief: Belief) -> Band:
    """A word only when it is likely enough; between two words, « en chemin »."""
    if asked < FEWEST_FOR_A_WORD:
        return Band.TOO_LITTLE
    if belief.above(SOLID_FROM) >= SURE:
        return Band.SOLID
    return Band.TO_DISCOVER if belief.above(TO_DISCOVER_UNDER) <= 1 - SURE else Band.ON_THE_WAY


@lru_cache(maxsize=256)
def _chances(difficulty: float) -> tuple[float, ...]:
    return tuple(success(step, difficulty) for step in LADDER)


def _less(weights: Sequence[float], taken: Sequence[float]) -> list[float]:
    return [weight - each for weight, each in zip(weights, taken, strict=True)]


def _spread(weights: Sequence[float]) -> float:
    """The variance of these weights, times what they add up to."""
    total = sum(weights)
    centre = sum(map(mul, LADDER, weights)) / total
    return sum((step - centre) ** 2 * weight for step, weight in zip(LADDER, weights, strict=True))


def _normed(weights: Sequence[float]) -> Belief:
    total = sum(weights)
    return Belief(tuple(weight / total for weight in weights))


def _draw(seed: str, key: str) -> bytes:
    """Which of two questions that teach as much comes first."""
    return sha256(f"{seed}/{key}".encode()).digest()


START = _normed([exp(-(step**2) / 2) for step in LADDER])
"""Nothing known yet: most people in the middle, few at the ends."""
