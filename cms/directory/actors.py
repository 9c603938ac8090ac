"""The actors' sheets: a list to find whom to call, a sheet that says what was agreed with whom."""

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms.models.actor import Actor, Partnership


@require_safe
def list_actors(request: HttpRequest) -> HttpResponse:
    """By kind and by name. Two queries, whatever their number."""
    kind = request.GET.get("kind", "")
    kinds = dict(Actor.Kind.choices)
    shown = with_partnerships(Actor.objects.all())
    everyone = list(shown.filter(kind=kind) if kind in kinds else shown)
    by_kind = [(words, [actor for actor in everyone if actor.kind == value]) for value, words in kinds.items()]
    context = {"by_kind": [each for each in by_kind if each[1]], "kinds": kinds.items(), "kind": kind}
    return render(request, "cms/actors.html", context | {"invented": any(actor.is_invented for actor in everyone)})


@require_safe
def show_actor(request: HttpRequest, slug: str) -> HttpResponse:
    actor = get_object_or_404(with_partnerships(Actor.objects.all()), slug=slug)
    return render(request, "cms/actor.html", {"actor": actor, "place": actor.place()})


def with_partnerships(actors: "QuerySet[Actor]") -> "QuerySet[Actor]":
    """Each with `running`: its conventions in force, each with its `actors`."""
    running = Partnership.objects.running_on().prefetch_related("actors")
    return actors.prefetch_related(Prefetch("partnerships", queryset=running, to_attr="running"))


def actors_of(place_identifier: str) -> "QuerySet[Actor]":
    """Those whose place it is."""
    return with_partnerships(Actor.objects.filter(place_identifier=place_identifier))
