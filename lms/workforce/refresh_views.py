"""What is soon to renew: over one's staff, and of oneself with the shorter way to do it."""

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lms.people.access import PersonRequest, needs, nodes_of, opens
from lms.people.rights import Thing, Verb
from lms.workforce.consulting import note_consultation
from lms.workforce.exports.answering import answer_file, check_format
from lms.workforce.exports.refresh_table import refresh_table
from lms.workforce.models import ConsultedPage
from lms.workforce.refreshing import StaffRefresh, own_to_renew, staff_to_renew

PAGE = 50
DAYS = 90
CHOICES = [(30, _("Thirty days")), (90, _("Three months")), (180, _("Six months"))]


class WithinForm(forms.Form):
    jours = forms.TypedChoiceField(
        label=_("To renew within"),
        choices=CHOICES,
        coerce=int,
        required=False,
        error_messages={"invalid_choice": _("This length does not exist. Choose one in the list.")},
    )

    @property
    def days(self) -> int:
        return int(self.cleaned_data["jours"] or DAYS) if self.is_valid() else DAYS


@needs(Verb.VIEW, Thing.MATRIX)
@require_GET
def staff_refresh(request: PersonRequest) -> HttpResponse:
    on, form = timezone.localdate(), WithinForm({"jours": DAYS} | request.GET.dict())
    query = StaffRefresh(nodes_of(request.user, Verb.VIEW, Thing.MATRIX), on, form.days)
    page: Page[int] = Paginator(query.keys, PAGE).get_page(request.GET.get("page"))
    rows = query.rows(list(page))
    note_consultation(request.user, ConsultedPage.REFRESH, {row.person.pk for row in rows})
    context = {
        "form": form,
        "page": page,
        "rows": [(row, row.is_past(on)) for row in rows],
        "asked": f"jours={form.days}",
        "may_export": opens(request.user, Verb.EXPORT, Thing.MATRIX),
    }
    return render(request, "workforce/staff_refresh.html", context)


@needs(Verb.EXPORT, Thing.MATRIX)
@require_GET
def refresh_file(request: PersonRequest, kind: str) -> HttpResponse:
    """The same list, all pages. A wrong length goes back to the screen, which says why."""
    check_format(kind)
    on, form = timezone.localdate(), WithinForm(request.GET)
    if not form.is_valid():
        return redirect(f"{reverse('workforce:staff_refresh')}?{request.GET.urlencode()}")
    rows = staff_to_renew(nodes_of(request.user, Verb.EXPORT, Thing.MATRIX), on, form.days)
    note_consultation(request.user, ConsultedPage.REFRESH, {row.person.pk for row in rows})
    return answer_file(refresh_table(rows, on, form.days), kind, f"a-renouveler-{on.isoformat()}")


@needs(Verb.VIEW, Thing.OWN_LEARNING)
@require_GET
def own_refresh(request: PersonRequest) -> HttpResponse:
    on = timezone.localdate()
    rows = [(row, row.is_past(on)) for row in own_to_renew(request.user, on, DAYS)]
    return render(request, "workforce/own_refresh.html", {"rows": rows})
