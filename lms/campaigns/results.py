"""What a closed campaign may say, beside 2018: merged or withheld by the one engine, so that nobody is recognised.

Every respondent falls into one category of each question (an answer, no answer, not asked), so that no figure can be
subtracted from another to leave fewer than k people. Nothing is shown before the last day: two readings would do it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext

from competencies.instruments import questionnaire, why_not_comparable, wording_of
from competencies.loading.instrument_files import Instrument, Item
from competencies.survey import Figure, figures
from lms.campaigns.models import Campaign
from lms.funding.grid import CountedPerson, Depth, Members, Rules, Step, each_alone, grid, tally

INSIDE = Rules(k=5, outside_largest_employer=0)
OUTSIDE = Rules(k=11, outside_largest_employer=0)
NO_ANSWER, NOT_ASKED, CHOSEN, LEFT = "", "?", "+", "-"

Choices = dict[str, list[str]]


@dataclass(frozen=True)
class Line:
    """An answer, or several merged; `people` None: withheld."""

    label: str
    people: int | None


@dataclass(frozen=True)
class Result:
    number: int
    wording: str
    concerns: str
    lines: list[Line]
    base: int
    baseline: list[Figure] = field(default_factory=list)
    refusal: str = ""
    """Why 2018 is not shown beside."""

    @property
    def is_withheld(self) -> bool:
        return all(line.people is None for line in self.lines)


@dataclass(frozen=True)
class Results:
    people: int
    rules: Rules
    questions: list[Result]
    words: list[tuple[str, list[str]]]

    @property
    def enough(self) -> bool:
        return self.people >= self.rules.k

    @property
    def employer_only(self) -> list[Result]:
        """The questions about what only the employer can give."""
        return [result for result in self.questions if result.concerns]

    @property
    def others(self) -> list[Result]:
        return [result for result in self.questions if not result.concerns]


def results_of(campaign: Campaign, rules: Rules = INSIDE) -> Results:
    """Three queries. Nothing but the number of people when they are fewer than k, or the campaign is still open."""
    answers: list[Choices] = list(campaign.answers.values_list("choices", flat=True))
    if not campaign.is_closed or len(answers) < rules.k:
        return Results(len(answers), rules, [], [])
    asked = campaign.asked
    return Results(len(answers), rules, list(_questions(asked, answers, rules)), _words(campaign, asked, rules))


def _questions(asked: Instrument, answers: list[Choices], rules: Rules) -> Iterable[Result]:
    closed = {key: item for key, item in asked.items.items() if item.answers}
    refusals = {key: why_not_comparable(asked, key, questionnaire()) for key in closed}
    cells = {key: _cells_of(closed[key]) for key, refusal in refusals.items() if not refusal}
    shown = figures(cell for keys in cells.values() for cell in keys)
    numbers = {item.key: question.number for question in asked.questions for item in question.items}
    for key, item in closed.items():
        yield Result(
            number=numbers[key],
            wording=wording_of(asked, key),
            concerns=item.concerns,
            lines=count_one(item, answers, rules) if item.kind == "one" else count_several(item, answers, rules),
            base=len(answers),
            baseline=[shown[cell] for cell in cells.get(key, [])],
            refusal=refusals[key],
        )


def _cells_of(item: Item) -> list[str]:
    """The cells of 2018, all structures together."""
    return [f"{item.table}/total/{answer}" for answer in item.answers]


def count_one(item: Item, answers: list[Choices], rules: Rules) -> list[Line]:
    """Each person in one category; categories too small to be shown are merged under the names of their members."""
    groups = _merge([_only(item, each) for each in answers], rules)
    if groups is None:
        return [Line(label, None) for label in item.answers.values()]
    labels = item.answers | {NO_ANSWER: gettext("no answer"), NOT_ASKED: gettext("not asked")}
    return [Line(gettext(" or ").join(labels[name] for name in names), people) for names, people in groups.items()]


def count_several(item: Item, answers: list[Choices], rules: Rules) -> list[Line]:
    """Each answer on its own: shown when those who chose it, those who did not and those not asked may all be shown."""
    lines = []
    for answer, label in item.answers.items():
        groups = _merge([_side(item, each, answer) for each in answers], rules) or {}
        apart = all(len(names) == 1 for names in groups)
        lines.append(Line(label, groups.get((CHOSEN,)) if apart and (LEFT,) in groups else None))
    return lines


def _merge(categories: list[str], rules: Rules) -> dict[Members, int] | None:
    people = [CountedPerson(n, "", Step.INVITED, 0, {"answer": name}) for n, name in enumerate(categories)]
    groups = grid(each_alone(tally(people, "answer")), Depth.F1, rules)
    return None if groups is None else {names: group.reached(Step.INVITED) for names, group in groups.items()}


def _only(item: Item, chosen: Choices) -> str:
    if not _is_asked(item, chosen):
        return NOT_ASKED
    return next(iter(chosen.get(item.key, [])), NO_ANSWER)


def _side(item: Item, chosen: Choices, answer: str) -> str:
    if not _is_asked(item, chosen):
        return NOT_ASKED
    return CHOSEN if answer in chosen.get(item.key, []) else LEFT


def _is_asked(item: Item, chosen: Choices) -> bool:
    return all(set(answers) & set(chosen.get(key, [])) for key, answers in item.when.items())


def _words(campaign: Campaign, asked: Instrument, rules: Rules) -> list[tuple[str, list[str]]]:
    """Free answers, in alphabetical order, where at least k people wrote one."""
    written: dict[str, list[str]] = {}
    for item, text in campaign.words.order_by("text", "pk").values_list("item", "text"):
        written.setdefault(item, []).append(text)
    enough = [key for key in asked.items if len(written.get(key, [])) >= rules.k]
    return [(wording_of(asked, key), written[key]) for key in enough]
