"""Every component of the look on one page, for the site team: what pages are made of, in each state."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

TOGETHER = "Assistants de service social, Conseillers en économie sociale familiale, Éducateurs spécialisés, réunis"


class SpecimenForm(forms.Form):
    email = forms.EmailField(label="Adresse électronique", help_text="Par exemple prenom.nom@structure.example")
    posture = forms.ChoiceField(
        label="Posture", choices=[("a", "Faire avec"), ("b", "Expliquer")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="J’ai lu")
    why = forms.CharField(label="Pourquoi", widget=forms.Textarea, required=False)
    trade = forms.ChoiceField(
        label="Métier", choices=[("", "Tous"), ("ass", "Assistants de service social")], required=False
    )


@require_safe
def show_patterns(request: HttpRequest) -> HttpResponse:
    """Invented words and figures; the form holds an error on purpose."""
    messages.success(request, "C’est enregistré.")
    places = ["Vère-Nord", "Plateau", "Vallée"]
    finished = _bars(places, "v") | {"name": "Ayant terminé"}
    context = {
        "explained": {"easy_is_shown": True},
        "form": SpecimenForm({"email": "n.ollivier@"}),
        "figure": {"data": [_bars(places, "v"), finished], "layout": {"meta": {"category": "Territoire"}}},
        "lying": {"data": [_bars([TOGETHER, "Éducateurs", "Autres métiers"], "h")]},
    }
    return render(request, "cms/patterns.html", context)


def _bars(names: list[str], orientation: str) -> dict[str, Any]:
    values = [Decimal(12), Decimal(30), Decimal(9)]
    axes: dict[str, Any] = {"x": values, "y": names} if orientation == "h" else {"x": names, "y": values}
    return {"type": "bar", "orientation": orientation, "name": "Inscrits", **axes}
