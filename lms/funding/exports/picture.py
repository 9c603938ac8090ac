"""The charts of an edition as pictures for paper: lying bars with their words and values, in SVG."""

from base64 import b64encode
from textwrap import wrap

from django.utils.html import escape

from cms.numbers import write_number
from lms.funding.figures import BAR_WORDS
from lms.funding.issuing import Table
from lms.funding.shown_table import ShownTable

WIDTH, LINE, NAMES, VALUES = 640, 40, 170, 80  # of the drawing, of a bar and its space, of the words beside it
KEY, THIN = 26, 22  # a line of words, a bar of a group
LETTERS = 76  # of a line as wide as the drawing
COLOURS = ("#0B5560", "#C67414")
FONT = 'font-family="Radio Canada Variable, Arial, sans-serif" font-size="16"'


def draw_steps_picture(total: Table) -> str:
    """People at each step, as a data address for an <img>."""
    bars = [(str(BAR_WORDS[step]), total.total.counts[step]) for step in total.steps]
    longest = max(value for _words, value in bars)
    lines = [_bar(number, words, value, longest) for number, (words, value) in enumerate(bars)]
    return _write(lines, LINE * len(bars))


def draw_groups_picture(table: ShownTable) -> str:
    """Each group's name, and under it its people at the first and at the last step shown, as a data address."""
    shown = [figure.measure for figure in table.rows[0].figures if not figure.in_minutes]
    measures = list(dict.fromkeys([shown[0], shown[-1]]))
    longest = max(figure.value for row in table.rows for figure in row.figures if figure.measure in measures)
    lines = [_key(number, measure) for number, measure in enumerate(measures)]
    top = KEY * len(measures) + THIN // 2
    for row in table.rows:
        for words in wrap(row.label, LETTERS):
            lines.append(_text(0, top + 17, words))
            top += KEY
        values = [figure.value for figure in row.figures if figure.measure in measures]
        for number, value in enumerate(values):
            lines.append(_thin_bar(top, value, longest, COLOURS[number]))
            top += THIN
        top += THIN // 2
    return _write(lines, top)


def _key(number: int, measure: str) -> str:
    top = number * KEY
    return f'<rect x="0" y="{top + 5}" width="14" height="14" fill="{COLOURS[number]}"/>' + _text(22, top + 17, measure)


def _thin_bar(top: int, value: int, longest: int, colour: str) -> str:
    length = (WIDTH - VALUES) * value / longest
    rectangle = f'<rect x="0" y="{top}" width="{length:.1f}" height="{THIN - 4}" fill="{colour}"/>'
    return rectangle + _text(length + 8, top + THIN - 7, write_number(value))


def _text(left: float, bottom: int, words: str) -> str:
    return f'<text x="{left:.1f}" y="{bottom}" fill="#14272B" {FONT}>{escape(words)}</text>'


def _write(lines: list[str], height: int) -> str:
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(lines)}</svg>'
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _bar(number: int, words: str, value: int, longest: int) -> str:
    top, middle = number * LINE, number * LINE + LINE // 2 + 5
    length = (WIDTH - NAMES - VALUES) * value / longest
    return (
        f'<text x="{NAMES - 10}" y="{middle}" text-anchor="end" fill="#14272B" {FONT}>{escape(words)}</text>'
        f'<rect x="{NAMES}" y="{top + 8}" width="{length:.1f}" height="{LINE - 16}" fill="#0B5560"/>'
        f'<text x="{NAMES + length + 8:.1f}" y="{middle}" fill="#14272B" {FONT}>{write_number(value)}</text>'
    )
