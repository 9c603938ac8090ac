"""Survey figures on pages: read from a stored cell, or a claim printed in a text; with their source or not at all."""

import logging

from competencies.survey import Claim, Figure, FigureError, claim, figure

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
