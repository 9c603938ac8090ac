"""The studio's own screens: the editions of a module, two of them compared, its copy, its archive."""

from itertools import zip_longest
from random import SystemRandom
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page

from modules.activities.dialogue.drawing import draw
from modules.activities.dialogue.exploring import find_faults
from modules.activities.quiz.forms import TooFew
from modules.checking import find_findings
from modules.comparing import compare
from modules.models import (
    Activity,
    ChecklistTaskState,
    DialoguePage,
    Edition,
    InstitutePage,
    Module,
)
from modules.packing.exporting import pack_module
from modules.packing.importing import ArchiveRefused, import_archive
from modules.publishing import (
    UNREADABLE,
    ChangedMeanwhile,
    ModuleNotReady,
    copy_module,
    publish_edition,
    say_unreadable,
    sheet_of,
    snapshot_of,
    snapshot_of_edition,
)
from modules.studio.drawing_forms import DrawForm, counts_of, draw_into_tests, tests_of
from modules.studio.duplicating import duplicate_module
from modules.studio.easing import (
    BadReaders,
    keep_easy_words,
    latest_of,
    name_field,
    read_sheet,
    remarks_on,
    write_readers,
)
from modules.studio.forms import ArchiveForm, EditionForm
from modules.studio.standing import Stand


def closed(request: HttpRequest) -> HttpResponse:
    """An address of Wagtail's that would show one institute what is another's."""
    raise Http404


def find_module(request: HttpRequest, module_id: int) -> Module:
    """One that this person may edit; refused otherwise, as Wagtail refuses its own pages."""
    module = get_object_or_404(Module, pk=module_id)
    if not module.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return module


def find_institute(request: HttpRequest, institute_id: int) -> InstitutePage:
    institute = get_object_or_404(InstitutePage, pk=institute_id)
    if not institute.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    return institute


@require_http_methods(["GET", "POST"])
def editions(request: HttpRequest, module_id: int) -> HttpResponse:
    """What would be published, what it changes, and the editions already there. POST publishes."""
    module = find_module(request, module_id)
    form = EditionForm(request.POST or None)
    if request.method == "POST":
        if not module.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
        if form.is_valid() and _publish(request, module, form):
            return redirect("studio_editions", module.pk)
    return render(request, "modules/studio/editions.html", _about_editions(request, module, form))


def _publish(request: HttpRequest, module: Module, form: EditionForm) -> bool:
    """Whether an edition was published; if not, the form says why."""
    chosen = form.cleaned_data
    try:
        edition = publish_edition(module, request.user, minor=chosen["size"] == "minor", seen=chosen["seen"])
    except ModuleNotReady as refused:
        for fault in refused.faults:
            form.add_error(None, fault)
    except ChangedMeanwhile:
        form.add_error(None, _("The module has changed since this page was opened. Read the difference again."))
    else:
        messages.success(request, _("Edition %(label)s is published.") % {"label": edition.label})
        return True
    return False


def _about_editions(request: HttpRequest, module: Module, form: EditionForm) -> dict[str, Any]:
    copy = copy_module(module)
    sheet = sheet_of(module, copy)
    past = list(module.editions.newest_first().annotate(learners=Count("registrations")))
    difference = compare(snapshot_of_edition(past[0]), snapshot_of(copy)) if past else None
    return {
        "module": module,
        "page_title": _("Editions"),
        "page_subtitle": module.title,
        "header_icon": "history",
        "form": form,
        "stand": Stand(sheet, find_findings(sheet)),
        "digest": copy.digest(),
        "is_new": not past or past[0].digest != copy.digest(),
        "difference": difference,
        "latest": past[0] if past else None,
        "rows": list(zip_longest(past, past[1:])),
        "readings": readings_of(module),
        "may_publish": module.permissions_for_user(request.user).can_publish(),
    }


def readings_of(module: Module) -> list[ChecklistTaskState]:
    """The checklists ticked on the module's pages, newest first."""
    pages = Page.objects.descendant_of(module, inclusive=True).values_list("pk", flat=True)
    states = ChecklistTaskState.objects.filter(workflow_state__object_id__in=[str(pk) for pk in pages])
    done = states.exclude(finished_at=None).select_related("task", "finished_by", "workflow_state")
    return list(done.order_by("-finished_at")[:40])


@require_http_methods(["GET", "POST"])
def ease(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Every text of an activity beside its easier words, the stale ones with the text they were written for."""
    page = get_object_or_404(Activity, pk=activity_id)
    rights = page.permissions_for_user(request.user)
    if not rights.can_edit() or (request.method == "POST" and rights.page_locked()):
        raise PermissionDenied
    context: dict[str, Any] = {
        "activity": page,
        "page_title": _("Easier words"),
        "page_subtitle": page.title,
        "header_icon": "edit",
    }
    try:
        if request.method == "POST":
            try:
                written = keep_easy_words(page, request.POST, request.user)
            except BadReaders as error:
                messages.error(request, str(error))
                return redirect("studio_ease", page.pk)
            messages.success(request, _("Kept as a draft: %(n)d texts have easier words.") % {"n": written})
            return redirect("studio_ease", page.pk)
        latest = latest_of(page)
        sheet = read_sheet(latest)
    except UNREADABLE as error:
        context["problem"] = say_unreadable(error)
        return render(request, "modules/studio/easing.html", context)
    language = latest.locale.language_code
    rows = [(name_field(line.standard), line, remarks_on(line.easy, language)) for line in sheet.lines]
    context |= {
        "sheet": sheet,
        "readers": write_readers(latest),
        "rows": rows,
        "remarks": sum(len(remarks) for _name, _line, remarks in rows),
        "orphans": [(name_field(each.standard), each) for each in sheet.orphans],
    }
    return render(request, "modules/studio/easing.html", context)


@require_GET
def compare_editions(request: HttpRequest, module_id: int, before_id: int, after_id: int) -> HttpResponse:
    """What changed from one edition to another."""
    module = find_module(request, module_id)
    before = get_object_or_404(Edition, pk=before_id, module=module)
    after = get_object_or_404(Edition, pk=after_id, module=module)
    context = {
        "module": module,
        "before": before,
        "after": after,
        "page_title": _("From %(before)s to %(after)s") % {"before": before.label, "after": after.label},
        "page_subtitle": module.title,
        "header_icon": "history",
        "difference": compare(snapshot_of_edition(before), snapshot_of_edition(after)),
    }
    return render(request, "modules/studio/compare.html", context)


@require_POST
def duplicate(request: HttpRequest, module_id: int) -> HttpResponse:
    """A draft of its own, beside the module."""
    module = find_module(request, module_id)
    if not module.get_parent().permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    twin = duplicate_module(module, request.user)
    messages.success(request, _("“%(title)s” is a draft: nobody sees it yet.") % {"title": twin.title})
    return redirect("wagtailadmin_explore", twin.pk)


@require_GET
def export(request: HttpRequest, module_id: int) -> HttpResponse:
    """The whole module as one open archive."""
    module = find_module(request, module_id)
    try:
        archive = pack_module(module)
    except ModuleNotReady as refused:
        for fault in refused.faults:
            messages.error(request, fault)
        return redirect("studio_editions", module.pk)
    name = f"{module.slug}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(archive, content_type="application/zip", headers=headers)


@require_http_methods(["GET", "POST"])
def import_module(request: HttpRequest, institute_id: int) -> HttpResponse:
    """An archive becomes a draft of this institute, whole or not at all."""
    institute = find_institute(request, institute_id)
    form = ArchiveForm(request.POST or None, request.FILES or None)
    faults: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            module = import_archive(form.cleaned_data["archive"], institute, request.user)
        except ArchiveRefused as refused:
            faults = refused.faults
        else:
            messages.success(request, _("“%(title)s” is imported as a draft.") % {"title": module.title})
            return redirect("wagtailadmin_explore", module.pk)
    context = {
        "institute": institute,
        "form": form,
        "faults": faults,
        "page_title": _("Import a module"),
        "page_subtitle": institute.title,
        "header_icon": "upload",
    }
    return render(request, "modules/studio/import.html", context, status=422 if faults or form.errors else 200)


@require_GET
def show_graph(request: HttpRequest, page_id: int) -> HttpResponse:
    """A dialogue as its author last saved it, drawn: exchanges, choices, where each leads, what nobody reaches."""
    page = get_object_or_404(DialoguePage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    context = {
        "page": page,
        "page_title": _("Graph of the dialogue"),
        "page_subtitle": page.title,
        "header_icon": "site",
    }
    try:
        dialogue = page.get_latest_revision_as_object().freeze()
    except UNREADABLE as error:
        return render(request, "modules/studio/graph.html", context | {"problem": say_unreadable(error)})
    context |= {"drawing": draw(dialogue), "dialogue": dialogue, "faults": find_faults(dialogue)}
    return render(request, "modules/studio/graph.html", context)


@require_http_methods(["GET", "POST"])
def draw_tests(request: HttpRequest, module_id: int) -> HttpResponse:
    """The two forms of the tests before and after, drawn from the bank. POST draws: drafts, nothing is published."""
    module = find_module(request, module_id)
    form = DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _draw(request, module, form):
        return redirect("wagtailadmin_explore", module.pk)
    context = {
        "module": module,
        "page_title": _("Forms A and B"),
        "page_subtitle": module.title,
        "header_icon": "list-ol",
        "form": form,
        "counts": counts_of(module),
        "tests": tests_of(module),
    }
    return render(request, "modules/studio/draw_tests.html", context)


def _draw(request: HttpRequest, module: Module, form: DrawForm) -> bool:
    """Whether forms were drawn; if not, the form says why."""
    try:
        tests = draw_into_tests(module, form.cleaned_data["each"], request.user, SystemRandom())
    except TooFew as too_few:
        words = _("%(code)s, questions that may be drawn: %(held)d in the bank, %(wanted)d asked for by two forms.")
        for code, (held, wanted) in too_few.missing.items():
            form.add_error("each", words % {"code": code, "held": held, "wanted": wanted})
        return False
    if not tests:
        form.add_error(None, _("This module has no test before or after: add a quiz of one of these modes first."))
        return False
    titles = ", ".join(test.title for test in tests)
    messages.success(request, _("Forms A and B are drawn, as drafts: %(titles)s.") % {"titles": titles})
    return True
