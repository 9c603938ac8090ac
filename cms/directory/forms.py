"""What someone looks for in the directory; an error told on a place."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.directory import words
from cms.directory.choosing import Wanted
from cms.directory.communes import Commune, find_communes, names_like
from cms.models.directory import PlaceReport
from cms.private_text import find_personal_data
from cms.reading_language import FRENCH

KILOMETRES = (5, 10, 20, 50)
FAR_ENOUGH = 20


def _words(values: tuple[str, ...], everything: Any) -> list[tuple[str, Any]]:
    return [("", everything), *((value, value) for value in values)]


class FrenchChoices(forms.Select):
    """A list whose words are those of the national format, French for every reader."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        if option["value"] and get_language() != FRENCH:
            option["attrs"]["lang"] = "fr"
        return option


def _choose(label: Any, values: tuple[str, ...], everything: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_words(values, everything), required=False, widget=FrenchChoices)


class PlaceFilters(forms.Form):
    commune = forms.CharField(label=_("Around which commune"), max_length=80, required=False)
    within = forms.TypedChoiceField(
        label=_("How far"),
        choices=[(each, f"{each}\u00a0km") for each in KILOMETRES],
        coerce=int,
        initial=FAR_ENOUGH,
        required=False,
    )
    service = _choose(_("To do what"), words.SERVICES, _("Anything"))
    public = _choose(_("For whom"), words.PUBLICS, _("Anyone"))
    care = _choose(_("Access and welcome"), words.CARE, _("Any"))
    fee = _choose(_("Price"), words.FEES, _("Any"))

    def clean_commune(self) -> Commune | None:
        typed = " ".join(self.cleaned_data["commune"].split())
        if not typed:
            return None
        found = find_communes(typed)
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(map(str, found))
            raise ValidationError(_("Several communes have this name. Write one: %(names)s."), params={"names": names})
        close = ", ".join(names_like(typed))
        if close:
            raise ValidationError(
                _("No commune of the table is called “%(typed)s”. Did you mean: %(close)s?"),
                params={"typed": typed, "close": close},
            )
        raise ValidationError(
            _("No commune of the table is called “%(typed)s”: it knows Hauts-de-France, from 500 people on."),
            params={"typed": typed},
        )

    def wanted(self) -> Wanted:
        """What a right form asks for."""
        return Wanted(**self.cleaned_data | {"within": self.cleaned_data["within"] or FAR_ENOUGH})


class ReportForm(forms.ModelForm[PlaceReport]):
    class Meta:
        model = PlaceReport
        fields = ("wrong", "words")
        labels = {"wrong": _("What is wrong"), "words": _("In a few words (you may leave it empty)")}
        help_texts = {
            "words": _(
                "No name, no telephone number, no address of a person: say what is wrong, we look it up ourselves."
            )
        }
        widgets = {"wrong": forms.RadioSelect, "words": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wrong"].choices = PlaceReport.Wrong.choices  # type: ignore[attr-defined] # no empty choice

    def clean_words(self) -> str:
        typed: str = self.cleaned_data["words"]
        held = find_personal_data(typed)
        if held:
            raise ValidationError(
                _("This text seems to hold %(held)s. Take it out: say that it is wrong, we look up the right one."),
                params={"held": held},
            )
        return typed
