"""What came over HTTP and moves nobody's progress: each with the reason, and a second look at them."""

from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.people.access import PersonRequest, may, needs
from lms.people.rights import Thing, Verb
from lms.store.sentences import write_lines
from modules.models import Reason, UnalignedStatement
from modules.unaligned import ProjectorAtWork, count_unaligned, look_again, unaligned_statements
from xapi_store.models import Credential, Statement

PAGE: Final = 25
_LAST: Final = 2**63 - 1


@needs(Verb.VIEW, Thing.STORE)
def unaligned(request: PersonRequest) -> HttpResponse:
    may_change = may(request.user, Verb.CHANGE, Thing.STORE)
    reason, before = _read_reason(request), _read_place(request)
    rows = list(unaligned_statements(reason).filter(pk__lt=before)[: PAGE + 1])
    shown = rows[:PAGE]
    if request.method == "POST" and may_change:
        _look_again(request, shown)
        return redirect(_address(reason))
    lines = write_lines([row.statement for row in shown])
    counted = count_unaligned()
    context = {
        "lines": [
            (line, _speaker(row.statement) or line.authority, row.get_reason_display())
            for line, row in zip(lines, shown, strict=True)
        ],
        "more": _address(reason, shown[-1].pk) if len(rows) > PAGE else "",
        "reasons": [(_address(each), each.label, counted[each], each == reason) for each in Reason],
        "everything": (_address(None), sum(counted.values()), reason is None),
        "may_change": may_change,
    }
    return render(request, "store/unaligned.html", context)


def _speaker(statement: Statement) -> str:
    """The name of the access it came by; empty once that access was removed."""
    credential: Credential | None = getattr(statement.authority, "credential", None)
    return "" if credential is None else credential.name


def _look_again(request: HttpRequest, rows: list[UnalignedStatement]) -> None:
    try:
        walked = look_again(rows)
    except ProjectorAtWork:
        messages.warning(
            request, _("Statements are being read at this moment: nothing was changed. Ask again in a few seconds.")
        )
        return
    taken = ngettext(
        "%(count)s statement of this page now counts.", "%(count)s statements of this page now count.", walked.taken
    ) % {"count": walked.taken}
    others = _("The others keep a reason, which is said beside each.")
    messages.success(request, f"{taken} {others}")


def _read_reason(request: HttpRequest) -> Reason | None:
    """None, which lists them all, for a reason that is none."""
    said = request.GET.get("reason", "")
    return Reason(said) if said in Reason.values else None


def _read_place(request: HttpRequest) -> int:
    said = request.GET.get("after", "")
    return min(int(said), _LAST) if said.isascii() and said.isdigit() and len(said) < 20 else _LAST


def _address(reason: Reason | None, after: int | None = None) -> str:
    said = {"reason": reason, "after": after}
    query = urlencode({name: value for name, value in said.items() if value})
    return reverse("store:unaligned") + (f"?{query}" if query else "")
