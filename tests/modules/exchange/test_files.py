"""Questions go out and come back the same, for all that both sides can say; a hostile file is refused in words."""

import string
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.exchange.gift import read_gift, write_gift
from modules.exchange.moodle_xml import read_moodle_xml, write_moodle_xml
from modules.exchange.reading import LARGEST, FileRefused, Reading, decode
from modules.loading import schema
from tests.modules.question_examples import EXAMPLES, HIGHLIGHT, ORDERING, SINGLE

WORDS = st.text(string.ascii_letters + "éèç’«»  ~=#{}:\\%*[]()<>&;,.?!/$\"'-0123456789", min_size=1, max_size=40).map(
    lambda text: " ".join(word for word in text.replace("->", "").split(" ") if word).strip() or "mot"
)
SAID = st.lists(WORDS, min_size=2, max_size=5, unique=True)


def option(text: str, right: bool, feedback: str) -> schema.Option:
    return schema.Option(text=text, right=right, feedback=feedback)


@st.composite
def sayable(draw: Any) -> schema.QuestionEntry:
    """A question with nothing that other platforms cannot say."""
    head: dict[str, Any] = {"key": "une-cle", "competency": "B2.1", "stem": draw(WORDS)}
    texts, feedback = draw(SAID), draw(WORDS)
    kind = draw(st.sampled_from(["single", "multiple", "true_false", "short", "matching"]))
    if kind == "single":
        options = [option(text, index == 0, feedback) for index, text in enumerate(texts)]
        return schema.SingleChoice(**head, options=options)
    if kind == "multiple":
        rights = [True, True, *(draw(st.booleans()) for _text in texts[2:])]
        return schema.MultipleChoice(
            **head, options=[option(text, right, feedback) for text, right in zip(texts, rights, strict=True)]
        )
    if kind == "true_false":
        return schema.TrueFalse(**head, right=draw(st.booleans()), feedback_true=texts[0], feedback_false=texts[1])
    if kind == "short":
        answers = [schema.Variant(text=text, right=index == 0, feedback=feedback) for index, text in enumerate(texts)]
        return schema.ShortText(**head, answers=answers, feedback=feedback)
    rows = [schema.Row(text=text, category=text, feedback="") for text in texts]
    return schema.Matching(**head, categories=texts, rows=rows)


@given(sayable())
def test_what_gift_can_say_comes_back_the_same(question: schema.QuestionEntry) -> None:
    text, lost = write_gift([question])
    back = read_gift(text, "A1.1")
    assert (lost, back.errors, back.dropped) == ([], [], [])
    assert [entry.question for entry in back.entries] == [question]


@given(sayable())
def test_what_moodle_xml_can_say_comes_back_the_same(question: schema.QuestionEntry) -> None:
    text, lost = write_moodle_xml([question])
    back = read_moodle_xml(text, "A1.1")
    assert (lost, back.errors, back.dropped) == ([], [], [])
    assert [entry.question for entry in back.entries] == [question]


def test_an_order_comes_back_from_moodle_and_gift_says_it_has_none() -> None:
    plain = msgspec.structs.replace(ORDERING, items=[schema.OrderedItem(text=each.text) for each in ORDERING.items])
    assert read_moodle_xml(write_moodle_xml([plain])[0], "A1.1").entries[0].question == plain
    text, lost = write_gift([plain, HIGHLIGHT])
    assert text == ""
    assert [remark.line for remark in lost] == [1, 2]


def test_what_is_lost_going_out_is_said() -> None:
    _text, lost = write_gift(EXAMPLES)
    assert "idées fausses" in " ".join(remark.reason for remark in lost)


GIFT = """\
// une remarque
$CATEGORY: tronc commun

::Le verrou::Que faites-vous { =J’attends #Oui. ~Je tape \\{vite\\} #Non. }

Écrivez une page. {}

Combien ? {#3:1}

Un texte sans question.

L’accord vaut pour {~%50%un geste ~%50%un jour ~%-100%toujours} seulement.

Deux accolades { =a ~b } { =c }

Rien de juste { ~a ~b }
"""


def test_each_line_of_gift_is_created_dropped_or_wrong_and_says_why() -> None:
    read = read_gift(GIFT, "A1.1")
    assert [(entry.line, entry.question.key) for entry in read.entries] == [
        (4, "le-verrou"),
        (12, "laccord-vaut-pour-seulement"),
    ]
    choice = read.entries[0].question
    assert isinstance(choice, schema.SingleChoice)
    assert choice.options[1].text == "Je tape {vite}"
    assert [remark.line for remark in read.dropped] == [6, 8, 10]
    assert [remark.line for remark in read.errors] == [14, 16]
    assert "accolades" in read.errors[0].reason


MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
 <question type="category"><category><text>top</text></category></question>
 <question type="multichoice">
  <name><text>Geste</text></name>
  <questiontext format="html">
   <text><![CDATA[<p>Que faire&nbsp;?</p><p><img src="@@PLUGINFILE@@/a.png"></p>]]></text>
  </questiontext>
  <single>true</single>
  <answer fraction="100" format="html">
   <text>&lt;b&gt;Avec&lt;/b&gt;</text><feedback format="html"><text>Oui.</text></feedback>
  </answer>
  <answer fraction="-25" format="html"><text>Sans</text></answer>
 </question>
 <question type="cloze"><name><text>Trous</text></name></question>
 <question type="truefalse"><name><text>Faux départ</text></name><questiontext><text>?</text></questiontext></question>
</quiz>
"""


def test_each_question_of_moodle_is_created_dropped_or_wrong_and_says_why() -> None:
    read = read_moodle_xml(MOODLE, "A1.1")
    (entry,) = read.entries
    assert isinstance(entry.question, schema.SingleChoice)
    assert entry.question.stem == "Que faire\xa0?"
    assert [each.text for each in entry.question.options] == ["Avec", "Sans"]
    assert len(entry.notes) == 2
    assert "retour" in entry.todo[0]
    assert [(remark.line, remark.about) for remark in read.dropped] == [(15, "Trous")]
    assert [(remark.line, remark.about) for remark in read.errors] == [(16, "Faux départ")]


LAUGHS = '<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><quiz><question>&b;</question></quiz>'
HOSTILE = [
    (LAUGHS, "entités"),
    ('<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz/>', "entités"),
    ("<quiz>" + "<a>" * 200 + "</a>" * 200 + "</quiz>", "profond"),
    ("<quiz>\n<question></quiz>", "Ligne 2"),
    ("<html/>", "Moodle XML"),
    ("", "Ligne"),
]


@pytest.mark.parametrize(("source", "words"), HOSTILE)
def test_a_hostile_xml_is_refused_in_words(source: str, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read_moodle_xml(source, "A1.1")


def test_a_file_too_large_in_another_encoding_or_binary_is_refused_in_words() -> None:
    with pytest.raises(FileRefused, match="trop gros"):
        decode(b"a" * (LARGEST + 1))
    with pytest.raises(FileRefused, match="Ligne 2"):
        decode("un\nété".encode("latin-1"))
    with pytest.raises(FileRefused, match="nuls"):
        decode(b"a\0b")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    assert isinstance(read_gift(text.replace("\0", ""), "A1.1"), Reading)
    with suppress(FileRefused):
        read_moodle_xml(f"<quiz>{text}</quiz>", "A1.1")


def test_more_questions_than_a_screen_can_hold_are_refused() -> None:
    with pytest.raises(FileRefused, match="500"):
        read_gift("Vrai ? {T}\n\n" * 501, "A1.1")


def test_two_questions_with_the_same_words_get_two_keys() -> None:
    text, _lost = write_gift([SINGLE, SINGLE])
    assert [entry.question.key for entry in read_gift(text, "A1.1").entries] == ["choix-unique", "choix-unique-2"]
