"""The little markup: what it writes, and that nothing else ever becomes markup."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.prose import write_line, write_prose

ALLOWED = {"p", "ul", "li", "strong", "a"}


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))


def test_an_empty_line_parts_two_paragraphs() -> None:
    assert write_prose("Un.\nDeux.\n\nTrois.") == "<p>Un. Deux.</p>\n<p>Trois.</p>"


def test_a_list_may_follow_its_sentence_without_an_empty_line() -> None:
    assert write_prose("Deux choses :\n- lire ;\n- relire.") == (
        "<p>Deux choses\u00a0:</p><ul><li>lire\u00a0;</li><li>relire.</li></ul>"
    )


def test_bold_and_links_are_the_only_other_markup() -> None:
    assert write_line("**Ici** et [là](https://exemple.example/?a=1&b=2), [chez nous](/vos-donnees/)") == (
        '<strong>Ici</strong> et <a href="https://exemple.example/?a=1&amp;b=2">là</a>, '
        '<a href="/vos-donnees/">chez nous</a>'
    )


@pytest.mark.parametrize(
    "typed",
    [
        "<b>gras</b>",
        "<script>x</script>",
        "[x](javascript:alert)",
        "[x](//ailleurs.example)",
        '[x](https://a.example/"onclick="y)',
        "[x](http://a.example)",
        "<https://a.example>",
    ],
)
def test_what_is_not_in_the_markup_stays_as_it_was_typed(typed: str) -> None:
    tags = Tags(write_prose(typed)).seen
    assert [attrs for tag, attrs in tags if tag == "p"] == [[]]
    assert all(
        name == "href" and str(value).startswith("https://a.example/") for _tag, attrs in tags for name, value in attrs
    )


PIECES = [
    "**",
    "- ",
    "\n",
    "\n\n",
    "[",
    "](",
    ")",
    "https://a.example/",
    "/x/",
    "<",
    ">",
    '"',
    "'",
    "&",
    "script",
    "a",
    " ",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_no_text_whatever_becomes_other_markup(typed: str) -> None:
    for tag, attrs in Tags(write_prose(typed)).seen:
        assert tag in ALLOWED
        assert [name for name, _value in attrs] == (["href"] if tag == "a" else [])
        assert all(re.match(r"https://|/(?!/)", str(value)) for _name, value in attrs)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1))
def test_plain_words_come_out_as_they_went_in(words: str) -> None:
    assert write_line(words) == words
