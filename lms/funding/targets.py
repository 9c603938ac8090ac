"""What was agreed, what is done, what was expected by that day: the target cards and the sentence above them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.numbers import write_number
from lms.funding.grid import Step
from lms.funding.issuing import Table
from lms.funding.models import Convention
from lms.funding.pace import Pace, expected_on, judge
from lms.funding.shown_table import Figure
from lms.funding.words import HOURS_WORDS, STEP_WORDS, write_date

# pace → (kind of tag, icon, words)
TAGS: dict[Pace | None, tuple[str, str, Any]] = {
    Pace.REACHED: ("ok", "check-circle", gettext_lazy("Reached")),
    Pace.ON_TIME: ("info", "hourglass-medium", gettext_lazy("On time")),
    Pace.LATE: ("warn", "warning", gettext_lazy("Late")),
    None: ("never", "circle-dashed", gettext_lazy("Not published")),
}


@dataclass(frozen=True)
class Target:
    """One commitment. People, or minutes when `in_minutes`; `done` is None while the rules do not let it be shown."""

    title: str
    target: int
    expected: int
    done: int | None
    in_minutes: bool = False

    @property
    def pace(self) -> Pace | None:
        return None if self.done is None else judge(self.done, self.expected, self.target)

    @property
    def tag(self) -> tuple[str, str, Any]:
        return TAGS[self.pace]

    @property
    def done_words(self) -> str:
        return _("Not yet") if self.done is None else self.write(self.done)

    @property
    def target_words(self) -> str:
        return self.write(self.target)

    @property
    def expected_words(self) -> str:
        return self.write(self.expected)

    @property
    def part(self) -> float | None:
        """Percentage of the target, for the bar."""
        return None if self.done is None else 100 * self.done / self.target

    @property
    def mark(self) -> float:
        return 100 * self.expected / self.target

    def write(self, value: int) -> str:
        return Figure(self.title, value, self.in_minutes).text


def read_targets(convention: Convention, total: Table | None, as_of: date) -> list[Target]:
    """The targets that were agreed, measured by the table of the whole convention on its own day."""
    day = total.as_of if total else as_of
    agreed = {
        Step.INVITED: convention.target_invited,
        Step.ENROLLED: convention.target_enrolled,
        Step.COMPLETED: convention.target_completed,
    }
    targets = [
        Target(str(STEP_WORDS[step]), target, _expected(convention, target, day), _done(total, step))
        for step, target in agreed.items()
        if target
    ]
    if convention.target_hours:
        hours = convention.target_hours
        expected = _expected(convention, hours, day)  # in whole hours
        done = total.total.minutes if total else None
        targets.append(Target(str(HOURS_WORDS), hours * 60, expected * 60, done, in_minutes=True))
    return targets


def _expected(convention: Convention, target: int, day: date) -> int:
    return expected_on(day, target, convention.starts_on, convention.ends_on)


def _done(total: Table | None, step: Step) -> int | None:
    return total.total.counts.get(step) if total else None


def sum_up(convention: Convention, total: Table | None) -> str:
    """« Où en est-on » in one sentence."""
    if total is None:
        return _("The figures still concern too few people to be shown without exposing anyone.")
    counts = total.total.counts
    if Step.COMPLETED not in counts:
        words = {"people": write_number(counts[Step.INVITED])}
        return _("%(people)s people are invited; the next steps still concern too few people to be shown.") % words
    done, target = counts[Step.COMPLETED], convention.target_completed
    words = {"people": write_number(done)}
    if not target:
        return _("%(people)s people have completed a module.") % words
    return _compare(convention, done, target, total.as_of)


def _compare(convention: Convention, done: int, target: int, day: date) -> str:
    expected = _expected(convention, target, day)
    words = {
        "people": write_number(done),
        "target": write_number(target),
        "expected": write_number(expected),
        "end": write_date(convention.ends_on),
        "missing": write_number(target - done),
    }
    pace = judge(done, expected, target)
    if pace is Pace.REACHED:
        return _("%(people)s people have completed a module: the target of %(target)s is reached.") % words
    if pace is Pace.ON_TIME:
        return (
            _(
                "%(people)s people have completed a module, where a steady pace expected %(expected)s:"
                " the target of %(target)s by %(end)s is within reach."
            )
            % words
        )
    return (
        ngettext(
            "%(missing)s person is missing to hold the target of %(target)s by %(end)s:"
            " %(people)s have completed a module, where a steady pace expected %(expected)s.",
            "%(missing)s people are missing to hold the target of %(target)s by %(end)s:"
            " %(people)s have completed a module, where a steady pace expected %(expected)s.",
            target - done,
        )
        % words
    )
