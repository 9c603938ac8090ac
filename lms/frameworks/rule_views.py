"""The level rules in the studio: read by those who write frameworks, changed by who answers for the whole site."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from competencies.changing_rules import ChangedMeanwhile, preview_change
from competencies.levels import decide_level
from competencies.models import CFDocument, CFItem, LevelRule
from competencies.models.level_rule import rules_in_force
from competencies.sentences import next_step_sentences, reason_sentences
from lms.frameworks.models import RuleRecount
from lms.frameworks.rule_forms import BenchForm, RuleForm
from lms.frameworks.tasks import publish_rule
from lms.people.access import PersonRequest, may, needs
from lms.people.rights import Thing, Verb
from modules.publishing import digest_of


@needs(Verb.VIEW, Thing.RULE)
def rules(request: PersonRequest) -> HttpResponse:
    """Each family: its sentence, its levels, the competencies it reads, its versions."""
    codes: dict[str, list[str]] = {}
    for key, code in CFItem.objects.competencies().values_list("rule_key", "human_coding_scheme"):
        codes.setdefault(key, []).append(code)
    versions: dict[str, list[LevelRule]] = {}
    for rule in LevelRule.objects.order_by("key", "-version"):
        versions.setdefault(rule.key, []).append(rule)
    rows = [
        (rule, sorted(codes.get(key, [])), versions[key])
        for key, rule in sorted(rules_in_force(timezone.localdate()).items())
    ]
    may_publish = may(request.user, Verb.PUBLISH, Thing.RULE)
    return render(request, "frameworks/rules.html", {"rows": rows, "may_publish": may_publish})


@needs(Verb.PUBLISH, Thing.RULE)
def new_version(request: PersonRequest, key: str) -> HttpResponse:
    """Write, try on an invented person, read who would change, then put into force: never without the preview."""
    current = rules_in_force(timezone.localdate()).get(key)
    if current is None:
        raise Http404
    form = RuleForm(request.POST or None, rule=current)
    bench = BenchForm(request.POST or None)
    context: dict[str, Any] = {"current": current, "form": form, "bench": bench, "version": current.version + 1}
    context["recounts"] = RuleRecount.objects.filter(rule__key=key).select_related("rule")
    if request.method == "POST" and form.is_valid() and bench.is_valid():
        seen = digest_of([current.version, form.cleaned_data["sentence"], form.content()])
        if request.POST.get("action") == "appliquer" and request.POST.get("seen") == seen:
            return _publish(request, form, current)
        context |= _preview(form, bench, key) | {"seen": seen}
    return render(request, "frameworks/rule.html", context)


def _publish(request: PersonRequest, form: RuleForm, current: LevelRule) -> HttpResponse:
    said = form.cleaned_data["sentence"]
    try:
        publish_rule(current.key, current.version + 1, said, form.content(), request.user)
    except ChangedMeanwhile:
        messages.error(request, _("Another version came into force meanwhile: nothing was changed. Read it first."))
    else:
        messages.success(request, _("The new version is in force. The levels are being decided again."))
    return redirect("frameworks:rules")


def _preview(form: RuleForm, bench: BenchForm, key: str) -> dict[str, Any]:
    today = timezone.localdate()
    decision = decide_level(bench.proofs(today), form.rule(), today)
    names = CFDocument.objects.values_list("level_names", flat=True).first() or []
    return {
        "change": preview_change(key, form.rule(), today),
        "decision": decision,
        "level_name": names[decision.level - 1] if decision.level else "",
        "reasons": reason_sentences(decision.reasons),
        "next_steps": next_step_sentences(decision.next_steps),
    }
