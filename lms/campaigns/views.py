"""The employer's pages (open, follow, read) and the respondent's one, without an account."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lms.campaigns.answering import LinkSpent, find_campaign, take_answers
from lms.campaigns.forms import LinksForm, OpeningForm
from lms.campaigns.models import Campaign
from lms.campaigns.opening import make_links, open_campaign
from lms.campaigns.results import INSIDE, OUTSIDE, results_of
from lms.diagnosis.beyond import beyond_training
from lms.diagnosis.forms import InstrumentForm
from lms.people.access import PersonRequest, may, needs, nodes_of, opens, organisations_seen_by
from lms.people.models import RoleAssignment, User
from lms.people.models.organisation import within
from lms.people.rights import Role, Thing, Verb

INSIDERS = [Role.HR, Role.MANAGER, Role.INSTITUTE_ADMIN]


@needs(Verb.VIEW, Thing.CAMPAIGN)
@require_http_methods(["GET", "POST"])
def campaigns(request: PersonRequest) -> HttpResponse:
    """The campaigns of one's structures, and the form to open one."""
    form = _opening_form(request)
    if request.method == "POST" and form and form.is_valid():
        campaign = open_campaign(form.chosen(), request.user, form.cleaned_data["closes_on"])
        messages.success(request, _("The campaign is open. Make its links now."))
        return redirect("campaigns:campaign", campaign.pk)
    found = _seen(request.user, Verb.VIEW).annotate(answered=Count("answers"))
    may_diagnose = opens(request.user, Verb.VIEW, Thing.DIAGNOSIS)
    context = {"campaigns": found, "form": form, "may_diagnose": may_diagnose}
    return render(request, "campaigns/campaigns.html", context)


def _opening_form(request: PersonRequest) -> OpeningForm | None:
    """None for who may only read."""
    if not may(request.user, Verb.CHANGE, Thing.CAMPAIGN):
        return None
    mine = organisations_seen_by(request.user, Verb.CHANGE, Thing.CAMPAIGN)
    return OpeningForm(request.POST or None, mine)


@needs(Verb.VIEW, Thing.CAMPAIGN)
@require_http_methods(["GET"])
def campaign(request: PersonRequest, campaign_id: UUID) -> HttpResponse:
    """How many answered; once it is closed, what they answered, beside 2018."""
    found = get_object_or_404(_seen(request.user, Verb.VIEW), pk=campaign_id)
    rules = INSIDE if _is_inside(request.user, found) else OUTSIDE
    context = {
        "campaign": found,
        "results": results_of(found, rules),
        "lacks": beyond_training(found.organisation),
        "form": LinksForm() if _may_change(request.user, found) and not found.is_closed else None,
    }
    return render(request, "campaigns/campaign.html", context)


@never_cache
@needs(Verb.CHANGE, Thing.CAMPAIGN)
@require_POST
def links(request: PersonRequest, campaign_id: UUID) -> HttpResponse:
    """The links just made, on a page to print: they are told this once."""
    found = get_object_or_404(_seen(request.user, Verb.CHANGE), pk=campaign_id)
    form = LinksForm(request.POST)
    if found.is_closed or not form.is_valid():
        context = {"campaign": found, "results": results_of(found), "lacks": [], "form": form}
        return render(request, "campaigns/campaign.html", context)
    secrets = make_links(found, form.cleaned_data["number"])
    made = [request.build_absolute_uri(reverse("campaigns:answer", args=[secret])) for secret in secrets]
    return render(request, "campaigns/links.html", {"campaign": found, "links": made})


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, secret: str) -> HttpResponse:
    """The 28 questions for who holds an unused link: no account, no name, no trace of who."""
    try:
        found = find_campaign(secret)
        form = InstrumentForm(request.POST or None, instrument=found.asked)
        if request.method == "POST" and form.is_valid():
            take_answers(secret, form.choices(), form.words())
            return render(request, "campaigns/thanks.html", {"campaign": found})
    except LinkSpent:
        return render(request, "campaigns/spent.html", status=404)
    return render(request, "campaigns/answer.html", {"campaign": found, "form": form})


def _seen(person: User, verb: Verb) -> "QuerySet[Campaign]":
    nodes = nodes_of(person, verb, Thing.CAMPAIGN)
    return Campaign.objects.filter(within(*nodes, prefix="organisation__")).select_related("organisation")


def _may_change(person: User, found: Campaign) -> bool:
    return _seen(person, Verb.CHANGE).filter(pk=found.pk).exists()


def _is_inside(person: User, found: Campaign) -> bool:
    """Whether the person reads as the structure's own: five people a group; anyone else, eleven."""
    roles = RoleAssignment.objects.filter(person=person, role__in=INSIDERS).select_related("node")
    return any(role.node and found.organisation.path.startswith(role.node.path) for role in roles)
