"""The receipt of an edition: what must be quoted for its figures to be found, and run, again."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.numbers import write_number
from lms.funding.models import FundingEdition
from lms.funding.report import Report
from lms.funding.shown_table import ShownTable
from lms.funding.words import title_table, write_date


def receipt_lines(report: Report) -> list[tuple[str, str]]:
    """(label, value), in the order of the page."""
    edition = report.edition
    written = timezone.localtime(edition.created_at)
    return [
        (_("Convention"), f"{report.convention.number}, {report.convention.funder}"),
        (_("Edition"), str(edition.pk)),
        (_("As of the end of"), write_date(edition.as_of)),
        (_("Written"), date_format(written, "d/m/Y H:i")),
        (_("Digest (SHA-256)"), edition.digest),
        (_("Version of the rules"), edition.rule_version),
        (_("Smallest group"), _("%(k)d distinct people") % {"k": edition.k}),
        (_("Unit"), _("distinct people, each once in the convention; time in planned minutes")),
        *gate_lines(report),
        (_("Edition before"), previous_of(edition)),
    ]


def gate_lines(report: Report) -> list[tuple[str, str]]:
    """How the edition withstood the attack; nothing for those written before it was made."""
    gate = report.edition.gate
    if not gate:
        return []
    words = {"targets": write_number(gate["targets"]), "leaks": write_number(gate["leaks"]), "solver": gate["solver"]}
    withheld = [title_table(name, report.names) for name in gate["withheld"]]
    if told := gate.get("change_withheld"):
        withheld.append(
            ngettext("%(n)d table of what changed", "%(n)d tables of what changed", len(told)) % {"n": len(told)}
        )
    return [
        (_("Attack"), _say_attack(gate["targets"]) % words),
        (_("Tables held back"), ", ".join(withheld) or _("none")),
    ]


def _say_attack(targets: int) -> str:
    return ngettext(
        "%(targets)s small group tried, %(leaks)s read (%(solver)s)",
        "%(targets)s small groups tried, %(leaks)s read (%(solver)s)",
        targets,
    )


def previous_of(edition: FundingEdition) -> str:
    before = edition.convention.editions.filter(as_of__lt=edition.as_of).newest_first().first()
    return f"{before.pk} ({write_date(before.as_of)})" if before else _("none: this is the first one")


def older_tables(report: Report) -> list[ShownTable]:
    """The tables that kept an earlier date, or are not there: each says why."""
    return [table for table in report.every if table.explanation]
