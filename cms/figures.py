"""Survey figures on pages: read from a stored cell, or a claim printed in a text; with their source or not at all."""

import logging
from collections.abc import Iterable

from django.utils.translation import gettext

from competencies.survey import Claim, Figure, FigureError, claim, figure, printed_numbers

log = logging.getLogger(__name__)


def read_figure(key: str) -> Figure | None:
    """The figure of a survey cell; None (and a line in the log) when no such cell is stored."""
    try:
        return figure(key)
    except FigureError as error:
        log.warning("%s Its figure is left out.", error)
        return None


def read_claim(key: str) -> Claim | None:
    """A number printed in a text, cited by its key (`rappel-detection-80`); None when no such claim is stored."""
    try:
        return claim(key)
    except FigureError as error:
        log.warning("%s It is left out.", error)
        return None


def is_cell(key: str) -> bool:
    """Cells are written table/row/column; claims have no slash."""
    return "/" in key


def is_known(key: str) -> bool:
    """Does this site store the cell or the claim that the key cites?"""
    return (read_figure(key) if is_cell(key) else read_claim(key)) is not None


def say_numbers(keys: Iterable[str]) -> dict[str, str]:
    """What a sentence says for each key: the number that a claim printed, the share that a cell gives.

    A cell over a small base says its count. A key that nothing stores says so, and so does the log.
    """
    wanted = list(keys)
    claims = [key for key in wanted if not is_cell(key)]
    said = printed_numbers(claims) if claims else {}
    for key in wanted:
        if is_cell(key) and (read := read_figure(key)):
            said[key] = read.percent_text or read.base_text
        elif key not in said:
            log.warning("The survey has no number under the key %s.", key)
            said[key] = gettext("[number not found]")
    return said
