"""Cells of the matrix. A page has up to fifteen hundred: they are drawn here, from pieces that are each written once.

A piece depends on a few values (a state, a level, a day) and on the language: the same ones come back all over a page.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django import template
from django.utils.dateformat import format as write_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cms.icons import draw_icon
from lms.workforce.matrix import Cell, Competency, Row
from lms.workforce.state import State

register = template.Library()

PIECES = 4096  # kept: a few hundred bytes each


@register.simple_tag
def state_symbols() -> SafeString:
    """The icon of each state, once in the page; every cell refers to it."""
    symbols = format_html_join("", '<symbol id="etat-{}" viewBox="0 0 256 256">{}</symbol>', map(_symbol, State))
    return format_html('<svg class="vh" aria-hidden="true" focusable="false">{}</svg>', symbols)


@register.simple_tag
def draw_cells(cells: Iterable[Cell]) -> SafeString:
    """A row: state, level and date of renewal of each, in words; the icon and the colour say the state again."""
    language = get_language() or ""
    return mark_safe("".join(_draw(cell, language) for cell in cells))  # noqa: S308 - every piece is escaped below


@register.filter
def cell_of(row: Row, competency: Competency) -> Cell:
    return row.cell_of(competency)


def _draw(cell: Cell, language: str) -> str:
    measure, asked = cell.measure, cell.asked
    drawn = _open(language, cell.state, measure.level if measure else None)
    if measure:
        drawn += _level(language, measure.level, cell.level_name, is_past=cell.state == State.TO_RENEW)
        drawn += _day(language, measure.expires_on)
    if asked:
        drawn += _asked(language, asked.level)
    return drawn + "</div></td>"


@lru_cache(PIECES)
def _open(language: str, state: State, level: int | None) -> str:
    return format_html(
        '<td><div class="cell c-{}"{}><span><svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="#etat-{}"/></svg>{}</span>',
        state.look.cell,
        format_html(' data-level="{}"', level) if level else "",
        state.value,
        state.label,
    )


@lru_cache(PIECES)
def _level(language: str, level: int, name: str, *, is_past: bool) -> str:
    return format_html(
        '<small>{}<span class="vh"> {}</span></small><small>{} ',
        _("Level %(level)s") % {"level": level},
        name,
        pgettext("to renew", "since") if is_past else _until(),
    )


@lru_cache(PIECES)
def _day(language: str, day: date) -> str:
    return format_html('<time datetime="{}">{}</time></small>', day.isoformat(), write_date(day, "N Y"))


@lru_cache(PIECES)
def _asked(language: str, level: int) -> str:
    return format_html('<small data-asked="{}">{}</small>', level, _("Required: %(level)s") % {"level": level})


def _until() -> SafeString:
    return format_html('<span aria-hidden="true">→</span><span class="vh">{}</span>', _("to renew from"))


def _symbol(state: State) -> tuple[str, SafeString]:
    drawing = draw_icon(state.look.icon).partition(">")[2].removesuffix("</svg>")
    return state.value, mark_safe(drawing)  # noqa: S308 - our own vendored file, without its outer element
