"""The staff file on screen: sent, read, agreed to. For those who hold the staff of an employer."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.people.access import PersonRequest, needs, nodes_of
from lms.people.models import ImportState, Organisation, Post, Profession, StaffImport, User
from lms.people.rights import Thing, Verb
from lms.people.staff.changes import Change, Kind
from lms.people.staff.correcting import TYPES, write_corrections, write_model
from lms.people.staff.forms import AgreementForm, StaffFileForm
from lms.people.staff.importing import NotWaiting, agree, changes_of, take_file
from lms.people.tasks import queue_staff_file

PAGE = 50
SENT_SHOWN = 10
FAULTS_SHOWN = 20
AGAIN_AFTER = "3"  # seconds


@dataclass(frozen=True)
class ShownPost:
    words: str
    day: date


@dataclass(frozen=True)
class Shown:
    """A change in words."""

    change: Change
    opens: list[ShownPost]
    closes: list[ShownPost]

    @property
    def kind(self) -> Kind:
        return Kind(self.change.kind)


@needs(Verb.CHANGE, Thing.STAFF)
@require_http_methods(["GET", "POST"])
def staff(request: PersonRequest) -> HttpResponse:
    """Send a staff file; the latest ones sent."""
    nodes = _nodes(request.user)
    form = StaffFileForm(request.POST or None, request.FILES or None, nodes=nodes)
    if request.method == "POST" and form.is_valid():
        return redirect("people:staff_file", _take(request.user, form).pk)
    sent = StaffImport.objects.under(*nodes).select_related("node", "sent_by")[:SENT_SHOWN]
    return render(request, "people/staff.html", {"form": form, "sent": sent, "people": _count_people(nodes)})


@needs(Verb.CHANGE, Thing.STAFF)
@require_GET
def staff_file(request: PersonRequest, import_id: UUID) -> HttpResponse:
    """Where a file is: being read, to correct, waiting for an agreement, recorded."""
    found = _find(request.user, import_id)
    changes = changes_of(found)
    asked = request.GET.get("quoi", "")
    page = Paginator([each for each in changes if asked in {"", each.kind}], PAGE).get_page(request.GET.get("page"))
    context = {
        "file": found,
        "page": page,
        "shown": _show(list(page)),
        "kinds": [(kind, found.counts.get(kind.value, 0)) for kind in Kind],
        "asked": asked,
        "faults": list(found.faults.items())[:FAULTS_SHOWN],
        "many_leave": _many_leave(found, changes),
        "keep_address": sum(change.keeps_address for change in changes),
        "agreement": AgreementForm(),
    }
    response = render(request, "people/staff_file.html", context)
    if found.is_at_work:
        response["Refresh"] = AGAIN_AFTER  # without JavaScript too, the bar moves on
    return response


@needs(Verb.CHANGE, Thing.STAFF)
@require_POST
def agree_to_file(request: PersonRequest, import_id: UUID) -> HttpResponse:
    found = _find(request.user, import_id)
    form = AgreementForm(request.POST)
    form.full_clean()
    try:
        agree(found, invites=form.cleaned_data["invites"])
    except NotWaiting:
        messages.warning(request, _("Nothing was recorded: this file is no longer waiting. Read where it is."))
    else:
        queue_staff_file(found)
    return redirect("people:staff_file", found.pk)


@needs(Verb.CHANGE, Thing.STAFF)
@require_GET
def corrections(request: PersonRequest, import_id: UUID) -> HttpResponse:
    """The rows as they were sent, with what to correct in each."""
    found = _find(request.user, import_id)
    if found.state != ImportState.FAULTY or not found.file:
        raise Http404
    kind, content = write_corrections(found)
    return _as_file(content, kind, "effectif-a-corriger")


@needs(Verb.CHANGE, Thing.STAFF)
@require_GET
def model_file(request: PersonRequest, kind: str) -> HttpResponse:
    """An empty file with the columns and one example."""
    if kind not in TYPES:
        raise Http404
    team = Organisation.objects.within(*_nodes(request.user)).order_by("-depth", "path").first()
    return _as_file(write_model(kind, team.name if team else ""), kind, "effectif-modele")


def _nodes(person: User) -> list[Organisation]:
    return nodes_of(person, Verb.CHANGE, Thing.STAFF)


def _find(person: User, import_id: UUID) -> StaffImport:
    """Raises Http404: another structure's file does not exist for this person."""
    return get_object_or_404(StaffImport.objects.under(*_nodes(person)).select_related("node"), pk=import_id)


def _take(person: User, form: StaffFileForm) -> StaffImport:
    given = form.cleaned_data
    taken = take_file(
        given["node"],
        person,
        given["file"].name,
        given["file"],
        given["as_of"],
        covers_everyone=given["covers_everyone"],
    )
    queue_staff_file(taken)
    return taken


def _count_people(nodes: list[Organisation]) -> int:
    return Post.objects.open_on().under(*nodes).values("person").distinct().count()


def _many_leave(found: StaffImport, changes: list[Change]) -> bool:
    """More than half of the staff leaves at once: an incomplete file looks just like that."""
    leaving = found.counts.get(Kind.LEAVE.value, 0)
    return found.state == ImportState.READY and leaving > 1 and leaving * 2 > _count_people([found.node])


def _show(changes: list[Change]) -> list[Shown]:
    """The posts of a page of changes in words. One query."""
    keys = {post.team for change in changes for post in _posts_of(change)}
    teams = dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))

    def say(post: Any, day: date) -> ShownPost:
        return ShownPost(f"{Profession(post.profession).label}, {teams.get(post.team, '')}", day)

    return [
        Shown(
            change,
            [say(post, post.started_on) for post in change.opens],
            [say(post, post.ended_on) for post in _posts_of(change) if post.ended_on],
        )
        for change in changes
    ]


def _posts_of(change: Change) -> list[Any]:
    return [*change.opens, *change.closes]


def _as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)
