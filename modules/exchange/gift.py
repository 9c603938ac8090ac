"""GIFT, the text format of Moodle's questions (https://docs.moodle.org/en/GIFT_format), read and written.

A backslash before ~ = # { } : takes their meaning away, « \\n » is a new line. While reading, such a character is held
as a null and a letter: no null is left in a text that `decode` has let in.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from modules.exchange.building import (
    CODE,
    Answer,
    Head,
    build_choice,
    build_matching,
    build_short_text,
    build_true_false,
)
from modules.exchange.reading import Entry, Malformed, NotAskedHere, Reading, Remark, key_of
from modules.loading import schema

HELD = {"~": "\0t", "=": "\0e", "#": "\0h", "{": "\0o", "}": "\0c", ":": "\0p", "\\": "\0b", "n": "\0n", "%": "\0r"}
FREED = {code: ("\n" if char == "n" else char) for char, code in HELD.items()}
TITLE = re.compile(r"^::(.*?)::", re.DOTALL)
MARKUP = re.compile(r"^\[(html|moodle|plain|markdown)\]")
VERDICT = re.compile(r"^(TRUE|T|FALSE|F)\s*(?:#(.*?))?(?:#(.*))?$", re.DOTALL)
SHARE = re.compile(r"^%(-?\d+(?:\.\d+)?)%")


def read_gift(text: str, competency: str) -> Reading:
    """Every question of the file; `competency` is that of the questions that say none."""
    reading, taken = Reading(), set[str]()
    for line, comments, block in _blocks(text):
        about = block.strip().splitlines()[0][:60]
        try:
            reading.add(_read_question(line, comments, block, competency, taken))
        except Malformed as error:
            reading.errors.append(Remark(line, about, str(error)))
        except NotAskedHere as reason:
            reading.dropped.append(Remark(line, about, str(reason)))
    return reading


def _blocks(text: str) -> Iterator[tuple[int, str, str]]:
    """(first line, comments before, text) of each question: blank lines part them, not inside braces."""
    lines: list[str] = []
    comments: list[str] = []
    first, depth = 0, 0
    for number, line in enumerate([*text.replace("\r\n", "\n").split("\n"), ""], start=1):
        bare = line.strip()
        if bare.startswith("//"):
            comments.append(bare)
        elif bare.startswith("$CATEGORY:") and not lines:
            comments = []
        elif bare:
            first = first or number
            lines.append(line)
            held = _hold(line)
            depth += held.count("{") - held.count("}")
        elif depth <= 0 and lines:
            yield first, " ".join(comments), "\n".join(lines)
            lines, comments, first, depth = [], [], 0, 0
    if lines:
        yield first, " ".join(comments), "\n".join(lines)


def _hold(text: str) -> str:
    return re.sub(r"\\([~=#{}:\\n%])", lambda found: HELD[found[1]], text)


def _free(text: str) -> str:
    """The words meant: spaces brought to one, escaped characters given back."""
    one_line = re.sub(r"[ \t\r\n]+", " ", text).strip(" ")
    return re.sub("\0[a-z]", lambda found: FREED[found[0]], one_line).strip(" \n")


def _read_question(line: int, comments: str, block: str, competency: str, taken: set[str]) -> Entry:
    held = _hold(block).strip()
    title = TITLE.match(held)
    if title:
        held = held[title.end() :].strip()
    before, braced, after = _cut(MARKUP.sub("", held))
    tags = re.findall(r"\[tag:([^\]]*)\]", comments)
    code = next((tag for tag in tags if CODE.match(tag)), competency)
    stem = _free(f"{before} _____ {after}" if after.strip() else before)
    wanted = re.search(r"\[id:([^\]]*)\]", comments)
    key = key_of(wanted[1] if wanted else "", _free(title[1]) if title else stem, taken)
    head = Head(key, code, stem)
    return Entry(line, _read_answers(head, braced), head.notes)


def _cut(held: str) -> tuple[str, str, str]:
    if "{" not in held:
        raise NotAskedHere(_("A description without a question: put it in a lesson."))
    before, _brace, rest = held.partition("{")
    braced, brace, after = rest.partition("}")
    if not brace:
        raise Malformed(_("A brace is opened and never closed."))
    if "{" in after or "}" in after or "{" in braced:
        raise Malformed(_("A question has one pair of braces; put a backslash before any other."))
    return before, braced.strip(), after


def _read_answers(head: Head, braced: str) -> schema.QuestionEntry:
    braced, _marks, general = braced.partition("####")
    braced = braced.strip()
    if not braced:
        raise NotAskedHere(_("An essay: use a private note."))
    if braced.startswith("#"):
        raise NotAskedHere(_("A numerical question: ask it as a choice."))
    if verdict := VERDICT.match(braced):
        _lose_general(head, general)
        return _read_verdict(head, verdict)
    signs, answers = _split(head, braced)
    if all("->" in answer.text for answer in answers):
        _lose_general(head, general)
        return build_matching(head, [_pair(answer) for answer in answers])
    freed = [Answer(_free(each.text), each.worth, each.feedback) for each in answers]
    if "~" not in signs:
        return build_short_text(head, freed, _free(general))
    _lose_general(head, general)
    several = sum(each.worth > 0 for each in freed) > 1 or not any(each.worth == 100 for each in freed)
    return build_choice(head, freed, several=several)


def _lose_general(head: Head, general: str) -> None:
    if general.strip():
        head.note(_("The general feedback is lost: here each answer has its own."))


def _read_verdict(head: Head, verdict: re.Match[str]) -> schema.QuestionEntry:
    """The first feedback is for a wrong answer, the second for a right one."""
    right = verdict[1].startswith("T")
    wrong_words, right_words = _free(verdict[2] or ""), _free(verdict[3] or "")
    true_words, false_words = (right_words, wrong_words) if right else (wrong_words, right_words)
    return build_true_false(head, right, true_words, false_words)


def _split(head: Head, braced: str) -> tuple[set[str], list[Answer]]:
    if braced[0] not in "=~":
        raise Malformed(_("An answer begins with “=” or “~”."))
    pieces = re.split(r"([=~])", braced)[1:]
    signs = pieces[::2]
    return set(signs), [_answer(sign, words) for sign, words in zip(signs, pieces[1::2], strict=True)]


def _answer(sign: str, words: str) -> Answer:
    words = words.strip()
    share = SHARE.match(words)
    worth = float(share[1]) if share else (100.0 if sign == "=" else 0.0)
    text, _mark, feedback = (words[share.end() :] if share else words).partition("#")
    return Answer(text, worth, _free(feedback))


def _pair(answer: Answer) -> tuple[str, str]:
    left, _arrow, right = answer.text.partition("->")
    return _free(left), _free(right)


# ---- Writing --------------------------------------------------------------------------------------


def write_gift(questions: list[schema.QuestionEntry]) -> tuple[str, list[Remark]]:
    """The text, and what GIFT cannot say."""
    blocks, lost = [], []
    for number, question in enumerate(questions, start=1):
        answers = _say_answers(question)
        if answers is None:
            reason = _("GIFT has no question of this kind.")
            lost.append(Remark(number, question.stem[:60], reason))
            continue
        lost += [Remark(number, question.stem[:60], reason) for reason in _losses(question)]
        stem = "\n\n".join(filter(None, [question.case, question.stem]))
        comment = f"// [id:{question.key}] [tag:{question.competency}]"
        blocks.append(f"{comment}\n[plain]{_escape(stem)} {{{answers}}}\n")
    return "\n".join(blocks), lost


def _escape(text: str) -> str:
    """An arrow would make a pair of it: it is written as the sign it stands for."""
    return re.sub(r"([~=#{}:\\%])", r"\\\1", text.replace("->", "→")).replace("\n", r"\n")


def _say_answers(question: schema.QuestionEntry) -> str | None:
    match question:
        case schema.SingleChoice():
            return "".join(_say(option, "=" if option.right else "~") for option in question.options)
        case schema.MultipleChoice():
            return _say_multiple(question)
        case schema.TrueFalse():
            right, wrong = question.feedback_true, question.feedback_false
            if not question.right:
                right, wrong = wrong, right
            return f"{'TRUE' if question.right else 'FALSE'}#{_escape(wrong)}#{_escape(right)}"
        case schema.ShortText():
            said = "".join(_say(each, "=" if each.right else "=%0%") for each in question.answers)
            return f"{said} ####{_escape(question.feedback)}"
        case schema.Matching():
            return _say_pairs(question)
    return None


def _say(option: schema.Option | schema.Variant, sign: str) -> str:
    return f" {sign}{_escape(option.text)} #{_escape(option.feedback)}"


def _say_multiple(question: schema.MultipleChoice) -> str:
    share = 100 / max(1, sum(option.right for option in question.options))
    return "".join(_say(option, f"~%{share:.5f}%" if option.right else "~%-100%") for option in question.options)


def _say_pairs(question: schema.Matching) -> str:
    pairs = [f" ={_escape(row.text)} -> {_escape(row.category)}" for row in question.rows]
    used = {row.category for row in question.rows}
    return "".join([*pairs, *(f" = -> {_escape(each)}" for each in question.categories if each not in used)])


def _losses(question: schema.QuestionEntry) -> Iterator[str]:
    if question.case:
        yield _("The situation is joined to the question.")
    if question.figure:
        yield _("The survey figure is not written.")
    if question.confidence is True:
        yield _("The question on how sure one is is not written.")
    if any(getattr(row, "misconception", "") for row in rows_of(question)):
        yield _("The misconceptions are not written.")
    if isinstance(question, schema.Matching) and any(row.feedback for row in question.rows):
        yield _("The feedback of each line is not written.")


def rows_of(question: schema.QuestionEntry) -> list[object]:
    """The parts of a question that may carry a misconception; a true or false carries its own."""
    for name in ("options", "answers", "segments"):
        if hasattr(question, name):
            return list(getattr(question, name))
    return [question]
