"""Moodle XML (https://docs.moodle.org/en/Moodle_XML_format), read and written.

Read with defusedxml: no document type, no entity, nothing fetched. Texts in HTML are brought to plain words.
"""

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, TreeBuilder, indent, tostring

from bs4 import BeautifulSoup
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _

from modules.exchange.building import (
    CODE,
    Answer,
    Head,
    build_choice,
    build_matching,
    build_ordering,
    build_short_text,
    build_true_false,
)
from modules.exchange.gift import rows_of
from modules.exchange.reading import Entry, FileRefused, Malformed, NotAskedHere, Reading, Remark, key_of
from modules.loading import schema

DEEPEST = 30
BLOCKS = re.compile(r"<\s*(/p|/div|/li|br\s*/?)\s*>", re.IGNORECASE)


class LinedTree(TreeBuilder):
    """A tree whose elements know their line, and that refuses to be deep."""

    def __init__(self) -> None:
        super().__init__()
        self.line: Callable[[], int] = lambda: 0
        self.depth = 0

    def start(self, tag: Any, attrs: Any) -> Any:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FileRefused(_("This file nests its elements too deep to be a list of questions."))
        return super().start(tag, {**attrs, "line": str(self.line())})

    def end(self, tag: Any) -> Any:
        self.depth -= 1
        return super().end(tag)


def read_moodle_xml(text: str, competency: str) -> Reading:
    """Every question of the file; `competency` is that of the questions that say none."""
    reading, taken = Reading(), set[str]()
    for element in _parse(text).iter("question"):
        line, about = int(element.get("line", "0")), _text(element.find("name")) or element.get("type", "")
        if element.get("type") == "category":
            continue
        try:
            reading.add(_read_question(line, element, competency, taken))
        except Malformed as error:
            reading.errors.append(Remark(line, about[:60], str(error)))
        except NotAskedHere as reason:
            reading.dropped.append(Remark(line, about[:60], str(reason)))
    return reading


def _parse(text: str) -> Element:
    """The root. Raises FileRefused, with the line when there is one."""
    tree = LinedTree()
    parser = DefusedXMLParser(target=tree, encoding="utf-8", forbid_dtd=True)
    tree.line = lambda: parser.parser.CurrentLineNumber
    try:
        parser.feed(text.encode())
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise FileRefused(
            _("This file defines a document type or entities: no list of questions needs any.")
        ) from error
    except ParseError as error:
        line, _column = error.position
        raise FileRefused(_("Line %(line)s is not valid XML: %(why)s") % {"line": line, "why": error.msg}) from error
    if root.tag != "quiz":
        raise FileRefused(_("This file is not Moodle XML: its first element is not “quiz”."))
    return root


def _text(element: Element | None, head: Head | None = None) -> str:
    """The words of an element that holds a `text`, in plain words when they are HTML."""
    raw = (element.findtext("text") or "") if element is not None else ""
    if element is None or not raw.strip():
        return ""
    if element.get("format", "html") not in {"html", "moodle_auto_format"}:
        return raw.strip()
    if head is not None and ("<img" in raw or "@@PLUGINFILE@@" in raw or element.find("file") is not None):
        head.note(_("An image or a file is lost: describe it in words."))
    return _plain(raw)


def _plain(html: str) -> str:
    words = BeautifulSoup(BLOCKS.sub("\n", html), "html.parser").get_text()
    lines = [re.sub(r"[ \t\r]+", " ", line).strip(" ") for line in words.split("\n")]
    return "\n\n".join(line for line in lines if line)


def _read_question(line: int, element: Element, competency: str, taken: set[str]) -> Entry:
    reader = READERS.get(element.get("type", ""))
    if reader is None:
        raise NotAskedHere(_("A question of the kind “%(kind)s”.") % {"kind": element.get("type", "")})
    tags = [_text(tag) for tag in element.iterfind("tags/tag")]
    head = Head("", next((tag for tag in tags if CODE.match(tag)), competency), "")
    head.stem = _text(element.find("questiontext"), head)
    head.key = key_of(element.findtext("idnumber") or "", _text(element.find("name")) or head.stem, taken)
    return Entry(line, reader(head, element), head.notes)


def _answers(head: Head, element: Element) -> list[Answer]:
    return [
        Answer(_text(_with_format(each), head), _fraction(each), _text(each.find("feedback"), head))
        for each in element.iterfind("answer")
    ]


def _with_format(answer: Element) -> Element:
    """An answer says its format itself; short answers say none, and are plain."""
    if answer.get("format") is None:
        answer.set("format", "plain_text")
    return answer


def _fraction(answer: Element) -> float:
    try:
        worth = float(answer.get("fraction", "0"))
    except ValueError as error:
        raise Malformed(_("The share of an answer is not a number.")) from error
    if not -100 <= worth <= 100:
        raise Malformed(_("The share of an answer goes from -100 to 100."))
    return worth


def _lose_general(head: Head, element: Element) -> None:
    if _text(element.find("generalfeedback")):
        head.note(_("The general feedback is lost: here each answer has its own."))


def _read_choice(head: Head, element: Element) -> schema.QuestionEntry:
    _lose_general(head, element)
    several = (element.findtext("single") or "true").strip() in {"false", "0"}
    return build_choice(head, _answers(head, element), several=several)


def _read_true_false(head: Head, element: Element) -> schema.QuestionEntry:
    _lose_general(head, element)
    by_word = {answer.text.lower(): answer for answer in _answers(head, element)}
    if set(by_word) != {"true", "false"}:
        raise Malformed(_("A true or false has the answers “true” and “false”."))
    right = by_word["true"].worth > by_word["false"].worth
    return build_true_false(head, right, by_word["true"].feedback, by_word["false"].feedback)


def _read_short_text(head: Head, element: Element) -> schema.QuestionEntry:
    return build_short_text(head, _answers(head, element), _text(element.find("generalfeedback"), head))


def _read_matching(head: Head, element: Element) -> schema.QuestionEntry:
    _lose_general(head, element)
    pairs = []
    for row in element.iterfind("subquestion"):
        answer = row.find("answer")
        right = _text(_with_format(answer)) if answer is not None else ""
        pairs.append((_text(row, head), right))
    return build_matching(head, pairs)


def _read_ordering(head: Head, element: Element) -> schema.QuestionEntry:
    texts = [answer.text for answer in _answers(head, element)]
    return build_ordering(head, texts, _text(element.find("generalfeedback"), head))


READERS: dict[str, Callable[[Head, Element], schema.QuestionEntry]] = {
    "multichoice": _read_choice,
    "truefalse": _read_true_false,
    "shortanswer": _read_short_text,
    "matching": _read_matching,
    "ordering": _read_ordering,
}


# ---- Writing --------------------------------------------------------------------------------------


def write_moodle_xml(questions: list[schema.QuestionEntry]) -> tuple[str, list[Remark]]:
    """The file, and what Moodle XML cannot say."""
    quiz, lost = Element("quiz"), []
    for number, question in enumerate(questions, start=1):
        about = question.stem[:60]
        if isinstance(question, schema.Highlight):
            lost.append(Remark(number, about, _("Moodle XML has no question of this kind.")))
            continue
        lost += [Remark(number, about, reason) for reason in _losses(question)]
        _write_question(quiz, question)
    indent(quiz, " ")
    return tostring(quiz, encoding="unicode", xml_declaration=True), lost


def _losses(question: schema.QuestionEntry) -> list[str]:
    lost = []
    if question.case:
        lost.append(_("The situation is joined to the question."))
    if question.figure:
        lost.append(_("The survey figure is not written."))
    if question.confidence is True:
        lost.append(_("The question on how sure one is is not written."))
    if any(getattr(row, "misconception", "") for row in rows_of(question)):
        lost.append(_("The misconceptions are not written."))
    rows = getattr(question, "rows", None) or getattr(question, "items", None) or []
    if any(row.feedback for row in rows):
        lost.append(_("The feedback of each line is not written."))
    return lost


def _say(parent: Element, tag: str, words: str, **attributes: str) -> Element:
    element = SubElement(parent, tag, attributes)
    SubElement(element, "text").text = words
    return element


def _say_answer(parent: Element, words: str, right: float, feedback: str) -> None:
    answer = _say(parent, "answer", words, fraction=f"{right:g}", format="plain_text")
    _say(answer, "feedback", feedback, format="plain_text")


def _write_question(quiz: Element, question: schema.QuestionEntry) -> None:
    element = SubElement(quiz, "question", {"type": _type_of(question)})
    _say(element, "name", question.key)
    stem = "\n\n".join(filter(None, [question.case, question.stem]))
    _say(element, "questiontext", stem, format="plain_text")
    general = question.feedback if isinstance(question, schema.ShortText | schema.Ordering) else ""
    _say(element, "generalfeedback", general, format="plain_text")
    SubElement(element, "idnumber").text = question.key
    _write_answers(element, question)
    _say(SubElement(element, "tags"), "tag", question.competency)


def _type_of(question: schema.QuestionEntry) -> str:
    match question:
        case schema.TrueFalse():
            return "truefalse"
        case schema.ShortText():
            return "shortanswer"
        case schema.Matching():
            return "matching"
        case schema.Ordering():
            return "ordering"
    return "multichoice"


def _write_answers(element: Element, question: schema.QuestionEntry) -> None:
    match question:
        case schema.SingleChoice():
            SubElement(element, "single").text = "true"
            for option in question.options:
                _say_answer(element, option.text, 100 if option.right else 0, option.feedback)
        case schema.MultipleChoice():
            _write_several(element, question)
        case schema.TrueFalse():
            _write_verdicts(element, question)
        case schema.ShortText():
            for variant in question.answers:
                _say_answer(element, variant.text, 100 if variant.right else 0, variant.feedback)
        case schema.Ordering():
            for item in question.items:
                _say_answer(element, item.text, 100, "")
        case schema.Matching():
            _write_pairs(element, question)


def _write_several(element: Element, question: schema.MultipleChoice) -> None:
    SubElement(element, "single").text = "false"
    share = round(100 / max(1, sum(option.right for option in question.options)), 5)
    for option in question.options:
        _say_answer(element, option.text, share if option.right else -100, option.feedback)


def _write_verdicts(element: Element, question: schema.TrueFalse) -> None:
    _say_answer(element, "true", 100 if question.right else 0, question.feedback_true)
    _say_answer(element, "false", 0 if question.right else 100, question.feedback_false)


def _write_pairs(element: Element, question: schema.Matching) -> None:
    used = {row.category for row in question.rows}
    pairs = [(row.text, row.category) for row in question.rows]
    for left, right in [*pairs, *(("", each) for each in question.categories if each not in used)]:
        _say(_say(element, "subquestion", left, format="plain_text"), "answer", right)
