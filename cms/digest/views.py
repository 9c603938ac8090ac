"""Asking for the letter of the watch; agreeing and stopping by the address of a letter, never by opening it alone."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.digest.subscribing import agree, ask_letter, read_address
from cms.models.subscription import WatchSubscription
from cms.models.watch import Theme, WatchPage
from cms.open_forms import may_send
from cms.tasks import ask_to_confirm

Rhythm = WatchSubscription.Rhythm


class LetterForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy(
            "A letter comes first, to agree. Without an answer, your address is forgotten in a week."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"),
        help_text=gettext_lazy("Tick none to receive all of them."),
        choices=Theme.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=Rhythm.choices, widget=forms.RadioSelect, initial=Rhythm.MONTHLY
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest, watch: WatchPage) -> HttpResponse:
    """The same answer whether the address is new or not: nobody learns here who reads."""
    own = getattr(request.user, "email", "")
    form = LetterForm(request.POST or None, initial={"email": own})
    status = 200
    if request.method == "POST" and form.is_valid():
        if may_send("watch-letter", request.META.get("REMOTE_ADDR", "")):
            return _keep(request, watch, form.cleaned_data, own)
        form.add_error(None, _("Five addresses were just given from your network. Try again in ten minutes."))
        status = 429
    return render(request, "cms/digest/subscribe.html", {"watch": watch, "page": watch, "form": form}, status=status)


def _keep(request: HttpRequest, watch: WatchPage, asked: dict[str, Any], own: str) -> HttpResponse:
    """Someone signed in agrees by asking, for the address of their account only."""
    is_own = bool(own) and asked["email"].strip().lower() == own.lower()
    with transaction.atomic():
        subscription = ask_letter(asked["email"], asked["themes"], asked["rhythm"], timezone.now(), agreed=is_own)
        if subscription.confirmed_at is None:
            transaction.on_commit(partial(ask_to_confirm.delay, subscription.pk))
    if is_own:
        messages.success(request, _("It is noted. Each letter has a link that stops it."))
    else:
        messages.success(request, _("A letter is on its way to this address: open it and confirm."))
    return redirect(watch.get_url(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, watch: WatchPage, key: int, signature: str) -> HttpResponse:
    """A mail box that opens links on its own agrees to nothing: the button does."""
    subscription = read_address("confirmer", key, signature)
    if subscription is None:
        raise Http404
    if request.method == "POST":
        agree(subscription, timezone.now())
        messages.success(request, _("You will receive the letter of the watch. Each has a link that stops it."))
        return redirect(watch.get_url(request))
    return _own_page(request, "cms/digest/confirm.html", {"watch": watch, "page": watch, "subscription": subscription})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, watch: WatchPage, key: int, signature: str) -> HttpResponse:
    """The row goes at once: nothing says afterwards that this address ever read us."""
    subscription = read_address("arreter", key, signature)
    if subscription is None:
        messages.info(request, _("This letter is already stopped."))
        return redirect(watch.get_url(request))
    if request.method == "POST":
        subscription.delete()
        messages.success(request, _("It is stopped. Your address is erased."))
        return redirect(watch.get_url(request))
    return _own_page(request, "cms/digest/stop.html", {"watch": watch, "page": watch})


def _own_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
