"""The questions put to the matrix, as a form sent in the address: it works without JavaScript and can be kept."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.people.models import Organisation
from lms.workforce.matrix import Competency
from lms.workforce.matrix_query import LACKS, MatrixQuery, Sort
from lms.workforce.state import State

ANY, OF_POST = "une", "du-poste"
STATES = [
    (LACKS, _("Does not have it, for any reason")),
    *((state.value, state.label) for state in reversed(State)),
]


class MatrixFilter(forms.Form):
    """« Qui n'a pas… », and where. A field left out asks for everything; no competency, for everyone."""

    competence = forms.ChoiceField(
        label=_("Competency"),
        required=False,
        error_messages={"invalid_choice": _("This competency is not in the framework. Choose one in the list.")},
    )
    etat = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=STATES,
        error_messages={"invalid_choice": _("This state does not exist. Choose one in the list.")},
    )
    equipe = forms.ChoiceField(
        label=_("Team"),
        required=False,
        error_messages={"invalid_choice": _("This team is not one of yours. Choose one in the list.")},
    )
    tri = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=Sort.choices,
        error_messages={"invalid_choice": _("This order does not exist. Choose one in the list.")},
    )
    domaine = forms.ChoiceField(
        label=_("Domain"),
        required=False,
        error_messages={"invalid_choice": _("This domain is not in the framework. Choose one in the list.")},
    )

    def __init__(
        self, data: Any, *, nodes: Sequence[Organisation], teams: Sequence[Organisation], columns: Sequence[Competency]
    ) -> None:
        super().__init__(data, auto_id="filtre-%s")
        self.nodes, self.columns = nodes, columns
        self.teams = {str(team.pk): team for team in teams}
        domains = {str(each.domain.identifier): str(each.domain) for each in columns}
        self._offer("equipe", _("All teams"), indented(teams))
        self._offer("domaine", _("All domains"), [*domains.items()])
        any_of = [(ANY, _("At least one")), (OF_POST, _("At least one asked for by the post"))]
        self._offer("competence", _("Show everyone"), [*any_of, *_named(columns)])

    def query(self, on: date) -> MatrixQuery:
        """What was asked; a field that is wrong is left out (its error is said above the table)."""
        self.full_clean()
        shown, asked = self._shown(), self._value("competence")
        one = [each for each in self.columns if str(each.identifier) == asked]
        state = (self._value("etat") or LACKS) if asked else ""
        team = self.teams.get(self._value("equipe"))
        return MatrixQuery(
            [team] if team else self.nodes,
            shown,
            on,
            state,
            one or shown,
            of_post=asked == OF_POST,
            sort=Sort(self._value("tri") or Sort.NAME),
        )

    def _shown(self) -> list[Competency]:
        """The columns of the domain, and the competency asked about wherever it is."""
        domain, asked = self._value("domaine"), self._value("competence")
        return [
            each
            for each in self.columns
            if not domain or str(each.domain.identifier) == domain or str(each.identifier) == asked
        ]

    def _value(self, name: str) -> str:
        return str(self.cleaned_data.get(name, ""))

    def _offer(self, name: str, everything: Any, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]


def _named(columns: Sequence[Competency]) -> list[tuple[str, str]]:
    return [(str(each.identifier), str(each)) for each in columns]


def indented(teams: Sequence[Organisation]) -> list[tuple[str, str]]:
    """The tree, drawn with no-break spaces: a browser drops any other."""
    top = min((team.depth for team in teams), default=1)
    return [(str(team.pk), "\u00a0" * 3 * (team.depth - top) + team.name) for team in teams]
