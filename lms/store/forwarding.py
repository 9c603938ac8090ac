"""Where statements go on to: targets, how far behind they are, what they refuse."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from lms.people.access import PersonRequest, may, needs
from lms.people.rights import Thing, Verb
from lms.store.forms import TargetForm
from xapi_store.forwarding import seconds_behind, waiting_after
from xapi_store.models import AuditEntry, Deed, ForwardingRefusal, ForwardingTarget, Statement
from xapi_store.tasks import send_refused_again

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Row:
    target: ForwardingTarget
    waiting: int
    minutes_behind: int
    set_aside: int


@never_cache
@needs(Verb.VIEW, Thing.STORE)
def forwarding(request: PersonRequest) -> HttpResponse:
    may_change = may(request.user, Verb.CHANGE, Thing.STORE)
    if request.method == "POST" and may_change and "deed" in request.POST:
        return _do(request)
    form = TargetForm(request.POST if request.method == "POST" and may_change else None)
    if form.is_bound and form.is_valid():
        return _open(request, form)
    refusals = ForwardingRefusal.objects.select_related("target").order_by("-refused_at", "-id")[:MOST_SHOWN]
    rows = [_row(target) for target in ForwardingTarget.objects.order_by("name")]
    context = {"form": form, "rows": rows, "refusals": refusals, "may_change": may_change}
    return render(request, "store/forwarding.html", context)


def _row(target: ForwardingTarget) -> Row:
    waiting = waiting_after(target.cursor)
    return Row(target, waiting, round(seconds_behind(target.cursor) / 60), target.refusals.count())


def _open(request: PersonRequest, form: TargetForm) -> HttpResponse:
    target: ForwardingTarget = form.save(commit=False)
    target.set_secret(form.cleaned_data["secret"])
    latest = Statement.objects.in_order().values_list("sid", flat=True).last()
    target.cursor = 0 if form.cleaned_data["from_start"] else latest or 0
    with transaction.atomic():
        target.save()
        AuditEntry.objects.note(
            Deed.TARGET_OPENED, str(request.user), name=target.name, from_start=form.cleaned_data["from_start"]
        )
    messages.success(request, _("Statements now go on to “%(name)s”.") % {"name": target.name})
    return redirect("store:forwarding")


def _do(request: PersonRequest) -> HttpResponse:
    target = get_object_or_404(ForwardingTarget, name=request.POST.get("target", ""))
    deeds = {"open": _set_open, "close": _set_closed, "retry": _retry, "secret": _set_secret}
    if request.POST["deed"] in deeds:
        deeds[request.POST["deed"]](request, target)
    return redirect("store:forwarding")


@transaction.atomic
def _set_open(request: HttpRequest, target: ForwardingTarget) -> None:
    """It goes on from where it was."""
    if ForwardingTarget.objects.filter(pk=target.pk, is_open=False).update(is_open=True, next_try_at=None):
        AuditEntry.objects.note(Deed.TARGET_OPENED, str(request.user), name=target.name)


@transaction.atomic
def _set_closed(request: HttpRequest, target: ForwardingTarget) -> None:
    if ForwardingTarget.objects.filter(pk=target.pk, is_open=True).update(is_open=False):
        AuditEntry.objects.note(Deed.TARGET_CLOSED, str(request.user), name=target.name)


def _retry(request: HttpRequest, target: ForwardingTarget) -> None:
    transaction.on_commit(partial(send_refused_again.delay, target.pk))
    messages.success(request, _("What was set aside is being sent again. Come back in a minute."))


def _set_secret(request: HttpRequest, target: ForwardingTarget) -> None:
    if secret := request.POST.get("secret", "")[:500]:
        target.set_secret(secret)
        ForwardingTarget.objects.filter(pk=target.pk).update(sealed_secret=target.sealed_secret, next_try_at=None)
        messages.success(request, _("The new secret is kept. It will be used at the next try."))
