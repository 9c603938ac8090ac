"""The charts of a convention: what is done at each step beside what was agreed, and the groups of each table."""

from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.numbers import write_number
from lms.funding.grid import Step
from lms.funding.issuing import Table
from lms.funding.models import Convention
from lms.funding.shown_table import ShownTable

# Short words: a phone gives the names of the bars a third of its width.
BAR_WORDS: dict[Step, Any] = {
    Step.INVITED: gettext_lazy("Invited"),
    Step.ENROLLED: gettext_lazy("Enrolled"),
    Step.STARTED: gettext_lazy("Have started"),
    Step.COMPLETED: gettext_lazy("Have completed"),
    Step.ATTESTED: gettext_lazy("Attested"),
}


def draw_steps(convention: Convention, total: Table) -> dict[str, Any]:
    """Lying bars: the steps that are shown, and the targets that were agreed for them."""
    targets = {
        Step.INVITED: convention.target_invited,
        Step.ENROLLED: convention.target_enrolled,
        Step.COMPLETED: convention.target_completed,
    }
    done = [(step, total.total.counts[step]) for step in total.steps]
    agreed = [(step, target) for step in total.steps if (target := targets.get(step))]
    bars = [_bars(_("Achieved"), done), *([_bars(_("Target"), agreed)] if agreed else [])]
    layout = {"template": None, "meta": {"category": _("Step")}, "xaxis": {"nticks": 4}}
    return go.Figure(bars, layout=layout).to_plotly_json()


def draw_total(total: Table) -> dict[str, Any]:
    """Lying bars: the steps that are shown, without a target."""
    done = [(step, total.total.counts[step]) for step in total.steps]
    layout = {"template": None, "meta": {"category": _("Step")}, "xaxis": {"nticks": 4}}
    return go.Figure([_bars(_("People"), done)], layout=layout).to_plotly_json()


def _bars(name: str, values: list[tuple[Step, int]]) -> go.Bar:
    words = [str(BAR_WORDS[step]) for step, _value in values]
    return go.Bar(name=name, orientation="h", y=words, x=[value for _step, value in values])


def say_steps(total: Table) -> str:
    """The message of the chart: its two ends, or the only step shown."""
    counts = total.total.counts
    words = {"invited": write_number(counts[Step.INVITED])}
    if Step.COMPLETED not in counts:
        return _("%(invited)s people are invited.") % words
    words["completed"] = write_number(counts[Step.COMPLETED])
    return _("%(completed)s of the %(invited)s people invited have completed a module.") % words


def draw_groups(table: ShownTable) -> dict[str, Any]:
    """Lying bars: the people of each line at the first and at the last step it shows."""
    shown = [figure.measure for figure in table.rows[0].figures if not figure.in_minutes]
    bars = [_group_bar(table, measure) for measure in dict.fromkeys([shown[0], shown[-1]])]
    layout = {"template": None, "meta": {"category": table.head}, "xaxis": {"nticks": 4}}
    return go.Figure(bars, layout=layout).to_plotly_json()


def _group_bar(table: ShownTable, measure: str) -> go.Bar:
    values = [figure.value for row in table.rows for figure in row.figures if figure.measure == measure]
    return go.Bar(name=measure, orientation="h", y=[row.label for row in table.rows], x=values)


def say_groups(table: ShownTable) -> str:
    """The message of the chart: its longest bar, out of the whole."""
    longest = max(table.rows, key=lambda row: row.figures[0].value)
    words = {
        "group": longest.label,
        "people": longest.figures[0].text,
        "all": table.total.figures[0].text if table.total else "",
    }
    return _("The most people invited are under “%(group)s”: %(people)s out of %(all)s.") % words
