"""What the site team does for conventions: record what was agreed, show an auditor the certified annex."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lms.funding.agreeing import agree
from lms.funding.annex import show_annex
from lms.funding.edition_views import describe_edition, find_edition
from lms.funding.forms import AnnexForm, ConventionForm
from lms.funding.issuing import Table
from lms.funding.live import read_live
from lms.funding.models import AnnexReading, Convention
from lms.funding.naming import name_communes, name_modules
from lms.funding.report import show_rows
from lms.funding.targets import sum_up
from lms.funding.uptake import COMMUNE, MODULE, TOGETHER
from lms.funding.views import find_convention
from lms.funding.words import AXIS_WORDS
from lms.people.access import PersonRequest, needs
from lms.people.rights import Thing, Verb


@needs(Verb.CHANGE, Thing.CONVENTION)
@require_http_methods(["GET", "POST"])
def new_convention(request: PersonRequest) -> HttpResponse:
    return _agree(request, Convention(), is_new=True)


@needs(Verb.CHANGE, Thing.CONVENTION)
@require_http_methods(["GET", "POST"])
def change_convention(request: PersonRequest, convention_id: UUID) -> HttpResponse:
    return _agree(request, find_convention(request.user, Verb.CHANGE, convention_id))


def _agree(request: PersonRequest, convention: Convention, *, is_new: bool = False) -> HttpResponse:
    form = ConventionForm(request.POST or None, instance=convention)
    if request.method == "POST" and form.is_valid():
        agreed = agree(form.instance, form.cleaned_data["module_keys"])
        messages.success(request, _("Convention %(number)s is recorded.") % {"number": agreed.number})
        return redirect("funding:convention", agreed.pk)
    return render(request, "funding/convention_form.html", {"form": form, "is_new": is_new, "convention": convention})


@needs(Verb.CHANGE, Thing.CONVENTION)
@never_cache
@require_GET
def live(request: PersonRequest, convention_id: UUID) -> HttpResponse:
    """Where the convention is now, for who runs the platform: on screen only."""
    found = find_convention(request.user, Verb.CHANGE, convention_id)
    read = read_live(found)
    now = date_format(timezone.localtime(), "d/m/Y H:i")
    context = {"convention": found, "live": read, "sentence": sum_up(found, read.total), "now": now}
    return render(request, "funding/live.html", context)


@needs(Verb.CHANGE, Thing.CONVENTION)
@never_cache
@require_http_methods(["GET", "POST"])
def annex(request: PersonRequest, convention_id: UUID, edition_id: UUID) -> HttpResponse:
    """Who is shown the exact figures, and why; sent: the figures, in this answer and nowhere else."""
    found = find_edition(request.user, Verb.CHANGE, convention_id, edition_id)
    form = AnnexForm(request.POST or None)
    context = describe_edition(request.user, found) | {"form": form}
    if request.method == "POST" and form.is_valid():
        tables, trace = show_annex(found, request.user, **form.cleaned_data)
        return render(request, "funding/annex_shown.html", context | {"tables": name_tables(tables), "trace": trace})
    traces = AnnexReading.objects.filter(edition=found).select_related("shown_by")
    return render(request, "funding/annex.html", context | {"traces": traces})


def name_tables(tables: list[Table]) -> list[dict[str, Any]]:
    """Each with its title, its heads and its lines in words."""
    keys = {table.axis: {key for group in table.groups for key in group.members} for table in tables}
    modules = {key for together in keys[MODULE] for key in together.split(TOGETHER)}
    names = name_communes(keys[COMMUNE]) | name_modules(modules)
    return [
        {"key": table.axis, "title": str(AXIS_WORDS[table.axis]), "rows": show_rows(table, names)} for table in tables
    ]
