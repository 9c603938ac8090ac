"""The chart of a convention: what is done at each step, beside what was agreed."""

from typing import Any

import plotly.graph_objects as go
from django.utils.translation import gettext as _

from cms.numbers import write_number
from lms.funding.grid import Step
from lms.funding.issuing import Table
from lms.funding.models import Convention
from lms.funding.words import STEP_WORDS


def draw_steps(convention: Convention, total: Table) -> dict[str, Any]:
    """Lying bars: the steps that are shown, and the targets that were agreed for them."""
    targets = {
        Step.INVITED: convention.target_invited,
        Step.ENROLLED: convention.target_enrolled,
        Step.COMPLETED: convention.target_completed,
    }
    done = [(step, total.total.counts[step]) for step in total.steps]
    agreed = [(step, target) for step in total.steps if (target := targets.get(step))]
    bars = [_bars(_("Done"), done), *([_bars(_("Target"), agreed)] if agreed else [])]
    figure = go.Figure(bars, layout={"template": None, "meta": {"category": _("Step")}})
    return figure.to_plotly_json()


def _bars(name: str, values: list[tuple[Step, int]]) -> go.Bar:
    words = [str(STEP_WORDS[step]) for step, _value in values]
    return go.Bar(name=name, orientation="h", y=words, x=[value for _step, value in values])


def say_steps(total: Table) -> str:
    """The message of the chart: its two ends, or the only step shown."""
    counts = total.total.counts
    words = {"invited": write_number(counts[Step.INVITED])}
    if Step.COMPLETED not in counts:
        return _("%(invited)s people are invited.") % words
    words["completed"] = write_number(counts[Step.COMPLETED])
    return _("%(completed)s of the %(invited)s people invited have completed a module.") % words
