"""The indicators of meetings, for everyone: all of them on one page, then each in full."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lms.agenda.meetings.questionnaire import ITEMS
from lms.agenda.models import MeetingsPage, Moment
from lms.meeting_outcomes.outcomes import INDICATORS, RULES, indicator, outcomes_of, past_meetings
from lms.meeting_outcomes.sheet import write_csv

A_PAGE = 25


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    page = Paginator(past_meetings(now), A_PAGE).get_page(request.GET.get("page"))
    rows = [
        (each, [indicator(each, key, moment) for key, moment in INDICATORS])
        for each in outcomes_of(page.object_list, now)
    ]
    context = {
        "page_of": page,
        "rows": rows,
        "columns": [(ITEMS[key].wording, moment) for key, moment in INDICATORS],
        "rules": RULES,
        "list": MeetingsPage.objects.live().first(),
    }
    return render(request, "meeting_outcomes/meetings.html", context)


@require_safe
def meetings_csv(request: HttpRequest) -> HttpResponse:
    """All that the pages say, a line a figure."""
    now = timezone.now()
    named = {"Content-Disposition": 'attachment; filename="bilan-des-rencontres.csv"'}
    words = write_csv(outcomes_of(past_meetings(now), now))
    return HttpResponse(words, content_type="text/csv; charset=utf-8", headers=named)


@require_safe
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    now = timezone.now()
    found = outcomes_of(past_meetings(now).filter(pk=meeting_id), now)
    if not found:
        raise Http404
    context = {"outcomes": found[0], "meeting": found[0].meeting, "rules": RULES, "moments": list(Moment)}
    return render(request, "meeting_outcomes/meeting.html", context)
