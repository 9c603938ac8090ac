"""Tags of the look: `{% load look %}`. Each draws one component of the design, so that a page never redraws it."""

import json
from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page

from cms import charts, numbers
from cms.directory.showing import write_km, write_week
from cms.figures import is_cell, read_claim, read_figure
from cms.icons import draw_icon
from cms.models.easy import EasyToRead
from cms.models.english import english_of
from cms.prose import without_marks, write_line, write_prose
from cms.reading_language import ENGLISH, FRENCH, PREFIX, in_language
from cms.saying import is_in_both
from competencies.prepared import Prepared

register = template.Library()
register.filter("prose", write_prose)
register.filter("prose_line", write_line)


@register.filter
def nbsp(text: object) -> str:
    """`numbers.bind_spaces` of a text, a translated one as well."""
    return numbers.bind_spaces(str(text))


@register.filter(expects_localtime=True)
def hour(moment: datetime | time | None) -> str:
    """The hour of a moment, here: « 9 h 30 »; nothing of none, as on a page that is being written."""
    return numbers.write_hour(moment.hour, moment.minute) if moment else ""


@register.filter
def beginning(text: str, words: int = 30) -> str:
    """The first words of a text of ours in a list: no markup of it, no sign left hanging before the ellipsis."""
    whole = " ".join(without_marks(text).split())
    cut = " ".join(whole.split()[:words])
    return numbers.bind_spaces(whole if cut == whole else cut.rstrip(" ,;:«(–") + "…")


register.filter("number", numbers.write_number)
register.filter("percent", numbers.write_percent)
register.filter("km", write_km)
register.filter("week", write_week)
register.filter("minutes", numbers.write_minutes)
register.filter("count_words", numbers.write_count)
register.simple_tag(draw_icon, name="icon")
register.simple_tag(numbers.write_minutes, name="minutes")
register.simple_tag(numbers.write_percent, name="percent")

IN_A_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
# Level of a Django message → (kind of note, icon)
NOTES = {
    "success": ("ok", "check-circle"),
    "warning": ("warn", "warning"),
    "error": ("err", "warning-circle"),
}


@register.inclusion_tag("components/tag.html")
def tag(kind: str, icon: str, text: str) -> dict[str, str]:
    """Status: `{% tag "ok" "check-circle" text %}`; kinds: ok, warn, err, info, never, plain."""
    return {"kind": kind, "icon": icon, "text": text}


@register.inclusion_tag("components/crumbs.html")
def crumbs(*parts: str, narrow: bool = False) -> dict[str, Any]:
    """Where we are: `{% crumbs words address words address here %}`, the last words being this page."""
    links = list(zip(parts[0:-1:2], parts[1:-1:2], strict=True))
    return {"links": links, "here": parts[-1], "narrow": narrow}


@register.inclusion_tag("components/steps.html")
def steps(done: int, total: int) -> dict[str, Any]:
    """Progress by steps, for the eye only: write « Étape 3 sur 5 » beside it."""
    states = ["done" if n < done else "now" if n == done else "" for n in range(total)]
    return {"states": states}


@register.inclusion_tag("components/pips.html")
def pips(level: int | None, kind: str = "") -> dict[str, Any]:
    """Four levels, for the eye only: write « Niveau 3 » beside it. Kinds: req, low; no level is dashed."""
    return {"on": [n < (level or 0) for n in range(4)], "kind": "none" if level is None else kind}


@register.inclusion_tag("components/meter.html")
def meter(part: Decimal | float | None, mark: Decimal | float | None = None) -> dict[str, Any]:
    """A bar with a mark for what is expected today, both from 0 to 100; None: not measured, dashed."""
    as_css = [None if value is None else f"{min(max(float(value), 0), 100):.2f}%" for value in (part, mark)]
    return {"part": as_css[0], "mark": as_css[1]}


@register.inclusion_tag("components/message.html")
def message_note(message: Any) -> dict[str, Any]:
    """A message of django.contrib.messages as a note, in place, that stays until the next page."""
    kind, icon = NOTES.get(message.level_tag, ("", "info"))
    return {"kind": kind, "icon": icon, "text": str(message)}


@register.inclusion_tag("components/chart.html")
def chart(figure: Mapping[str, Any], chart_id: str, title: str) -> dict[str, Any]:
    """A Plotly figure drawn in the browser, and its data table, which is all there is without JavaScript.

    `title` says in one sentence what the chart shows: it names the drawing and the table.
    """
    plain_figure = charts.plain(figure)
    heads, rows = charts.table_of(plain_figure)
    words = {"id": chart_id, "title": title, "category": charts.category_words(plain_figure)}
    return words | {"figure": plain_figure, "heads": heads, "rows": rows}


@register.inclusion_tag("components/survey_figure.html")
def survey_figure(key: str, message: str = "") -> dict[str, Any]:
    """A figure of the survey with its base and source: `{% survey_figure "T04/total/non" message %}`.

    Nothing at all when the cell is not stored: a figure without its base is worth less than none. A key without a
    slash is a claim (`rappel-detection-80`): its words, as printed, and what one may think of them.
    """
    if key and not is_cell(key):
        return {"claim": read_claim(key)}
    return {"figure": read_figure(key) if key else None, "message": message}


@register.simple_tag(takes_context=True)
def said_language(context: Context) -> str:
    """The language of what the page says: in English, a page that nobody has said in English stays French whole."""
    page, language = context.get("page"), str(get_language())
    if language != ENGLISH or not isinstance(page, Page):
        return language
    return getattr(page, "said_in", "") or str(page.locale.language_code)


@register.filter
def lang_of(page: Any) -> str:
    """` lang="fr"` for a row of a list that is not in the language around it."""
    said = getattr(page, "said_in", "")
    return format_html(' lang="{}"', said) if said and said != get_language() else ""


@register.simple_tag(takes_context=True)
def other_language(context: Context) -> dict[str, str]:
    """The same page in the other language: its words, its code, its address; nothing without a request."""
    request = context.get("request")
    if request is None:
        return {}
    words, code = ("Français", FRENCH) if request.path.startswith(f"{PREFIX}/") else ("English", ENGLISH)
    question = f"?{request.GET.urlencode()}" if request.method == "GET" and request.GET else ""
    return {"words": words, "code": code, "address": in_language(code, request.path) + question}


@register.simple_tag(takes_context=True)
def footer_pages(context: Context) -> list[tuple[str, str]]:
    """(words, address) of the text pages linked at the foot; none on the page of a broken site (no request)."""
    return [(title, address) for title, address, _in_menus, at_foot in _linked_pages(context) if at_foot]


@register.simple_tag(takes_context=True)
def front_pages(context: Context) -> list[tuple[str, str]]:
    """(words, address) of the pages under the home page that editors put in menus."""
    return [(title, address) for title, address, in_menus, _at_foot in _linked_pages(context) if in_menus]


_linked: Prepared[Page] = Prepared(
    lambda: (
        Page.objects.live()
        .filter(Q(show_in_menus=True) | Q(standardpage__in_footer=True), depth=3, locale__language_code="fr")
        .order_by("path")
        .values_list("title", "slug", "show_in_menus", "standardpage__in_footer")
    )
)


def _linked_pages(context: Context) -> list[tuple[str, str, bool, bool]]:
    """What menus and foot link to, in the order of the pages. One query a request, however many templates ask."""
    if "request" not in context:
        return []
    request = context["request"]
    if not hasattr(request, "linked_pages"):
        rows = list(_linked())
        words = english_of([title for title, *_ in rows]) if get_language() == ENGLISH else {}
        request.linked_pages = [
            (words.get(title, title), reverse("wagtail_serve", args=[f"{slug}/"]), in_menus, bool(at_foot))
            for title, slug, in_menus, at_foot in rows
        ]
    return list(request.linked_pages)


@register.simple_tag(takes_context=True)
def own_address(context: Context) -> str:
    """The address of this page, in full and without its question: one page is one address to search engines."""
    if "request" not in context:
        return ""
    path = context["request"].path
    return in_full(in_language(FRENCH, path) if said_language(context) == FRENCH else path)


@register.simple_tag(takes_context=True)
def same_in_languages(context: Context) -> list[tuple[str, str]]:
    """(code, address in full) of a page that is read in French and in English; the French one for any other language.

    For search engines, which never sign in: nothing on the pages of somebody, nor of a page in one language alone.
    """
    request, page = context.get("request"), context.get("page")
    if request is None or getattr(request, "user", AnonymousUser()).is_authenticated:
        return []
    if isinstance(page, Page) and not (isinstance(page, EasyToRead) and is_in_both(page)):
        return []
    french, english = (in_full(in_language(code, request.path)) for code in (FRENCH, ENGLISH))
    return [(FRENCH, french), (ENGLISH, english), ("x-default", french)]


@register.filter
def in_full(path: str) -> str:
    """A path of the site as it is written outside: with the public address, whatever host answered."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


@register.simple_tag
def json_ld(facts: Mapping[str, Any]) -> SafeString:
    """Facts of a page as schema.org reads them: data, which no browser runs; no word can close the block."""
    written = json.dumps(facts, ensure_ascii=False).translate(IN_A_SCRIPT)
    return SafeString(f'<script type="application/ld+json">{written}</script>')


@register.filter
def cell(value: Any) -> str:
    """A value of a data table: numbers the French way, nothing as « – »."""
    if value is None:
        return "–"
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return numbers.write_number(value, 0 if value == int(value) else 1)
    return str(value)


@register.simple_tag
def demo_house() -> bool:
    """Whether the people on screen are invented: every page of a demonstration says so."""
    return bool(getattr(settings, "DEMO_ACCOUNTS", False))


@register.simple_tag
def theme(request: Any = None) -> str:
    """« light » or « dark » as chosen under « Lire autrement »; empty: what the device says."""
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in {"light", "dark"} else ""


@register.simple_tag
def logo() -> SafeString:
    """Le fil double: the professional, and the person beside them."""
    return SafeString(
        '<svg viewBox="0 0 36 36" aria-hidden="true" focusable="false" fill="none" stroke-width="5.2" '
        'stroke-linecap="round"><path class="f1" d="M5 31C5 15 13 8.5 31 8.5"/>'
        '<path class="f2" d="M18 31c0-8 4-12.5 13-12.5"/></svg>'
    )
