"""« Pourquoi ces modules » and the coverage page: for everyone, without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from competencies.survey import claim
from modules.reasons.coverage import coverage
from modules.reasons.explorer import Choice, Explorer
from modules.reasons.themes import Structure, Theme

ASKED_IN_STANDARDS = "referentiels-80-4"


@require_GET
def why(request: HttpRequest) -> HttpResponse:
    """One question of the survey at a time, and the modules that answer it."""
    explorer = Explorer(Choice.of(request.GET.dict()))
    context = {
        "explorer": explorer,
        "gaps": explorer.gaps(coverage()),
        "themes": Theme,
        "structures": Structure,
        "chart_words": explorer.sentence,
    }
    return render(request, "modules/why.html", context)


@require_GET
def show_coverage(request: HttpRequest) -> HttpResponse:
    """Every gap of the survey, the competencies, activities and questions that answer it, and those nothing covers."""
    lines = coverage()
    context = {
        "lines": lines,
        "not_covered": [line for line in lines if not line.is_covered],
        "standards": claim(ASKED_IN_STANDARDS),
    }
    return render(request, "modules/coverage.html", context)
