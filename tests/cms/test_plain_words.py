"""What an author is told of a text in easy words: remarks, one for each hardness."""

import pytest
from django.utils import translation

from cms.plain_words import read_lines

HARD = {
    "Vous allez voir ici tout ce que vous pouvez faire avec la personne aujourd’hui.": "15 words",
    "La demande est envoyée demain.": "passive",
    "Le papier est lu par le service.": "passive",
    "Voici le papier dont elle a besoin.": "inside another",
    "Elle a un compte, qui marche.": "inside another",
    "Elle ne donne que son nom.": "ne … que",
    "80 % des gens ont peur.": "no percentage",
    "Elle est née le 12/03/1960.": "no percentage",
    "La page II est courte.": "Roman",
    "Il y a 12 000 lieux.": "great number",
    "Des papiers, des photos, etc.": "whole words",
    "Elle tape (avec vous) son nom.": "sign",
    "Elle ouvre son mail.": "foreign",
    "La CAF répond.": "initials",
    "Il faut un mandat.": "hard word",
    "C’est une incompréhension.": "hard word",
}
EASY = ["Vous choisissez votre mot de passe.", "Elle a 67 ans.", "Nous sommes en 2026.", "La page est gratuite.", ""]


@pytest.mark.parametrize("line", HARD)
def test_each_hardness_has_its_remark(line: str) -> None:
    with translation.override("en"):
        remarks = read_lines([line])
    assert [remark.line for remark in remarks] == [line]
    assert HARD[line] in remarks[0].words


@pytest.mark.parametrize("line", EASY)
def test_a_plain_line_has_none(line: str) -> None:
    assert read_lines([line]) == []


@pytest.mark.parametrize(("line", "word"), [("Il faut des mandats.", "Mandat"), ("La CAF répond.", "CAF")])
def test_a_word_that_the_text_explains_is_no_longer_hard(line: str, word: str) -> None:
    assert read_lines([line], [word]) == []


def test_each_sentence_of_a_line_is_counted_apart() -> None:
    assert read_lines(["Elle choisit son mot de passe chez elle. Vous regardez ailleurs pendant ce temps."]) == []
