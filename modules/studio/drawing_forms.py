"""Drawing the two forms of the tests of a module from its institute's bank: drafts, which an author then publishes."""

from random import Random
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from modules.activities.quiz.forms import Candidate, draw_forms
from modules.activities.quiz.models import QuizForm, QuizMode, QuizPage, QuizQuestion
from modules.models import Activity, Module, Question
from modules.publishing import codes_of


class DrawForm(forms.Form):
    each = forms.IntegerField(
        label=_("Questions a competency, in each form"),
        initial=3,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
    )


def tests_of(module: Module) -> list[QuizPage]:
    """The test before and the test after: both ask the same two forms, the other way round."""
    modes = (QuizMode.PRETEST, QuizMode.POSTTEST)
    pages = QuizPage.objects.child_of(module).filter(mode__in=modes).order_by("path")
    return [page.get_latest_revision_as_object() for page in pages]


def candidates_of(module: Module) -> list[Candidate]:
    """Of the institute's own bank, in the language of the module, what may be asked and no practice gives away."""
    bank = Question.objects.in_collections([module.institute.own_collection]).that_may_be_asked()
    rows = bank.filter(locale=module.locale).exclude(pk__in=asked_elsewhere(module)).non_polymorphic()
    rows = rows.select_related("cfitem")
    return [
        Candidate(row.pk, row.cfitem.human_coding_scheme, str(row.polymorphic_ctype_id), row.difficulty or 2)
        for row in rows
    ]


def asked_elsewhere(module: Module) -> set[int]:
    """The questions that the other activities of the module ask."""
    tests = {test.pk for test in tests_of(module)}
    others = Activity.objects.child_of(module).exclude(pk__in=tests).specific()
    return {pk for each in others for pk in each.get_latest_revision_as_object().asked_questions()}


def counts_of(module: Module) -> list[tuple[str, int]]:
    """How many questions may be drawn, by competency announced."""
    codes = [each.competency for each in candidates_of(module)]
    return [(code, codes.count(code)) for code in codes_of(module)]


@transaction.atomic
def draw_into_tests(module: Module, each: int, author: Any, luck: Random) -> list[QuizPage]:
    """The tests with their forms drawn, saved as drafts. Raises TooFew; then nothing is written."""
    form_a, form_b = draw_forms(candidates_of(module), codes_of(module), each, luck)
    rows = [*((QuizForm.A, pk) for pk in form_a), *((QuizForm.B, pk) for pk in form_b)]
    tests = tests_of(module)
    for test in tests:
        test.quiz_questions.set(
            [
                QuizQuestion(locale=test.locale, sort_order=place, form=form, question_id=pk)
                for place, (form, pk) in enumerate(rows)
            ]
        )
        test.save_revision(user=author)
    return tests
