"""Survey figures on pages: read from a stored cell, shown with their base and their source or not at all."""

import logging
from importlib import import_module
from typing import Any

log = logging.getLogger(__name__)


def read_figure(key: str) -> Any | None:
    """The figure of a survey cell (`competencies.survey.Figure`); None when no such cell is stored."""
    try:
        return import_module("competencies.survey").figure(key)
    except (ImportError, LookupError):
        log.warning("No survey cell %r: its figure is left out.", key)
        return None
