"""Where one looks for gaps; and what one fills to ask a module of people."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.access import staff_under
from lms.people.day_field import DayField
from lms.people.folding import fold
from lms.people.models import Organisation, Profession
from lms.workforce.forms import indented
from lms.workforce.models import Reach
from lms.workforce.planning import Wish
from modules.models import Edition
from modules.private_text import find_personal_data

DUE_IN = timedelta(days=60)
WRONG_TEAM = _("This team is not one of yours. Choose one in the list.")


class PlaceForm(forms.Form):
    """A team, or everyone one answers for."""

    equipe = forms.ChoiceField(label=_("Team"), required=False, error_messages={"invalid_choice": WRONG_TEAM})

    def __init__(self, data: Any, *, nodes: Sequence[Organisation], teams: Sequence[Organisation]) -> None:
        super().__init__(data, auto_id="lieu-%s")
        self.nodes, self.teams = nodes, {str(team.pk): team for team in teams}
        self.fields["equipe"].choices = [("", _("All teams")), *indented(teams)]  # type: ignore[attr-defined]

    @property
    def place(self) -> list[Organisation]:
        self.full_clean()
        team = self.teams.get(self.cleaned_data.get("equipe", ""))
        return [team] if team else list(self.nodes)


class PlanForm(forms.Form):
    module = forms.ChoiceField(
        label=_("Module"),
        error_messages={
            "required": _("Choose the module."),
            "invalid_choice": _("This module is not open. Choose one in the list."),
        },
    )
    node = forms.ChoiceField(label=_("Team"), error_messages={"invalid_choice": WRONG_TEAM})
    reach = forms.ChoiceField(label=_("For whom"), choices=Reach.choices, widget=forms.RadioSelect)
    person = forms.ChoiceField(
        label=_("Person"),
        required=False,
        error_messages={"invalid_choice": _("This person is not one of yours. Choose someone in the list.")},
    )
    profession = forms.ChoiceField(
        label=_("Profession"), choices=[("", _("All professions")), *Profession.choices], required=False
    )
    only_lacking = forms.BooleanField(
        label=_("Only those who do not have what this module works on, the never assessed included"),
        required=False,
        initial=True,
    )
    due_on = DayField(
        label=_("To be done by"),
        missing=_("Say by which day."),
    )
    days_to_join = forms.IntegerField(
        label=_("Days given to those who join later"),
        help_text=_("For a rule."),
        min_value=1,
        max_value=730,
        initial=90,
        required=False,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The people read it on their page. Nothing about a person: the reason is the work."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Say why: the people will read it."),
            "max_length": _("Shorten the reason: 300 characters at most."),
        },
    )

    def __init__(self, *args: Any, nodes: list[Organisation], editions: list[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nodes = {str(node.pk): node for node in nodes}
        self.editions = {str(edition.module_key): edition for edition in editions}
        people = staff_under(*nodes).values_list("pk", "last_name", "first_name")
        self._offer("module", [("", _("Choose")), *((key, each.title) for key, each in self.editions.items())])
        self._offer("node", indented(nodes))
        named = sorted(((str(key), f"{last} {first}") for key, last, first in people), key=lambda each: fold(each[1]))
        self._offer("person", [("", _("Choose")), *named])
        self.initial.setdefault("due_on", timezone.localdate() + DUE_IN)

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose a day to come."))
        return day

    def clean_reason(self) -> str:
        text: str = self.cleaned_data["reason"]
        if found := find_personal_data(text):
            raise forms.ValidationError(
                _("This text seems to hold %(found)s. Take it out: a reason needs none.") % {"found": found}
            )
        return text

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("reach") == Reach.PERSON and "person" in given:
            self._check_person(given)
        return given

    def wish(self) -> Wish:
        given = self.cleaned_data
        reach = Reach(given["reach"])
        return Wish(
            node=self.nodes[given["node"]],
            edition=self.editions[given["module"]],
            reach=reach,
            due_on=given["due_on"],
            reason=given["reason"],
            person=UUID(given["person"]) if reach == Reach.PERSON else None,
            profession="" if reach == Reach.PERSON else given["profession"],
            only_lacking=given["only_lacking"],
            days_to_join=given["days_to_join"] or 90,
        )

    def _check_person(self, given: dict[str, Any]) -> None:
        node = self.nodes.get(given.get("node", ""))
        if not given["person"]:
            self.add_error("person", _("Choose the person, for a plan of one person only."))
        elif node and not staff_under(node).filter(pk=given["person"]).exists():
            self.add_error("person", _("This person does not work in the team chosen. Choose their team."))

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]
