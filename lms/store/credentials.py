"""Who may speak to the store over HTTP: open a credential, see its secret once, close it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from lms.people.access import PersonRequest, may, needs
from lms.people.rights import Thing, Verb
from lms.store.forms import CredentialForm
from xapi_store.models import AuditEntry, Credential, Deed


@never_cache
@needs(Verb.VIEW, Thing.STORE)
def credentials(request: PersonRequest) -> HttpResponse:
    may_change = may(request.user, Verb.CHANGE, Thing.STORE)
    if request.method == "POST" and may_change and "close" in request.POST:
        return _close(request)
    form = CredentialForm(request.POST if request.method == "POST" and may_change else None)
    if form.is_bound and form.is_valid():
        return _open(request, form)
    now = timezone.now()
    rows = [(credential, credential.is_open(now)) for credential in Credential.objects.order_by("name")]
    return render(request, "store/credentials.html", {"form": form, "rows": rows, "may_change": may_change})


def _open(request: PersonRequest, form: CredentialForm) -> HttpResponse:
    """The secret is in this answer and nowhere else."""
    said = dict(form.cleaned_data)
    name, scopes = said.pop("name"), said.pop("scopes")
    with transaction.atomic():
        credential, secret = Credential.objects.open(name, scopes, **said)
        AuditEntry.objects.note(Deed.CREDENTIAL_OPENED, str(request.user), name=name, scopes=scopes)
    return render(request, "store/credential_opened.html", {"credential": credential, "secret": secret})


def _close(request: PersonRequest) -> HttpResponse:
    key = request.POST["close"]
    with transaction.atomic():
        credential = get_object_or_404(Credential.objects.select_for_update(), key=key)
        if credential.is_open(timezone.now()):
            Credential.objects.filter(pk=credential.pk).update(expires_at=timezone.now())
            AuditEntry.objects.note(Deed.CREDENTIAL_CLOSED, str(request.user), name=credential.name)
    messages.success(request, _("The access “%(name)s” is closed.") % {"name": credential.name})
    return redirect("store:credentials")
