"""The questions of a quiz in the studio. The form of a row is named, not imported: it reads the models beside."""

from typing import Any

from django.utils.module_loading import import_string
from wagtail.admin.panels import InlinePanel


class QuizQuestionsPanel(InlinePanel):
    """Rows whose question is looked for among those the author may choose (`bank.chooser`)."""

    def get_form_options(self) -> Any:
        options = super().get_form_options()
        rows = options["formsets"][self.relation_name]
        bases = [import_string("modules.bank.chooser.QuizQuestionForm"), *filter(None, [rows.get("form")])]
        rows |= {"form": type("QuizQuestionForm", tuple(bases), {}), "inherit_kwargs": ["for_user"]}
        return options
