"""What an institute does with its papers: find an attestation, revoke or replace it, correct the hours it says."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.agenda.ledger import AlreadyTakenBack
from lms.agenda.models import Attestation, HourEntry
from lms.agenda.papers.codes import read_code
from lms.agenda.papers.hour_lines import read_hour_lines
from lms.agenda.papers.issuing import NotFinished
from lms.agenda.papers.lines import write_competencies, write_lines
from lms.agenda.papers.replacing import (
    AlreadyRevoked,
    StillStanding,
    correct_hours,
    issue_again,
    out_of_step,
    replace_attestation,
    revoke_attestation,
)
from lms.agenda.reasons import ReasonForm
from lms.people.access import PersonRequest, needs, nodes_of
from lms.people.models import User
from lms.people.models.institute_place import taught_at
from lms.people.rights import Thing, Verb
from modules.models import Registration

PAGE = 50
_CHANGE = (Verb.CHANGE, Thing.ATTESTATION)


class SearchForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Code or name of the person"), max_length=80, required=False)


@needs(Verb.VIEW, Thing.ATTESTATION)
@require_GET
def attestations(request: PersonRequest) -> HttpResponse:
    """Those of one’s institutes, the latest first; those to replace because the ledger says other hours, apart."""
    mine = Attestation.objects.open_to(request.user, Verb.VIEW)
    form = SearchForm(request.GET)
    asked = form.cleaned_data["q"].strip() if form.is_valid() else ""
    found = _search(mine, asked).select_related("registration__learner", "registration__edition")
    page = Paginator(found.order_by("-issued_at", "pk"), PAGE).get_page(request.GET.get("page"))
    to_replace = list(out_of_step(mine).select_related("registration__learner", "registration__edition")[:PAGE])
    context = {"form": form, "page": page, "to_replace": to_replace, "asked": f"q={asked}" if asked else ""}
    return render(request, "agenda/papers/attestations.html", context)


@needs(Verb.VIEW, Thing.ATTESTATION)
@require_http_methods(["GET", "POST"])
def manage_attestation(request: PersonRequest, attestation_id: UUID) -> HttpResponse:
    """One of them; sent, it is revoked or replaced. 404 outside one’s institutes."""
    found = _find_attestation(request.user, attestation_id)
    form = ReasonForm(request.POST or None, read_by=_("The verification page says it to whoever holds the code."))
    if request.method == "POST" and form.is_valid():
        return _revoke(request, found, form.cleaned_data["reason"])
    others = Attestation.objects.filter(registration=found.registration_id).exclude(pk=found.pk)
    context = {
        "attestation": found,
        "content": found.frozen,
        "lines": write_lines(found.frozen),
        "competencies": write_competencies(found.frozen),
        "others": others.order_by("-issued_at"),
        "standing": found.revoked_at is None or others.filter(revoked_at=None).exists(),
        "form": form if found.revoked_at is None else None,
    }
    return render(request, "agenda/papers/manage_attestation.html", context)


@needs(*_CHANGE)
@require_POST
def reissue(request: PersonRequest, attestation_id: UUID) -> HttpResponse:
    """After a revocation, one more, of what is known today."""
    found = _find_attestation(request.user, attestation_id)
    try:
        found = issue_again(found.registration)
        messages.success(request, _("Issued again. The person finds it on their page."))
    except StillStanding:
        messages.info(request, _("An attestation of this module already stands for this person."))
    except NotFinished:
        messages.warning(request, _not_finished())
    return redirect("agenda:manage_attestation", found.pk)


@needs(Verb.VIEW, Thing.ATTESTATION)
@require_GET
def hours(request: PersonRequest, registration_id: UUID) -> HttpResponse:
    """The ledger of one registration, as it was written."""
    registration = _find_registration(request.user, registration_id)
    standing = Attestation.objects.standing().filter(registration=registration).first()
    context = {"registration": registration, "lines": read_hour_lines(registration), "attestation": standing}
    return render(request, "agenda/papers/hours.html", context)


@needs(*_CHANGE)
@require_http_methods(["GET", "POST"])
def correct_entry(request: PersonRequest, registration_id: UUID, entry_id: int) -> HttpResponse:
    """Take back what an entry says, or undo a correction: one more entry, with a reason."""
    registration = _find_registration(request.user, registration_id)
    lines = {line.entry.pk: line for line in read_hour_lines(registration)}
    entry = get_object_or_404(HourEntry, pk=entry_id, registration=registration)
    form = ReasonForm(
        request.POST or None, read_by=_("It stays in the ledger with your name, and on the paper revoked.")
    )
    if request.method == "POST" and form.is_valid():
        return _correct(request, entry, form.cleaned_data["reason"])
    standing = Attestation.objects.standing().filter(registration=registration).first()
    context = {"registration": registration, "line": lines[entry.pk], "attestation": standing, "form": form}
    return render(request, "agenda/papers/correct_entry.html", context)


def _search(found: QuerySet[Attestation], asked: str) -> QuerySet[Attestation]:
    if code := read_code(asked):
        return found.filter(code=code)
    for word in asked.split():
        named = Q(registration__learner__last_name__icontains=word)
        found = found.filter(named | Q(registration__learner__first_name__icontains=word))
    return found


def _revoke(request: PersonRequest, found: Attestation, reason: str) -> HttpResponse:
    try:
        if request.POST.get("geste") == "remplacer":
            found = replace_attestation(found, request.user, reason)
            messages.success(request, _("Replaced: here is the new one. The former code says that it is revoked."))
        else:
            revoke_attestation(found, request.user, reason)
            messages.success(request, _("Revoked. Its code says so from now on."))
    except AlreadyRevoked:
        messages.info(request, _("Someone revoked it just before you: their reason stays."))
    except NotFinished:
        messages.warning(request, _not_finished())
    return redirect("agenda:manage_attestation", found.pk)


def _not_finished() -> str:
    return _(
        "Nothing was changed: this module is not finished any more, so no attestation can be issued. Revoke it only."
    )


def _correct(request: PersonRequest, entry: HourEntry, reason: str) -> HttpResponse:
    try:
        if correct_hours(entry, request.user, reason):
            messages.success(request, _("Corrected. The attestation was replaced by one that says the hours of today."))
        else:
            messages.success(request, _("Corrected. What was written stays written, with the correction under it."))
    except AlreadyTakenBack:
        messages.info(request, _("Someone corrected it just before you: read what they wrote."))
    except NotFinished:
        messages.warning(request, _not_finished())
    return redirect("agenda:hours", entry.registration_id)


def _find_attestation(person: User, key: UUID) -> Attestation:
    rows = Attestation.objects.open_to(person, Verb.CHANGE)
    return get_object_or_404(
        rows.select_related("registration__learner", "registration__edition", "revoked_by"), pk=key
    )


def _find_registration(person: User, key: UUID) -> Registration:
    """Raises Http404 outside one’s institutes, and for oneself."""
    taught = taught_at(*nodes_of(person, *_CHANGE), prefix="edition__module__")
    rows: Any = Registration.objects.filter(taught).exclude(learner=person)
    found: Registration = get_object_or_404(rows.select_related("learner", "edition"), pk=key)
    return found
