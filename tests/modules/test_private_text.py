import pytest

from modules.private_text import find_personal_data


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("écrire à prenom.nom@structure.fr", "adresse électronique"),
        ("son numéro 06 12 34 56 78", "téléphone"),
        ("joindre au +33 6 12 34 56 78", "téléphone"),
        ("FR76 3000 6000 0112 3456 7890 189", "IBAN"),
        ("2 85 05 78 006 084 36", "sécurité sociale"),
        ("185057800608436", "sécurité sociale"),
    ],
)
def test_the_shape_of_somebodys_data_is_refused(text: str, found: str) -> None:
    assert found in find_personal_data(text)


@pytest.mark.parametrize(
    "text",
    ["J’ai pris la souris par manque de temps.", "Trois fois sur 5, en 2018, à 14 h 30.", "20 sur 59 réponses", ""],
)
def test_ordinary_words_and_figures_pass(text: str) -> None:
    assert find_personal_data(text) == ""
