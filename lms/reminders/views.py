"""What is about to be told to whom, for who follows plans; the page that stops the messages, for who gets them."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lms.people.access import PersonRequest, needs, nodes_of, staff_under
from lms.people.folding import fold
from lms.people.models import User
from lms.people.rights import Thing, Verb
from lms.reminders.deciding import Line, decide
from lms.reminders.facts import read_facts
from lms.reminders.stopping import has_stopped, read_stop_address, resume_reminders, stop_reminders
from lms.workforce.consulting import note_consultation
from lms.workforce.models import ConsultedPage

PAGE = 50


@dataclass(frozen=True)
class Told:
    person: User
    lines: list[Line]


@needs(Verb.VIEW, Thing.PLAN)
@require_GET
def preview(request: PersonRequest) -> HttpResponse:
    """Who of one's staff the next letters go to, and what they say: the decision that sends them, not a copy of it."""
    page: Page[Told] = Paginator(_about_to_be_told(request.user), PAGE).get_page(request.GET.get("page"))
    note_consultation(request.user, ConsultedPage.REMINDERS, [each.person.pk for each in page])
    return render(request, "reminders/preview.html", {"page": page})


@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, signed: str) -> HttpResponse:
    """Opened, it asks; sent, it stops or resumes. A mail box that opens links by itself stops nothing."""
    person = read_stop_address(signed)
    if person is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("geste") == "reprendre":
            resume_reminders(person)
        else:
            stop_reminders(person)
        return redirect("reminders:stop", signed)
    response = render(request, "reminders/stop.html", {"stopped": has_stopped(person)})
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _about_to_be_told(reader: User) -> list[Told]:
    """Only what the reader's own employers ask, and levels: an answer to a request is between two people."""
    nodes, on = nodes_of(reader, Verb.VIEW, Thing.PLAN), timezone.localdate()
    staff = staff_under(*nodes)
    facts = read_facts(staff, on, *(node.employer() for node in nodes), with_private=False)
    lines = {key: decide(each, on) for key, each in facts.items()}
    people = User.objects.filter(pk__in=[key for key, those in lines.items() if those])
    return [
        Told(person, lines[person.pk])
        for person in sorted(people, key=lambda each: (fold(each.last_name), fold(each.first_name), str(each.pk)))
    ]
