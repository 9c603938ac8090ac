"""What `{% load look %}` draws."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.exceptions import ImproperlyConfigured
from django.template import engines
from django.utils.translation import gettext_lazy

from cms.charts import plain, table_of
from cms.icons import FOLDER, draw_icon
from cms.templatetags.look import beginning, hour


def draw(source: str, **context: Any) -> str:
    return str(engines["django"].from_string("{% load look %}" + source).render(context))


def test_an_icon_is_drawn_in_the_page_and_hidden_from_screen_readers() -> None:
    assert draw('{% icon "check-circle" %}').startswith(
        '<svg class="icon" viewBox="0 0 256 256" aria-hidden="true" focusable="false"><path'
    )


@pytest.mark.parametrize("name", ["no-such-icon", "../../../settings", ""])
def test_a_missing_icon_says_how_to_add_it(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"icons\.txt"):
        draw_icon(name)


def test_every_icon_of_the_list_was_copied() -> None:
    names = (FOLDER.parents[3] / "lms/assets/icons.txt").read_text(encoding="utf-8").split()
    assert names == sorted(set(names))
    assert {name for name in names if not (FOLDER / f"{name}.svg").is_file()} == set()


def test_a_status_is_an_icon_and_a_word() -> None:
    drawn = draw('{% tag "never" "circle-dashed" words %}', words="Jamais <évaluée>")
    assert '<span class="tag tag-never"><svg' in drawn
    assert "Jamais &lt;évaluée&gt;</span>" in drawn


def test_the_last_crumb_is_this_page_and_no_link() -> None:
    drawn = draw('{% crumbs "Accueil" "/" "Module" "/module/" "Question 4" %}')
    assert drawn.count("<a ") == 2
    assert '<li aria-current="page">Question 4</li>' in drawn


def test_steps_say_done_now_and_to_come() -> None:
    drawn = draw("{% steps 2 5 %}")
    assert (drawn.count('class="done"'), drawn.count('class="now"'), drawn.count("<li")) == (2, 1, 5)


def test_a_level_never_assessed_has_dashed_pips() -> None:
    assert "pips-none" in draw("{% pips None %}")
    assert draw('{% pips 3 "req" %}').count('class="on"') == 3


def test_a_meter_holds_its_lengths_in_custom_properties() -> None:
    drawn = " ".join(draw("{% meter part mark %}", part=Decimal("68.3"), mark=140).split())
    assert 'style="--part: 68.30%; --mark: 100.00%"' in drawn
    assert "style" not in draw("{% meter None %}")


def test_a_message_becomes_a_note_of_its_kind() -> None:
    drawn = draw("{% message_note message %}", message=Message(constants.SUCCESS, "C’est gardé."))
    assert "note-ok" in drawn
    assert "C’est gardé." in drawn


def test_a_figure_without_a_stored_cell_is_not_shown_at_all() -> None:
    assert draw('{% survey_figure "" "des personnes" %}').strip() == ""


def test_a_chart_carries_its_data_its_table_and_its_script() -> None:
    figure = {
        "data": [
            {"type": "bar", "x": ["Nord", "Sud"], "y": [Decimal("12.5"), None], "name": gettext_lazy("Value")},
            {"type": "bar", "x": ["Sud"], "y": [3], "name": "</script>"},
        ],
        "layout": {"meta": {"category": "Territoire"}},
    }
    drawn = draw('{% chart f "un" "Un titre" %}{% chart f "deux" "Un autre" %}', f=figure)
    assert drawn.count('<script type="module" src="/static/cms/js/chart.js">') == drawn.count("data-chart=") == 2
    assert "</script>&lt;" not in drawn
    assert '"\\u003C/script\\u003E"' in drawn
    assert '<td class="num">12,5</td>' in drawn
    assert ">Territoire<" in "".join(drawn.split())


def test_the_table_of_a_chart_keeps_the_order_and_the_gaps() -> None:
    lying = {"type": "bar", "orientation": "h", "y": ["b", "a"], "x": [1, 2], "name": "N"}
    heads, rows = table_of({"data": [lying, {"x": ["c"], "y": [3]}]})
    assert heads == ["N", ""]
    assert rows == [("b", [1, None]), ("a", [2, None]), ("c", [None, 3])]


def test_a_plotly_figure_object_is_as_good_as_its_dictionary() -> None:
    class Drawn:
        def to_plotly_json(self) -> dict[str, Any]:
            return {"data": ({"x": (1, 2)},)}

    assert plain(Drawn()) == {"data": [{"x": [1, 2]}]}


@pytest.mark.django_db
def test_a_claim_is_drawn_as_printed_with_what_one_may_think_of_it_and_its_source() -> None:
    drawn = draw('{% survey_figure "rappel-detection-80" %}')
    assert "dans plus de 80" in drawn
    assert "GREF Bretagne" in drawn
    assert "Base absente de nos sources" in drawn


@pytest.mark.django_db
def test_an_unknown_claim_is_not_shown_at_all() -> None:
    assert draw('{% survey_figure "rappel-inconnu" %}').strip() == ""


def test_the_beginning_of_a_text_has_no_markup_and_nothing_left_hanging() -> None:
    assert beginning("Un **fait**, [ici](https://www.caf.fr/).") == "Un fait, ici."
    assert beginning("Elle dit : « Non », puis part.", 3) == "Elle dit…"
    assert beginning("Elle dit : « Non », puis part.", 5) == "Elle dit\u00a0: «\u00a0Non…"
    assert beginning("Un bureau partagé, puis seul.", 3) == "Un bureau partagé…"


def test_a_moment_without_an_hour_says_none() -> None:
    assert hour(None) == ""
