"""Which modules close the most lacks per hour: pure, with its reasons."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from modules.models import Edition
from modules.recommending import Lack, Offer, rank_modules

ITEMS = [uuid4() for _ in range(6)]


def offer(title: str, minutes: int, *items: UUID) -> Offer:
    return Offer(Edition(title=title), minutes, items)


def lack(number: int, missing: int = 1) -> dict[UUID, Lack]:
    return {ITEMS[number]: Lack(f"A1.{number}", "Décrire", missing)}


def test_more_missing_levels_in_an_hour_come_first() -> None:
    long, short = offer("Long", 210, ITEMS[0], ITEMS[1]), offer("Court", 60, ITEMS[1])
    ranked = rank_modules([long, short], lack(0) | lack(1))
    assert [each.offer.edition.title for each in ranked] == ["Court", "Long"]
    assert [reason.code for reason in ranked[1].lacks] == ["A1.0", "A1.1"]


def test_what_closes_nothing_is_not_proposed() -> None:
    assert rank_modules([offer("Ailleurs", 60, ITEMS[5])], lack(0)) == []


def test_the_biggest_lack_is_the_first_reason() -> None:
    [ranked] = rank_modules([offer("Un", 60, ITEMS[0], ITEMS[1])], lack(0) | lack(1, 3))
    assert [reason.missing for reason in ranked.lacks] == [3, 1]


@given(st.permutations(range(6)), st.lists(st.integers(1, 4), min_size=6, max_size=6))
def test_the_order_of_the_offers_never_matters(order: list[int], missing: list[int]) -> None:
    offers = [offer(f"M{n}", 30 + 30 * (n % 2), ITEMS[n], ITEMS[(n + 1) % 6]) for n in range(6)]
    lacks = {item: Lack(f"A1.{n}", "x", missing[n]) for n, item in enumerate(ITEMS)}
    assert rank_modules(offers, lacks) == rank_modules([offers[n] for n in order], lacks)
