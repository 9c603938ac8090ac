"""The pure rules of an attestation: who passes, which codes there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.agenda.papers.codes import ALPHABET, LENGTH, group_code, make_code, read_code
from lms.agenda.papers.passing import decide_verdict

LEVELS = st.lists(st.one_of(st.none(), st.integers(1, 4)), max_size=12)


@pytest.mark.parametrize(("total", "needed"), [(0, 0), (1, 1), (3, 2), (6, 4), (7, 5)])
def test_two_thirds_are_asked_for(total: int, needed: int) -> None:
    assert decide_verdict([2] * needed + [1] * (total - needed)).passed
    if needed:
        assert not decide_verdict([2] * (needed - 1) + [None] * (total - needed + 1)).passed


@given(LEVELS, st.data())
def test_a_higher_level_never_fails_a_module(levels: list[int | None], data: st.DataObject) -> None:
    before = decide_verdict(levels)
    raised = [data.draw(st.integers(level or 1, 4)) for level in levels]
    assert decide_verdict(raised).passed or not before.passed


def test_a_code_has_no_sign_one_misreads() -> None:
    assert len(ALPHABET) == 30
    assert not set("01ILOU") & set(ALPHABET)
    assert len({make_code() for _each in range(1000)}) == 1000


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_a_code_grouped_then_read_is_itself(code: str) -> None:
    assert read_code(group_code(code)) == code
    assert read_code(f" {group_code(code).lower()} ") == code


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_code_or_nothing(typed: str) -> None:
    code = read_code(typed)
    assert code == "" or (len(code) == LENGTH and set(code) <= set(ALPHABET))
