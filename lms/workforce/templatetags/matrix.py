"""Cells of the matrix. A page has up to a thousand: they are drawn here rather than by a template each."""

from django import template
from django.utils.dateformat import format as write_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.icons import draw_icon
from lms.workforce.matrix import Cell, Measure
from lms.workforce.required import Asked
from lms.workforce.state import State

register = template.Library()


@register.simple_tag
def state_symbols() -> SafeString:
    """The icon of each state, once in the page; every cell refers to it."""
    symbols = format_html_join("", '<symbol id="etat-{}" viewBox="0 0 256 256">{}</symbol>', map(_symbol, State))
    return format_html('<svg class="vh" aria-hidden="true" focusable="false">{}</svg>', symbols)


@register.simple_tag
def draw_cell(cell: Cell) -> SafeString:
    """State, level and date of renewal, in words; the icon and the colour say the state again."""
    level = format_html(' data-level="{}"', cell.measure.level) if cell.measure else ""
    return format_html(
        '<div class="cell c-{}"{}><span><svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="#etat-{}"/></svg>{}</span>{}{}</div>',
        cell.state.look.cell,
        level,
        cell.state.value,
        cell.state.label,
        _draw_measure(cell, cell.measure) if cell.measure else "",
        _draw_asked(cell.asked) if cell.asked else "",
    )


def _symbol(state: State) -> tuple[str, SafeString]:
    drawing = draw_icon(state.look.icon).partition(">")[2].removesuffix("</svg>")
    return state.value, mark_safe(drawing)  # noqa: S308 - our own vendored file, without its outer element


def _draw_measure(cell: Cell, measure: Measure) -> SafeString:
    return format_html(
        '<small>{}<span class="vh"> {}</span></small><small>{} <time datetime="{}">{}</time></small>',
        _("Level %(level)s") % {"level": measure.level},
        cell.level_name,
        _since() if cell.state == State.TO_RENEW else _until(),
        measure.expires_on.isoformat(),
        write_date(measure.expires_on, "N Y"),
    )


def _draw_asked(asked: Asked) -> SafeString:
    return format_html(
        '<small data-asked="{}">{}</small>', asked.level, _("Required: %(level)s") % {"level": asked.level}
    )


def _since() -> str:
    return pgettext("to renew", "since")


def _until() -> SafeString:
    return format_html('<span aria-hidden="true">→</span><span class="vh">{}</span>', _("to renew from"))
