# ruff: noqa: E501 - a template
"""One page with every component, for the browser: what other pages will be made of."""

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from lms.urls import urlpatterns as addresses_of_the_site

SHEET = """{% extends "base.html" %}{% load look static %}
{% block title %}Planche{% endblock %}
{% block styles %}<link rel="stylesheet" href="{% static "cms/css/simulation.css" %}"><link rel="stylesheet" href="{% static "cms/css/falc.css" %}">{% endblock %}
{% block breadcrumb %}{% crumbs "Accueil" "/" "Planche" %}{% endblock %}
{% block heading %}<div class="page-head"><h1>Planche</h1><p class="lead">Chaque composant une fois.</p></div>{% endblock %}
{% block content %}<div class="stack stack-xl">
{% include "components/error_summary.html" %}
<form class="form" method="post" novalidate>{% include "components/form_fields.html" with form=form %}<button class="btn">Envoyer ma réponse</button></form>
<p class="row"><a class="btn btn-2" href="#a">Imprimer</a><a class="btn btn-quiet" href="#a">S’arrêter ici</a><button class="btn btn-stop">Supprimer</button></p>
<p class="row">{% tag "ok" "check-circle" "Acquise" %}{% tag "warn" "arrow-up-right" "À renforcer" %}{% tag "info" "clock-clockwise" "À renouveler" %}{% tag "err" "warning-circle" "Expirée" %}{% tag "never" "circle-dashed" "Jamais évaluée" %}</p>
{% include "components/continue_card.html" with kicker="Module en cours" title="Comprendre" text="Étape 3 sur 5" link="/" done=2 total=5 saved="Enregistré à 10 h 07" %}
{% include "components/note.html" with kind="warn" icon="warning" title="Attention." text="Une note." link="/" link_words="Lire la suite" %}
{% include "components/empty.html" with title="Rien encore" text="Cela se remplira." level=2 %}
<ul class="choices" aria-label="Réponses"><li class="choice is-done is-mine">{% icon "radio-button" %}<span>La mienne<br><span class="verdict">Votre réponse, à revoir</span></span></li><li class="choice is-done is-right">{% icon "check-circle" %}<span>L’autre<br><span class="verdict">La plus sûre ici</span></span></li><li class="choice is-done">{% icon "circle" %}<span>Encore une</span></li></ul>
<dl class="proof"><div class="req"><dt>{% icon "flag" %}Requis</dt><dd>{% pips 3 "req" %}<br>Niveau 3</dd></div><div><dt>{% icon "eye" %}Observé</dt><dd>{% pips None %}<br>Pas encore</dd></div></dl>
<div class="card"><p class="size-l">68 sur 100</p>{% meter 68.3 88.8 %}{% meter None %}</div>
<section class="card fig" aria-labelledby="message"><h2 id="message" class="fig-msg">Le message est une phrase.</h2>{% chart figure "graphique" "Personnes inscrites et ayant terminé, par territoire" %}<p class="source"><b>Source :</b> données inventées.</p></section>
<section class="card fig" aria-labelledby="message-2"><h2 id="message-2" class="fig-msg">Couché, pour de longs noms.</h2>{% chart lying "graphique-2" "Inscrits, par métier" %}</section>
<div class="scroll" role="region" aria-labelledby="titre-matrice" tabindex="0"><table class="matrix"><caption id="titre-matrice"><span>Niveaux</span></caption><thead><tr><th scope="col">Personne</th><th scope="col"><span class="comp-code">A1</span>Repérer</th></tr></thead><tbody><tr><th scope="row">Yasmine B.</th><td><div class="cell c-ok"><span>{% icon "check-circle" %}Acquise</span></div></td></tr><tr><th scope="row">Karim D.</th><td><div class="cell c-never"><span>{% icon "circle-dashed" %}Jamais évaluée</span></div></td></tr></tbody></table></div>
</div>{% endblock %}
{% block aside %}<aside class="stack stack-l" aria-label="À côté"><section class="card"><h2 class="kicker">Il vous reste</h2><p class="time">{% minutes 95 %}</p></section></aside>{% endblock %}"""


class SheetForm(forms.Form):
    email = forms.EmailField(label="Adresse électronique", help_text="Par exemple prenom.nom@structure.example")
    posture = forms.ChoiceField(
        label="Posture", choices=[("a", "Faire avec"), ("b", "Expliquer")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="J’ai lu")
    why = forms.CharField(label="Pourquoi", widget=forms.Textarea, required=False)
    trade = forms.ChoiceField(
        label="Métier", choices=[("", "Tous"), ("ass", "Assistants de service social")], required=False
    )


def _bars(names: list[str], orientation: str) -> dict[str, object]:
    values = [Decimal(12), Decimal(30), Decimal(9)]
    axes = {"x": values, "y": names} if orientation == "h" else {"x": names, "y": values}
    return {"type": "bar", "orientation": orientation, "name": "Inscrits", **axes}


def sheet(request: HttpRequest) -> HttpResponse:
    messages.success(request, "C’est enregistré.")
    finished = _bars(["Vère-Nord", "Plateau", "Vallée"], "v") | {"name": "Ayant terminé"}
    context = {
        "form": SheetForm({"email": "n.ollivier@"}),
        "figure": {
            "data": [_bars(["Vère-Nord", "Plateau", "Vallée"], "v"), finished],
            "layout": {"meta": {"category": "Territoire"}},
        },
        "lying": {"data": [_bars(["Assistants de service social", "Éducateurs", "Autres métiers"], "h")]},
    }
    return HttpResponse(engines["django"].from_string(SHEET).render(context, request))


urlpatterns = [path("planche/", sheet, name="sheet"), *addresses_of_the_site]
