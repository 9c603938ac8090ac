"""What changed, in the tables that every reader gets: counts, shares and intervals computed from them, 2018 beside."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cms.numbers import write_number
from competencies.figure import Figure as SurveyFigure
from competencies.models import Gap
from competencies.models.evidence import Obstacle
from competencies.percent import percent_of, percent_text, wilson_interval
from competencies.survey import figures
from lms.funding.change import Change, Gain, GainTable, Obstacles, Outcome
from lms.funding.grid import Members
from lms.funding.issuing import EVERYBODY
from lms.funding.shown_table import Figure, Row, ShownTable
from lms.funding.words import REFUSALS, Names, head_of, name_group

ANSWERED, GAINED = "answers", "gains"


def tell_change(change: Change, names: Names, k: int) -> list[ShownTable]:
    """In the order of the page. Two queries when answers are shown, none otherwise."""
    cells = figures(each.cell for each in change.outcomes if not each.refusal) if change.outcomes else {}
    gaps = dict(_gaps({each.gap for each in change.outcomes})) if change.outcomes else {}
    tables = [tell_outcome(each, cells.get(each.cell), gaps.get(each.gap, "")) for each in change.outcomes]
    tables += [tell_gains(each, names) for each in change.gains]
    return [*tables, *([tell_obstacles(change.obstacles, k)] if change.obstacles else [])]


def _gaps(codes: set[str]) -> "QuerySet[Gap, tuple[str, str]]":
    return Gap.objects.filter(code__in=codes).order_by("code").values_list("code", "statement")


def tell_outcome(outcome: Outcome, baseline: SurveyFigure | None, gap: str) -> ShownTable:
    words = {"question": outcome.wording, "answer": outcome.answer}
    shown = None if outcome.refusal else baseline
    return _table(
        axis=f"{ANSWERED}-{outcome.key}",
        title=_("%(question)s “%(answer)s”") % words,
        head=_("When"),
        as_of=outcome.as_of,
        rows=[*_moments(outcome), *([_baseline(shown)] if shown else [])],
        note_heads=[_("Share"), _("95 %% interval") % {}],
        remarks=[
            _("Gap %(code)s: %(gap)s.") % {"code": outcome.gap, "gap": gap},
            _dropped(outcome),
            *([str(REFUSALS[outcome.refusal])] if outcome.refusal else []),
            *([shown.source_line, shown.caution] if shown else []),
        ],
    )


def _moments(outcome: Outcome) -> Iterator[Row]:
    yield _share(_("Before the module"), outcome.before, outcome.matched)
    yield _share(_("After the module"), outcome.after, outcome.matched)
    if outcome.followed:
        among = (
            (_("Before, those who answered three months after"), outcome.followed_before),
            (_("After, those who answered three months after"), outcome.followed_after),
            (_("Three months after"), outcome.later),
        )
        yield from (_share(label, people or 0, outcome.followed) for label, people in among)


def _share(label: str, people: int, base: int) -> Row:
    percent = percent_of(people, base)
    return Row(
        label,
        [Figure(_("Gave this answer"), people), Figure(_("People compared"), base)],
        [percent_text(percent) if percent is not None else "", wilson_interval(people, base).text],
    )


def _baseline(figure: SurveyFigure) -> Row:
    return _share(_("2018 survey, Hauts-de-France"), figure.numerator, figure.denominator)


def _dropped(outcome: Outcome) -> str:
    if outcome.answered is None:
        return _("How many answered before only cannot be shown without exposing someone.")
    words = {"answered": write_number(outcome.answered), "left": write_number(outcome.answered - outcome.matched)}
    return _("%(answered)s people answered before; %(left)s of them have not answered after.") % words


def tell_gains(table: GainTable, names: Names) -> ShownTable:
    everybody = table.axis == EVERYBODY
    module = names.get(table.module) or _("Module withdrawn")
    merged = sum(len(line.members) > 1 for line in table.lines) == 1
    rows = [_gain(_gain_label(table.axis, line.members, merged, names), line) for line in table.lines]
    whole = Gain((), sum(line.pairs for line in table.lines), sum(line.total for line in table.lines))
    return _table(
        axis=f"{GAINED}-{table.module}-{table.axis}",
        title=_("Points won between the two tests: %(module)s") % {"module": module},
        head=_("People") if everybody else head_of(table.axis, names),
        as_of=table.as_of,
        rows=rows,
        total=None if everybody else _gain(_("Together"), whole),
        note_heads=[_("Mean, in points out of 100")],
        remarks=[_("Only people who completed the module and took both tests; the first passing of each.")],
    )


def _gain_label(axis: str, members: Members, merged: bool, names: Names) -> str:
    return _("Together") if axis == EVERYBODY else name_group(axis, members, merged, names)


def _gain(label: str, line: Gain) -> Row:
    points = Figure(_("Points won, added up"), line.total, in_points=True)
    return Row(label, [Figure(_("People who took both tests"), line.pairs), points], [number_format(line.mean, 1)])


def tell_obstacles(obstacles: Obstacles, k: int) -> ShownTable:
    measure = _("People who named it")
    named = sorted(obstacles.named.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = [Row(str(Obstacle(key).label), [Figure(measure, people)]) for key, people in named]
    everybody = Row(_("Everybody who told"), [Figure(measure, obstacles.told)])
    told = _("An obstacle is shown when at least %(k)d people named it and %(k)d did not; one may name several.")
    return _table(
        axis="obstacles",
        title=_("What stopped people from using it, three months after"),
        head=_("Obstacle"),
        as_of=obstacles.as_of,
        rows=[*rows, everybody],
        remarks=[told % {"k": k}],
    )


def _table(
    *,
    axis: str,
    title: str,
    head: str,
    as_of: date,
    rows: list[Row],
    remarks: list[str],
    total: Row | None = None,
    note_heads: list[str] | None = None,
) -> ShownTable:
    return ShownTable(
        axis=axis,
        depth="",
        title=title,
        head=head,
        as_of=as_of,
        measures=[figure.measure for figure in rows[0].figures],
        rows=rows,
        total=total,
        explanation="",
        note_heads=note_heads or [],
        remarks=[each for each in remarks if each],
    )
