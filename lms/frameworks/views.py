"""The editor of frameworks: find, check, call, answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competencies.case.checking import Fault, PackageRefused, read_package
from competencies.case.copying import copy_framework, renew
from competencies.case.keeping import Plan, keep_package, plan_keeping
from competencies.case.writing import read_kept, with_ends, write_package
from competencies.framework import Rung, in_lines, outline_of
from competencies.models import AdoptionStatus, AssociationType, CFAssociation, CFDocument, CFItem
from lms.frameworks.access import find_framework, find_item, find_shown, frameworks_of, institutes_of
from lms.frameworks.editing import (
    NotADraft,
    NotReady,
    adopt,
    delete_draft,
    delete_item,
    deprecate,
    find_faults,
    move_item,
    save_item,
    save_sheet,
)
from lms.frameworks.forms import TYPES, FileForm, ItemForm, NewSheetForm, SheetForm
from lms.frameworks.uses import read_uses
from lms.people.access import PersonRequest, needs
from lms.people.models import Organisation
from lms.people.rights import Thing, Verb

PAGE = 200


def gone() -> str:
    return _("This version has just been adopted or deleted: nothing was changed.")


@needs(Verb.VIEW, Thing.FRAMEWORK)
def frameworks(request: PersonRequest) -> HttpResponse:
    institutes = {node.pk: node for node in institutes_of(request.user, Verb.VIEW)}
    own = frameworks_of(request.user, Verb.VIEW).annotate(size=Count("items")).order_by("title", "version", "pk")
    context = {
        "rows": [(document, institutes[document.owner]) for document in own if document.owner],
        "shipped": CFDocument.objects.annotate(size=Count("items")).order_by("title"),
        "several": len(institutes) > 1,
    }
    return render(request, "frameworks/frameworks.html", context)


@needs(Verb.VIEW, Thing.FRAMEWORK)
def framework(request: PersonRequest, framework_id: UUID) -> HttpResponse:
    """What it says, whom it serves, and what can be done with it."""
    document = find_shown(request.user, framework_id)
    items = CFItem.every.filter(document=document)
    lines = in_lines(outline_of(items, CFAssociation.every.filter(document=document)))
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    is_draft = document.owner is not None and not document.is_sealed
    context = {
        "document": document,
        "page": page,
        "lines": _lines(document, list(page.object_list)),
        "uses": read_uses(document, document.owner),
        "is_draft": is_draft,
        "may_change": _may(request, Verb.CHANGE, document),
        "may_publish": _may(request, Verb.PUBLISH, document),
        "may_copy": bool(institutes_of(request.user, Verb.CHANGE)),
        "faults": find_faults(document) if is_draft else [],
    }
    return render(request, "frameworks/framework.html", context)


def _may(request: PersonRequest, verb: Verb, document: CFDocument) -> bool:
    return frameworks_of(request.user, verb).filter(pk=document.pk).exists()


def _lines(document: CFDocument, lines: list[tuple[Rung, int]]) -> list[dict[str, Any]]:
    """Each item with what it leads to, but its parent. One query."""
    shown = [rung.item for rung, _depth in lines]
    links = CFAssociation.every.filter(document=document, origin__in=shown)
    ends: dict[UUID, list[CFAssociation]] = {}
    for link in with_ends(links.exclude(association_type=AssociationType.IS_CHILD_OF).order_by("position")):
        ends.setdefault(link.origin_id, []).append(link)
    return [{"item": rung.item, "depth": min(depth, 6), "links": ends.get(rung.item.pk, [])} for rung, depth in lines]


@needs(Verb.CHANGE, Thing.FRAMEWORK)
def create(request: PersonRequest) -> HttpResponse:
    document = CFDocument(adoption_status=AdoptionStatus.DRAFT, language="fr")
    document.level_names = list(CFDocument.objects.values_list("level_names", flat=True).first() or [])
    form = NewSheetForm(request.POST or None, instance=document, institutes=institutes_of(request.user, Verb.CHANGE))
    if request.method == "POST" and form.is_valid():
        document.owner = form.cleaned_data["institute"].pk
        save_sheet(document, form.said())
        return redirect("frameworks:framework", document.pk)
    return _form(request, form, _("New framework"))


@needs(Verb.CHANGE, Thing.FRAMEWORK)
def edit(request: PersonRequest, framework_id: UUID) -> HttpResponse:
    document = find_framework(request.user, Verb.CHANGE, framework_id)
    form = SheetForm(request.POST or None, instance=document)
    if request.method == "POST" and form.is_valid():
        try:
            save_sheet(document, form.said())
        except NotADraft:
            form.add_error(None, gone())
        else:
            return redirect("frameworks:framework", document.pk)
    return _form(request, form, _("The sheet of the framework"), document)


@needs(Verb.CHANGE, Thing.FRAMEWORK)
def add_item(request: PersonRequest, framework_id: UUID) -> HttpResponse:
    document = find_framework(request.user, Verb.CHANGE, framework_id)
    return _edit_item(request, CFItem(document=document), _("New item"))


@needs(Verb.CHANGE, Thing.FRAMEWORK)
def item(request: PersonRequest, framework_id: UUID, item_id: UUID) -> HttpResponse:
    document = find_framework(request.user, Verb.CHANGE, framework_id)
    found = find_item(document, item_id)
    found.document = document
    if request.method == "POST" and request.POST.get("deed") in DEEDS:
        try:
            DEEDS[request.POST["deed"]](found)
        except NotADraft:
            messages.error(request, gone())
        return redirect("frameworks:framework", document.pk)
    return _edit_item(request, found, str(found))


def _move(found: CFItem, by: int) -> None:
    rungs = outline_of(
        CFItem.every.filter(document=found.document), CFAssociation.every.filter(document=found.document)
    )
    families = [rungs, *(rung.children for rung, _depth in in_lines(rungs))]
    brothers = next(family for family in families if any(rung.item.pk == found.pk for rung in family))
    for rung in brothers:
        rung.item.document = found.document
    move_item(found, [found if rung.item.pk == found.pk else rung.item for rung in brothers], by)


DEEDS: dict[str, Callable[[CFItem], None]] = {
    "delete": delete_item,
    "up": lambda found: _move(found, -1),
    "down": lambda found: _move(found, 1),
}


def _edit_item(request: HttpRequest, found: CFItem, title: str) -> HttpResponse:
    document = found.document
    form = ItemForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            save_item(form.item(), form.links())
        except NotADraft:
            form.add_error(None, gone())
        else:
            return redirect("frameworks:framework", document.pk)
    return _form(request, form, title, document, types=TYPES)


def _form(request: HttpRequest, form: Any, title: str, document: CFDocument | None = None, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "document": document, **more}
    return render(request, "frameworks/form.html", context, status=422 if form.errors else 200)


@needs(Verb.CHANGE, Thing.FRAMEWORK)
@require_POST
def copy(request: PersonRequest, framework_id: UUID) -> HttpResponse:
    """The next version of one's own, or a draft that starts from the shipped framework."""
    source = find_shown(request.user, framework_id)
    institutes = institutes_of(request.user, Verb.CHANGE)
    if not institutes or (source.owner and not source.is_sealed):
        raise Http404  # a draft is changed, not copied
    owner = next((node for node in institutes if node.pk == source.owner), institutes[0])
    draft = copy_framework(source, owner.pk, next_version(source.version))
    words = _("“%(title)s”, version %(version)s, is a draft of %(institute)s: nobody else sees it.")
    said = {"title": draft.title, "version": draft.version, "institute": owner.name}
    messages.success(request, words % said)
    return redirect("frameworks:framework", draft.pk)


def next_version(version: str) -> str:
    """1.0 → 1.1; a word that is no number gets one."""
    head, _dot, tail = version.rpartition(".")
    return f"{head}.{int(tail) + 1}" if head and tail.isdecimal() else f"{version[:16]}.1"


@needs(Verb.CHANGE, Thing.FRAMEWORK)
@require_POST
def delete(request: PersonRequest, framework_id: UUID) -> HttpResponse:
    document = find_framework(request.user, Verb.CHANGE, framework_id)
    try:
        delete_draft(document)
    except NotADraft:
        messages.error(request, _("An adopted version is never deleted: deprecate it instead."))
        return redirect("frameworks:framework", framework_id)
    messages.success(request, _("The draft is deleted."))
    return redirect("frameworks:frameworks")


@needs(Verb.PUBLISH, Thing.FRAMEWORK)
@require_POST
def adopt_or_deprecate(request: PersonRequest, framework_id: UUID) -> HttpResponse:
    document = find_framework(request.user, Verb.PUBLISH, framework_id)
    if request.POST.get("deed") == "deprecate":
        deprecate(document)
    else:
        _adopt(request, document)
    return redirect("frameworks:framework", document.pk)


def _adopt(request: HttpRequest, document: CFDocument) -> None:
    try:
        adopt(document)
    except NotReady as refused:
        for fault in refused.faults:
            messages.error(request, fault)
    except NotADraft:
        messages.error(request, gone())
    else:
        messages.success(request, _("This version is adopted: it never changes again, and anyone may read it."))


@needs(Verb.VIEW, Thing.FRAMEWORK)
def export(request: PersonRequest, framework_id: UUID) -> HttpResponse:
    document = find_shown(request.user, framework_id)
    said = msgspec.json.format(msgspec.json.encode(write_package(read_kept(document))), indent=2)
    response = HttpResponse(said, content_type="application/json")
    name = f"{slugify(document.title)[:60]}-{slugify(document.version)}"
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


@needs(Verb.CHANGE, Thing.FRAMEWORK)
def bring_in(request: PersonRequest) -> HttpResponse:
    """Check a file, or check it and bring it in: always a draft. A fault anywhere, and nothing is kept."""
    institutes = institutes_of(request.user, Verb.CHANGE)
    form = FileForm(request.POST or None, request.FILES or None, institutes=institutes)
    plan: Plan | None = None
    faults: list[Fault] = []
    if request.method == "POST" and form.is_valid():
        try:
            plan = _plan(form.cleaned_data)
            if request.POST.get("deed") == "keep":
                draft = keep_package(plan)
                messages.success(request, _("“%(title)s” is here, as a draft.") % {"title": draft.title})
                return redirect("frameworks:framework", draft.pk)
        except PackageRefused as refused:
            plan, faults = None, refused.faults
    context = {"form": form, "plan": plan, "faults": faults}
    return render(request, "frameworks/bring_in.html", context, status=422 if faults or form.errors else 200)


def _plan(chosen: dict[str, Any]) -> Plan:
    package = read_package(chosen["file"])
    institute: Organisation = chosen["institute"]
    return plan_keeping(renew(package)[0] if chosen["as_copy"] else package, institute.pk)
