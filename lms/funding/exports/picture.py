"""The chart of an edition as a picture for paper: lying bars with their words and values, in SVG."""

from base64 import b64encode

from django.utils.html import escape

from cms.numbers import write_number
from lms.funding.figures import BAR_WORDS
from lms.funding.issuing import Table

WIDTH, LINE, NAMES, VALUES = 640, 40, 170, 80  # of the drawing, of a bar and its space, of the words beside it
FONT = 'font-family="Radio Canada Variable, Arial, sans-serif" font-size="16"'


def draw_steps_picture(total: Table) -> str:
    """People at each step, as a data address for an <img>."""
    bars = [(str(BAR_WORDS[step]), total.total.counts[step]) for step in total.steps]
    longest = max(value for _words, value in bars)
    lines = [_bar(number, words, value, longest) for number, (words, value) in enumerate(bars)]
    size = f'width="{WIDTH}" height="{LINE * len(bars)}" viewBox="0 0 {WIDTH} {LINE * len(bars)}"'
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
