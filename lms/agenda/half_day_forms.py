"""What a trainer or an institute fills to plan a half-day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.agenda.forms import CHOOSE
from lms.people.day_field import DayField
from lms.people.models import InstitutePlace, Organisation, User
from lms.people.models.organisation import within
from lms.people.rights import Thing, Verb, roles_that_may
from modules.models import Edition, Registration
from modules.recommending import latest_editions


@dataclass(frozen=True)
class Planned:
    institute: Organisation
    edition: Edition
    registrations: list[Registration]


class HalfDayForm(forms.Form):
    module = forms.ChoiceField(label=_("Module"), error_messages={"required": _("Choose the module.")})
    held_on = DayField(
        label=_("Day"),
        missing=_("Say which day it takes place."),
    )
    trainers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Trainers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who trains: one person at least.")},
    )
    people = forms.CharField(
        label=_("Who comes"),
        help_text=_("One e-mail address a line. Each person must already follow this module. You may add more later."),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        required=False,
        max_length=20_000,
    )

    def __init__(self, data: Any, *, institutes: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        places = InstitutePlace.objects.filter(organisation__in=institutes).select_related("organisation", "page")
        by_path = {place.page.path: place.organisation for place in places}
        self.offered = {
            str(edition.module_key): (edition, institute)
            for edition in latest_editions()
            for path, institute in by_path.items()
            if edition.module.path.startswith(path)
        }
        titles = [(key, edition.title) for key, (edition, _institute) in self.offered.items()]
        self.fields["module"].choices = [CHOOSE, *titles]  # type: ignore[attr-defined]
        observers = User.objects.filter(
            within(*institutes, prefix="role_assignments__node__"),
            role_assignments__role__in=roles_that_may(Verb.OBSERVE, Thing.GROUP),
        )
        self.fields["trainers"].queryset = observers.distinct()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "module" in cleaned and "people" in cleaned:
            self._find_people(UUID(cleaned["module"]), cleaned["people"])
        return cleaned

    @property
    def planned(self) -> Planned:
        """What was asked; the form must be valid."""
        edition, institute = self.offered[self.cleaned_data["module"]]
        return Planned(institute, edition, self.found)

    def _find_people(self, module_key: UUID, text: str) -> None:
        """The latest registration of each address; those that follow another module, or none, are named."""
        emails = {line.strip().lower() for line in text.splitlines() if line.strip()}
        rows = Registration.objects.filter(edition__module_key=module_key, learner__email__in=emails)
        latest = {row.learner.email: row for row in rows.select_related("learner", "edition").order_by("registered_at")}
        self.found = list(latest.values())
        if unknown := sorted(emails - latest.keys()):
            message = _("These addresses do not follow this module: %(addresses)s. Correct them or take them out.")
            self.add_error("people", forms.ValidationError(message, params={"addresses": ", ".join(unknown)}))
