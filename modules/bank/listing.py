"""The list of the bank: all kinds together, with filters. One's own institutes only."""

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from cms.numbers import bind_spaces
from competencies.models import CFItem
from modules.bank.rights import questions_of
from modules.misconceptions import misconception_choices
from modules.models import Difficulty, Question, QuestionStatus
from modules.models.question_kinds import MODELS_OF_KINDS

TAGGED = (
    "choicequestion__options",
    "truefalsequestion",
    "shorttextquestion__variants",
    "highlightquestion__segments",
)


def kind_choices() -> list[tuple[int, str]]:
    """Content type and name of each kind."""
    types = ContentType.objects.get_for_models(*MODELS_OF_KINDS)
    return [(types[model].pk, capfirst(str(types[model].name))) for model in MODELS_OF_KINDS]


def name_of_kind(question: Question) -> str:
    """Of a row read as its base: no query a row."""
    return capfirst(str(ContentType.objects.get_for_id(question.polymorphic_ctype_id).name))


class QuestionFilterSet(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(label=_("Status"), choices=QuestionStatus)
    kind = django_filters.ChoiceFilter(label=_("Kind"), field_name="polymorphic_ctype", choices=kind_choices)
    cfitem = django_filters.ModelChoiceFilter(label=_("Competency"), queryset=CFItem.objects.competencies())
    difficulty = django_filters.MultipleChoiceFilter(label=_("Difficulty"), choices=Difficulty)
    misconception = django_filters.ChoiceFilter(
        label=_("Misconception"), method="filter_misconception", choices=misconception_choices
    )

    class Meta:
        model = Question
        fields: list[str] = []

    def filter_misconception(self, questions: Any, name: str, value: str) -> Any:
        behind = Q()
        for place in TAGGED:
            behind |= Q(**{f"{place}__misconception": value})
        return questions.filter(pk__in=Question.objects.non_polymorphic().filter(behind).values("pk"))


class BankIndexView(generic.IndexView):
    """Rows are read as their base: one query for any number of kinds."""

    filterset_class = QuestionFilterSet
    search_fields = ["stem", "case", "key"]
    search_backend_name = None
    default_ordering = "-pk"
    columns = [
        TitleColumn("stem", label=_("Question"), get_url=lambda question: edit_url_of(question), accessor=str),
        Column("case", label=_("Situation"), accessor=lambda question: bind_spaces(Truncator(question.case).words(12))),
        Column("kind", label=_("Kind"), accessor=name_of_kind),
        Column("cfitem", label=_("Competency"), accessor="cfitem.human_coding_scheme"),
        Column("status", label=_("Status"), accessor="get_status_display"),
        Column("difficulty", label=_("Difficulty"), accessor=lambda question: question.get_difficulty_display() or "—"),
    ]

    def get_base_queryset(self) -> Any:
        return questions_of(self.request.user).non_polymorphic().select_related("cfitem")

    def get_edit_url(self, instance: Question) -> str:
        return edit_url_of(instance)

    def get_copy_url(self, instance: Question) -> None:
        return None

    get_delete_url = get_inspect_url = get_copy_url


def edit_url_of(question: Question) -> str:
    """Of its own kind's form: the base form would show no answer."""
    model = ContentType.objects.get_for_id(question.polymorphic_ctype_id).model
    return reverse(f"question_{model}:edit", args=[question.pk])
