"""The bank in the studio: one list, one form a kind. Nothing is deleted, and nothing of another institute is found."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from modules.bank.exchanging import bring_in, take_out
from modules.bank.listing import BankIndexView, edit_url_of, kind_choices
from modules.bank.panels import edit_handler_of
from modules.bank.rights import questions_of
from modules.bank.trying import try_question
from modules.item_analysis.views import question_figures, quiz_figures
from modules.models import Question
from modules.models.question_kinds import MODELS_OF_KINDS


class Mine:
    """Before any view of one question: it is of an institute of the person's, or it is not found."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        asked = kwargs.get("pk") or (args[0] if args else None)
        if asked is not None:
            get_object_or_404(questions_of(request.user).non_polymorphic(), pk=asked)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class QuestionEditView(generic.EditView):
    @property
    def header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = super().header_more_buttons
        address = reverse("question_bank:try", args=[self.object.pk])
        figures = reverse("question_bank:figures", args=[self.object.pk])
        return [
            *buttons,
            Button(_("Try it as a learner"), url=address, icon_name="view", priority=5),
            Button(_("How it behaves"), url=figures, icon_name="order", priority=6),
        ]


class KindViewSet(ModelViewSet):
    """Form, copy, history and uses of one kind; the list is the bank's."""

    icon = "help"
    edit_view_class = QuestionEditView
    add_to_reference_index = True

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        return super().construct_view(type(view_class.__name__, (Mine, view_class), {}), **kwargs)

    @property
    def index_view(self) -> Any:
        return _to_the_bank

    index_results_view = index_view

    @property
    def delete_view(self) -> Any:
        return _refuse_deletion


def _to_the_bank(request: HttpRequest) -> HttpResponse:
    return redirect("question_bank:index")


def _refuse_deletion(request: HttpRequest, pk: str) -> HttpResponse:
    """Editions and answers name it: it is retired, never deleted."""
    question = get_object_or_404(questions_of(request.user).non_polymorphic(), pk=pk)
    messages.error(request, _("A question is never deleted: give it the status “Retired”. Past editions keep it."))
    return redirect(edit_url_of(question))


def kind_viewsets() -> list[KindViewSet]:
    made = []
    for model in MODELS_OF_KINDS:
        name = f"question_{model.__name__.lower()}"
        made.append(KindViewSet(name, model=model, edit_handler=edit_handler_of(model), url_prefix=f"questions/{name}"))
    return made


class BankListView(BankIndexView):
    page_title = gettext_lazy("Question bank")

    @property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(_("Add a question"), url=reverse("question_bank:add"), icon_name="plus")]

    @property
    def header_more_buttons(self) -> list[Any]:
        asked = self.request.GET.urlencode()
        out = [(_("Take out in GIFT"), "gift"), (_("Take out in Moodle XML"), "moodle")]
        buttons = [
            Button(words, url=f"{reverse(f'question_bank:{name}')}?{asked}", icon_name="download", priority=20)
            for words, name in out
        ]
        bring = Button(_("Bring questions in"), url=reverse("question_bank:bring_in"), icon_name="upload", priority=10)
        return [bring, *buttons]


class BankViewSet(ModelViewSet):
    """The base: one list for all kinds, and a page to choose the kind of a new question."""

    model = Question
    icon = "help"
    menu_label = gettext_lazy("Question bank")
    form_fields = ["stem"]
    index_view_class = BankListView

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("ajouter/", choose_kind, name="add"),
            path("importer/", bring_in, name="bring_in"),
            path("exporter/gift/", take_out, {"file_format": "gift"}, name="gift"),
            path("exporter/moodle/", take_out, {"file_format": "moodle"}, name="moodle"),
            path("<int:pk>/", go_to_its_form, name="edit"),
            path("<int:pk>/essayer/", try_question, name="try"),
            path("<int:pk>/analyse/", question_figures, name="figures"),
            path("quiz/<int:pk>/analyse/", quiz_figures, name="quiz_figures"),
        ]


def choose_kind(request: HttpRequest) -> HttpResponse:
    """A question has a kind from the start: each has its form."""
    kinds = [
        {"name": name, "address": reverse(f"question_{model.__name__.lower()}:add")}
        for model, (_pk, name) in zip(MODELS_OF_KINDS, kind_choices(), strict=True)
    ]
    return render(request, "modules/bank/choose_kind.html", {"kinds": kinds})


def go_to_its_form(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(edit_url_of(get_object_or_404(questions_of(request.user).non_polymorphic(), pk=pk)))
