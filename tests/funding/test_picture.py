"""The charts of an edition on paper: words that stay within the drawing, whole."""

from base64 import b64decode
from datetime import date

from defusedxml.ElementTree import fromstring

from lms.funding.exports.picture import LETTERS, draw_groups_picture
from lms.funding.shown_table import Figure, Row, ShownTable

SVG = "{http://www.w3.org/2000/svg}"
TOGETHER = (
    "Accompagnante ou accompagnant éducatif et social, Assistante ou assistant de service social, Conseillère ou "
    "conseiller en économie sociale familiale, Éducatrice ou éducateur spécialisé, réunis"
)


def table(*labels: str) -> ShownTable:
    rows = [Row(label, [Figure("Invitées", 31)]) for label in labels]
    return ShownTable(
        "profession", "", "Par profession", "Profession", date(2026, 11, 21), ["Invitées"], rows, None, ""
    )


def test_a_long_name_is_written_on_several_lines_none_of_which_leaves_the_drawing() -> None:
    drawing = fromstring(b64decode(draw_groups_picture(table(TOGETHER, "Autres")).partition(",")[2]))
    texts = [each.text for each in drawing.iter(f"{SVG}text")]
    assert max(map(len, texts)) <= LETTERS
    assert TOGETHER in " ".join(texts)
    tops = [int(each.get("y")) for each in drawing.iter(f"{SVG}text") if each.get("x") == "0.0"]
    assert tops == sorted(set(tops)), "no two lines at one height"
    assert max(tops) < int(drawing.get("height"))
