"""Survey figures on pages: read from a stored cell, shown with their base and their source or not at all."""

import logging

from competencies.survey import Figure, FigureError, figure

log = logging.getLogger(__name__)


def read_figure(key: str) -> Figure | None:
    """The figure of a survey cell; None (and a line in the log) when no such cell is stored."""
    try:
        return figure(key)
    except FigureError as error:
        log.warning("%s Its figure is left out.", error)
        return None
