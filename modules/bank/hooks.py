"""The bank's rights first, then its pages: Wagtail asks for the policy as soon as a page is made."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.permissions import register_permission_policy

from modules.bank.chooser import QuestionChooserViewSet
from modules.bank.rights import policy
from modules.bank.viewsets import BankViewSet, kind_viewsets
from modules.models import Question, QuizPage

register_permission_policy(Question, policy)


def bank() -> list[Any]:
    chooser = QuestionChooserViewSet("question_chooser", url_prefix="questions/choisir")
    return [*kind_viewsets(), chooser, BankViewSet("question_bank", url_prefix="questions")]


def figures_of_a_quiz(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page.specific_deferred, QuizPage) and page.permissions_for_user(user).can_edit():
        address = reverse("question_bank:quiz_figures", args=[page.pk])
        yield Button(_("How its questions behave"), url=address, icon_name="order", priority=40)


class BankMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return policy.user_has_any_permission(request.user, ["add", "change"])


def bank_in_the_menu() -> MenuItem:
    return BankMenuItem(_("Question bank"), reverse_lazy("question_bank:index"), icon_name="help", order=150)


hooks.register("register_admin_viewset", bank)
hooks.register("register_page_header_buttons", figures_of_a_quiz)
hooks.register("register_admin_menu_item", bank_in_the_menu)
