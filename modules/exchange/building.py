"""From what a foreign file says of a question to one of ours. Pure, and the same for every format."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from modules.exchange.reading import Malformed
from modules.loading import schema

CODE = re.compile(r"^[A-C][1-3]\.[1-9]$")


@dataclass(frozen=True)
class Answer:
    """`worth` from -100 to 100, as both formats count."""

    text: str
    worth: float
    feedback: str = ""


@dataclass
class Head:
    """What comes before the answers, and the notes taken on the way."""

    key: str
    competency: str
    stem: str
    notes: list[str] = field(default_factory=list)

    def note(self, words: str) -> None:
        if words not in self.notes:
            self.notes.append(words)

    def heading(self) -> dict[str, Any]:
        if not self.stem:
            raise Malformed(_("The question has no words."))
        return {"key": self.key, "competency": self.competency, "stem": self.stem}


def build_choice(head: Head, answers: list[Answer], *, several: bool) -> schema.QuestionEntry:
    if len(answers) < 2:
        raise Malformed(_("A choice needs two answers or more."))
    _note_shares(head, answers, several=several)
    kind = schema.MultipleChoice if several else schema.SingleChoice
    best = max(answer.worth for answer in answers)
    options = [
        schema.Option(text=_words(a.text), right=a.worth > 0 and (several or a.worth == best), feedback=a.feedback)
        for a in answers
    ]
    if not any(option.right for option in options):
        raise Malformed(_("No answer is right."))
    return kind(**head.heading(), options=options)


def build_true_false(head: Head, right: bool, feedback_true: str, feedback_false: str) -> schema.QuestionEntry:
    return schema.TrueFalse(**head.heading(), right=right, feedback_true=feedback_true, feedback_false=feedback_false)


def build_short_text(head: Head, answers: list[Answer], feedback: str) -> schema.QuestionEntry:
    _note_shares(head, answers, several=False)
    variants = []
    for answer in answers:
        text = _words(answer.text)
        if len(text) > 200:
            raise Malformed(_("An accepted writing is longer than 200 characters."))
        if "*" in text:
            head.note(_("“*” stood for any letters: here it is a star like any other."))
        variants.append(schema.Variant(text=text, right=answer.worth > 0, feedback=answer.feedback))
    if not any(variant.right for variant in variants):
        raise Malformed(_("No answer is right."))
    return schema.ShortText(**head.heading(), answers=variants, feedback=feedback)


def build_matching(head: Head, pairs: list[tuple[str, str]]) -> schema.QuestionEntry:
    """A pair without a left side is one more category."""
    rows = [schema.Row(text=left, category=_words(right), feedback="") for left, right in pairs if left]
    categories = list(dict.fromkeys(_words(right) for _left, right in pairs))
    if len(rows) < 2 or len(categories) < 2:
        raise Malformed(_("A matching needs two lines and two categories or more."))
    if max(len(category) for category in categories) > 200:
        raise Malformed(_("A category is longer than 200 characters."))
    return schema.Matching(**head.heading(), categories=categories, rows=rows)


def build_ordering(head: Head, texts: list[str], feedback: str) -> schema.QuestionEntry:
    if not 2 <= len(texts) <= 12:
        raise Malformed(_("An ordering has from 2 to 12 lines."))
    items = [schema.OrderedItem(text=_words(text)) for text in texts]
    return schema.Ordering(**head.heading(), items=items, feedback=feedback)


def _words(text: str) -> str:
    if not text:
        raise Malformed(_("An answer has no words."))
    return text


def _note_shares(head: Head, answers: list[Answer], *, several: bool) -> None:
    rights = [answer.worth for answer in answers if answer.worth > 0]
    wrongs = [answer.worth for answer in answers if answer.worth <= 0]
    if (several and len({round(each) for each in rights}) > 1) or (not several and any(each < 100 for each in rights)):
        head.note(_("The shares of points are lost: here an answer is right or it is not."))
    if not several and any(each < 0 for each in wrongs):
        head.note(_("The points taken off are lost."))
