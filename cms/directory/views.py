"""The directory for everyone: a list first, a sketch second; a place's sheet; an error to tell."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cms.directory.actors import actors_of
from cms.directory.choosing import Chosen, choose_places, count_unplaced
from cms.directory.forms import FAR_ENOUGH, PlaceFilters, ReportForm
from cms.directory.reporting import take_report
from cms.directory.sketch import draw_sketch
from cms.models.directory import DirectorySnapshot, Place
from cms.models.standard import StandardPage
from cms.open_forms import may_send

A_LEAF = 20
HOW_TO = "se-servir-de-l-annuaire"
"""The page that explains the directory, as long as editors keep it under that name."""


@require_safe
def list_places(request: HttpRequest) -> HttpResponse:
    asked = request.GET.copy()
    asked.setdefault("within", str(FAR_ENOUGH))
    form = PlaceFilters(asked)
    how_to = StandardPage.objects.live().public().filter(slug=HOW_TO).first()
    context: dict[str, Any] = {"form": form, "snapshots": _snapshots(), "how_to": how_to}
    if form.is_valid():
        wanted = form.wanted()
        leaf = Paginator(choose_places(wanted), A_LEAF).get_page(request.GET.get("page"))
        rows = _read_leaf(leaf)
        context |= {"wanted": wanted, "leaf": leaf, "rows": rows, "query": _query_of(request)}
        if wanted.commune:
            numbered = [(number, place) for number, place, _kilometres in rows]
            context["sketch"] = draw_sketch(wanted.commune.point, wanted.within, numbered, settings.MAP_TILES.address)
            context["credit"] = settings.MAP_TILES.credit
            context["unplaced"] = count_unplaced(wanted)
    return render(request, "cms/directory.html", context)


def _snapshots() -> list[DirectorySnapshot]:
    """Where what is shown comes from."""
    shown = Place.objects.current().order_by().values("snapshot").distinct()
    return list(DirectorySnapshot.objects.filter(pk__in=shown))


def _read_leaf(leaf: "Page[Chosen]") -> list[tuple[int, Place, float | None]]:
    """The places of one page of the list: their number in it, and how far they are."""
    places = Place.objects.in_bulk([each.place_id for each in leaf])
    return [
        (number, places[each.place_id], each.kilometres)
        for number, each in enumerate(leaf, leaf.start_index())
        if each.place_id in places
    ]


def _query_of(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


@require_safe
def show_place(request: HttpRequest, place_id: int) -> HttpResponse:
    """Its sheet as the newest file has it: an older address leads there."""
    place = _find_place(place_id)
    if place.pk != place_id:
        return redirect("place", place.pk)
    return render(request, "cms/place.html", {"place": place, "actors": actors_of(place.identifier)})


def _find_place(place_id: int) -> Place:
    """The place, or the same one in the newest file of its series. Raises Http404."""
    asked = Place.objects.select_related("snapshot").filter(pk=place_id).first()
    if asked is None:
        raise Http404
    same = Place.objects.current().filter(snapshot__series=asked.snapshot.series, identifier=asked.identifier)
    found = same.select_related("snapshot").first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest, place_id: int) -> HttpResponse:
    """Say what is wrong on the sheet; nothing is asked of who says it."""
    place = _find_place(place_id)
    form = ReportForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if may_send("place-report", request.META.get("REMOTE_ADDR", "")):
            take_report(place, form.save(commit=False))
            messages.success(request, _("Thank you. An editor reads what you wrote and tells the source of the file."))
            return redirect("place", place.pk)
        form.add_error(
            None, _("Five errors were just told from your network. Nothing is lost: try again in ten minutes.")
        )
        status = 429
    return render(request, "cms/report_place.html", {"place": place, "form": form}, status=status)
