"""Links and tokens of a convention, for its funder; the edition of a link, for whoever holds it."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Max, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.funding.edition_views import report_of
from lms.funding.forms import LinkForm, TokenForm
from lms.funding.models import ApiToken, Convention, ShareLink, ShareLinkReading
from lms.funding.rate import is_within
from lms.funding.receipt import receipt_lines
from lms.funding.sharing import (
    address_of,
    close_link,
    close_token,
    make_link,
    note_reading,
    open_token,
    read_address,
)
from lms.funding.views import find_convention
from lms.funding.words import write_date
from lms.people.access import PersonRequest, needs
from lms.people.rights import Thing, Verb

READINGS_A_MINUTE = 60  # from one address
READINGS_LISTED = 20  # of each link


@needs(Verb.EXPORT, Thing.CONVENTION)
@never_cache
@require_http_methods(["GET", "POST"])
def sharing(request: PersonRequest, convention_id: UUID) -> HttpResponse:
    """The links of a convention, those who read them, and a new one for its latest edition."""
    found = find_convention(request.user, Verb.EXPORT, convention_id)
    latest = found.editions.newest_first().first()
    form = LinkForm(request.POST or None)
    if request.method == "POST" and latest and form.is_valid():
        make_link(latest, request.user, form.cleaned_data["purpose"], form.cleaned_data["days"])
        messages.success(request, _("The link is open. Copy its address below."))
        return redirect("funding:sharing", found.pk)
    return render(request, "funding/sharing.html", describe_sharing(request, found, form) | {"latest": latest})


def describe_sharing(request: HttpRequest, found: Convention, form: LinkForm) -> dict[str, object]:
    now = timezone.now()
    links = ShareLink.objects.filter(edition__convention=found).select_related("edition")
    links = links.annotate(readings_count=Count("readings"), last_read_at=Max("readings__read_at"))
    latest = ShareLinkReading.objects.order_by("-read_at", "-pk")[:READINGS_LISTED]
    links = links.prefetch_related(Prefetch("readings", latest, to_attr="latest_readings"))
    rows = [
        {"link": link, "is_open": link.is_open(now), "address": request.build_absolute_uri(address_of(link))}
        for link in links.defer("edition__snapshot", "edition__gate")
    ]
    tokens = [{"token": token, "is_open": token.is_open(now)} for token in ApiToken.objects.filter(convention=found)]
    return {"convention": found, "form": form, "rows": rows, "tokens": tokens, "token_form": TokenForm()}


@needs(Verb.EXPORT, Thing.CONVENTION)
@require_POST
def shut_link(request: PersonRequest, convention_id: UUID, link_id: UUID) -> HttpResponse:
    found = find_convention(request.user, Verb.EXPORT, convention_id)
    close_link(get_object_or_404(ShareLink, pk=link_id, edition__convention=found))
    messages.success(request, _("The link is closed: whoever opens it reads that it is."))
    return redirect("funding:sharing", found.pk)


@needs(Verb.EXPORT, Thing.CONVENTION)
@never_cache
@require_POST
def new_token(request: PersonRequest, convention_id: UUID) -> HttpResponse:
    """The secret is in this answer and nowhere else."""
    found = find_convention(request.user, Verb.EXPORT, convention_id)
    form = TokenForm(request.POST)
    if not form.is_valid():
        context = describe_sharing(request, found, LinkForm()) | {"token_form": form}
        return render(request, "funding/sharing.html", context | {"latest": found.editions.newest_first().first()})
    token, secret = open_token(found, request.user, form.cleaned_data["name"])
    return render(request, "funding/token_opened.html", {"convention": found, "token": token, "secret": secret})


@needs(Verb.EXPORT, Thing.CONVENTION)
@require_POST
def shut_token(request: PersonRequest, convention_id: UUID, token_id: int) -> HttpResponse:
    found = find_convention(request.user, Verb.EXPORT, convention_id)
    close_token(get_object_or_404(ApiToken, pk=token_id, convention=found))
    messages.success(request, _("The token is closed: the program reads nothing any more."))
    return redirect("funding:sharing", found.pk)


@never_cache
@require_GET
def shared(request: HttpRequest, signed: str) -> HttpResponse:
    """The edition of a link, for whoever holds its address: 404 for one we never gave, 410 once it is closed."""
    if not is_within(f"link.{request.META.get('REMOTE_ADDR', '')}", READINGS_A_MINUTE):
        return quiet(render(request, "funding/too_many.html", status=429))
    link = read_address(signed)
    if link is None:
        return quiet(render(request, "funding/unknown_link.html", status=404))
    if not link.is_open(timezone.now()):
        return quiet(render(request, "funding/closed_link.html", {"link": link}, status=410))
    note_reading(link)
    report = report_of(link.edition)
    context = {
        "closes_at": link.expires_at,
        "report": report,
        "convention": report.convention,
        "edition_day": write_date(link.edition.as_of),
        "lines": receipt_lines(report),
    }
    return quiet(render(request, "funding/shared.html", context))


def quiet(response: HttpResponse) -> HttpResponse:
    """Out of search engines, and the address is told to no other site."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
