"""Invented crowds, skewed as real ones: a few large towns and employers, many small ones."""

from collections.abc import Iterator
from datetime import date
from random import Random

from lms.funding.catalogue import Catalogue
from lms.funding.grid import LADDER, CountedPerson, Step
from lms.funding.uptake import COMMUNE, MODULE, MONTH, PROFESSION, QUARTER, STRUCTURE, TERRITORY

FULL = Catalogue((TERRITORY, STRUCTURE, PROFESSION, MODULE, QUARTER), {TERRITORY: COMMUNE, QUARTER: MONTH})
DEPARTMENTS = ["02", "59", "60", "62", "80"]
QUARTER_ENDS = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]
MODULES = ["m1", "m2", "m3", "m1+m2", "m1+m2+m3"]


def skewed(draw: Random, options: list[str], strength: float = 0.7) -> str:
    """The first options come up more often, each `strength` times as often as the one before."""
    weights = [strength**rank for rank in range(len(options))]
    return draw.choices(options, weights)[0]


def crowd(size: int, seed: int = 1) -> list[tuple[CountedPerson, list[int]]]:
    """People of a year, each with the days of the year (1 to 365) at which each step was reached, if ever."""
    draw = Random(seed)
    towns = {code: [f"{code}{n:03d}" for n in range(1, 7)] for code in DEPARTMENTS}
    made = []
    for number in range(size):
        territory = skewed(draw, DEPARTMENTS)
        commune = skewed(draw, towns[territory], 0.6)
        employer = f"{commune}-{skewed(draw, list('abcdef'), 0.75)}"
        invited = draw.randint(1, 330)
        days = [invited]
        for chance in (0.8, 0.85, 0.7, 0.6):
            if len(days) and draw.random() < chance:
                days.append(days[-1] + draw.randint(1, 60))
            else:
                break
        month = date.fromordinal(date(2026, 1, 1).toordinal() + invited - 1).month
        categories = {
            TERRITORY: territory,
            COMMUNE: commune,
            STRUCTURE: skewed(draw, ["administration", "hosting", "open_setting", "other"], 0.6),
            PROFESSION: skewed(draw, ["ass", "es", "cesf", "me", "aes", "tisf", "sms", "manager"]),
            MODULE: skewed(draw, MODULES, 0.6),
            QUARTER: f"2026-T{(month + 2) // 3}",
            MONTH: f"2026-{month:02d}",
        }
        made.append((CountedPerson(number, employer, Step.INVITED, 0, categories), days))
    return made


def as_of(people: list[tuple[CountedPerson, list[int]]], day: date) -> list[CountedPerson]:
    """Those invited by that day, at the step reached by then."""
    return list(_reached(people, (day - date(2025, 12, 31)).days))


def _reached(people: list[tuple[CountedPerson, list[int]]], day: int) -> Iterator[CountedPerson]:
    for person, days in people:
        done = sum(each <= day for each in days)
        if done:
            minutes = 210 if done > LADDER.index(Step.COMPLETED) else 0
            yield CountedPerson(person.person, person.employer, LADDER[done - 1], minutes, person.categories)
