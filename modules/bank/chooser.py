"""Choosing a question for a quiz: those of one's institutes, on trial or active. A forged choice is refused."""

from typing import Any

from django import forms
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet

from competencies.models import CFItem
from modules.bank.listing import edit_url_of, name_of_kind
from modules.bank.rights import questions_of
from modules.models import Question


class QuestionChoiceForm(BaseFilterForm):
    q = forms.CharField(label=_("Words of the question"), required=False)
    cfitem = forms.ModelChoiceField(CFItem.objects.competencies(), label=_("Competency"), required=False)

    def filter(self, objects: Any) -> Any:
        if words := self.cleaned_data.get("q"):
            self.is_searching, self.search_query = True, words
            objects = objects.filter(Q(stem__icontains=words) | Q(case__icontains=words) | Q(key__icontains=words))
        if item := self.cleaned_data.get("cfitem"):
            objects = objects.filter(cfitem=item)
        return super().filter(objects)


class Mine:
    """The questions of one's institutes that may be asked."""

    request: Any
    filter_form_class = QuestionChoiceForm
    ordering = "-pk"

    def get_object_list(self) -> Any:
        return questions_of(self.request.user).that_may_be_asked().non_polymorphic().select_related("cfitem")

    def get_object(self, pk: Any) -> Any:
        return get_object_or_404(self.get_object_list(), pk=pk)

    def get_objects(self, pks: Any) -> Any:
        return self.get_object_list().filter(pk__in=pks)

    def get_edit_item_url(self, instance: Question) -> str:
        return edit_url_of(instance)

    @property
    def columns(self) -> list[Any]:
        kind = Column("kind", label=_("Kind"), accessor=name_of_kind)
        code = Column("cfitem", label=_("Competency"), accessor="cfitem.human_coding_scheme")
        return [self.title_column, kind, code]  # type: ignore[attr-defined]


class QuestionChooserViewSet(ChooserViewSet):
    model = Question
    icon = "help"
    choose_one_text = _("Choose a question")
    choose_another_text = _("Choose another question")
    edit_item_text = _("Edit this question")
    choose_view_class = type("ChooseView", (Mine, views.ChooseView), {})
    choose_results_view_class = type("ChooseResultsView", (Mine, views.ChooseResultsView), {})
    chosen_view_class = type("ChosenView", (Mine, views.ChosenView), {})
    chosen_multiple_view_class = type("ChosenMultipleView", (Mine, views.ChosenMultipleView), {})


class QuizQuestionForm(WagtailAdminModelForm):
    """A row of a quiz: any identifier posted is looked for among the questions the person may choose.

    One already in the row stays, whatever became of it: an author who mends a title is not stopped by it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = questions_of(self.for_user).non_polymorphic()
        allowed = Q(pk__in=mine.that_may_be_asked().values("pk"))
        if self.instance.question_id:
            allowed |= Q(pk=self.instance.question_id, pk__in=mine.values("pk"))
        self.fields["question"].queryset = Question.objects.filter(allowed)
        self.fields["question"].error_messages["invalid_choice"] = _(
            "This question cannot be chosen: it is not one of your institute’s, or it is neither on trial nor active."
        )
