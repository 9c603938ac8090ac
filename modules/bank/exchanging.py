"""The pages that bring questions in and take them out. The file is told first; the second button writes it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from competencies.models import CFItem
from modules.bank.importing import Plan, import_questions, plan_import
from modules.bank.listing import QuestionFilterSet
from modules.bank.rights import collections_of, questions_of
from modules.citing import frozen_with_numbers
from modules.exchange.gift import write_gift
from modules.exchange.moodle_xml import write_moodle_xml
from modules.exchange.reading import LARGEST, FileRefused, decode

FORMATS = [("gift", "GIFT"), ("moodle", "Moodle XML")]
WRITERS = {"gift": (write_gift, "txt", "text/plain"), "moodle": (write_moodle_xml, "xml", "application/xml")}


class ImportForm(forms.Form):
    collection: Any = forms.ModelChoiceField(None, label=gettext_lazy("Bank"), empty_label=None)
    file_format = forms.ChoiceField(label=gettext_lazy("Format"), choices=FORMATS)
    competency = forms.ModelChoiceField(
        CFItem.objects.competencies(), label=gettext_lazy("Competency of the questions that say none")
    )
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Or its text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["collection"]
        field.queryset = collections_of(user)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sent = cleaned.get("file")
        try:
            if sent is not None:
                cleaned["text"] = decode(sent.read(LARGEST + 1))
            else:
                cleaned["text"] = decode(cleaned.get("text", "").encode())
        except FileRefused as refused:
            self.add_error("file" if sent else "text", str(refused))
        if not self.errors and not cleaned["text"].strip():
            self.add_error("file", _("Choose a file, or paste its text."))
        return cleaned


@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Tell what the file would create; create it when the person confirms and no line is wrong."""
    if not collections_of(request.user).exists():
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "GET" or not form.is_valid():
        return render(request, "modules/bank/bring_in.html", {"form": form}, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    again = ImportForm(initial=given | {"file": None}, user=request.user)
    plan = None
    try:
        plan = plan_import(
            given["text"], given["file_format"], given["competency"].human_coding_scheme, given["collection"]
        )
        if request.POST.get("action") == "importer":
            return _created(request, plan, given["collection"])
    except FileRefused as refused:
        messages.error(request, str(refused))
    return render(request, "modules/bank/bring_in.html", {"form": again, "plan": plan}, status=200 if plan else 422)


def _created(request: HttpRequest, plan: Plan, collection: Any) -> HttpResponse:
    count = import_questions(plan, collection)
    words = ngettext("%(count)s question came in, as a draft.", "%(count)s questions came in, as drafts.", count)
    messages.success(request, words % {"count": count})
    return redirect("question_bank:index")


@require_GET
def take_out(request: HttpRequest, file_format: str) -> HttpResponse:
    """The questions of the list as it is filtered, in a file; what the format cannot say is told in its last lines."""
    mine = questions_of(request.user).select_related("cfitem").order_by("pk")
    chosen = QuestionFilterSet(request.GET, queryset=mine, request=request).qs
    write, ending, kind = WRITERS[file_format]
    text, lost = write([frozen_with_numbers(question.freeze()) for question in chosen])
    told = [_comment(f"{remark.about} : {remark.reason}", file_format) for remark in lost]
    response = HttpResponse("\n".join([text, *told]), content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="questions.{ending}"'
    return response


def _comment(words: str, file_format: str) -> str:
    """A remark that no reader takes for a question; a hyphen could end a comment of XML."""
    line = " ".join(words.split())
    return f"<!-- {line.replace('-', '–')} -->" if file_format == "moodle" else f"// {line}"
