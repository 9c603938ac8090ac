"""A staff file as it is read: its encodings, its separators, its columns, and what it may not hold."""

import zipfile
from contextlib import suppress
from datetime import date
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.staff import table as table_module
from lms.people.staff.changes import Change, Held, Kind, Known, Staff, decide
from lms.people.staff.lines import Faults, Line, read_lines
from lms.people.staff.table import FileRefused, read_table
from tests.people.staff_files import as_csv, as_xlsx, person

NORTH, SOUTH = uuid4(), uuid4()
TEAMS = {"equipe nord": [NORTH], "equipe sud": [SOUTH], "accueil": [NORTH, SOUTH], "site / accueil": [NORTH]}
ON = date(2026, 11, 2)


def lines_of(*rows: list[object]) -> list[Line]:
    lines, faults = read_lines(read_table(as_csv(*rows)), TEAMS)
    assert not faults
    return lines


def faults_of(*rows: list[object]) -> dict[int, list[str]]:
    return read_lines(read_table(as_csv(*rows)), TEAMS)[1]


ZOE = person("12", "Ancel", "Zoé", team="Équipe nord", email="zoe@tilleuls.example")


@pytest.mark.parametrize(
    "content",
    [
        as_csv(ZOE, encoding="utf-8"),
        as_csv(ZOE, encoding="utf-8-sig", separator=","),
        as_csv(ZOE, encoding="cp1252"),
        as_csv(ZOE, encoding="utf-16", separator="\t"),
        as_xlsx(ZOE),
        as_xlsx([12, *ZOE[1:]]),
    ],
    ids=["utf-8", "commas", "windows", "utf-16 tabs", "xlsx", "number as a number"],
)
def test_the_same_file_is_read_the_same_whatever_wrote_it(content: bytes) -> None:
    (line,), faults = read_lines(read_table(content), TEAMS)
    assert not faults
    assert (line.number, line.last_name, line.first_name, line.team) == ("12", "Ancel", "Zoé", NORTH)


@pytest.mark.parametrize("day", ["02/11/2026", "2026-11-02", "2.11.2026", "02/11/26"])
def test_a_day_is_read_in_the_usual_shapes(day: str) -> None:
    assert lines_of(person("1", "Ancel", "Zoé", team="équipe nord", came=day))[0].started_on == ON


def test_a_spreadsheet_keeps_its_dates() -> None:
    (line,), _faults = read_lines(read_table(as_xlsx(person("1", "Ancel", "Zoé", team="Équipe nord", came=ON))), TEAMS)
    assert line.started_on == ON


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (person("", "Ancel", "Zoé", team="Équipe nord"), "matricule"),
        (person("-12", "Ancel", "Zoé", team="Équipe nord"), "matricule"),
        (person("1", "=1+1", "Zoé", team="Équipe nord"), "nom"),
        (person("1", "Ancel", "Zoé", team="Équipe nord", email="zoe@"), "adresse"),
        (person("1", "Ancel", "Zoé", team="Équipe est"), "Équipe est"),
        (person("1", "Ancel", "Zoé", team="Accueil"), "Plusieurs équipes"),
        (person("1", "Ancel", "Zoé", team="Équipe nord", job="boulanger"), "métier"),
        (person("1", "Ancel", "Zoé", team="Équipe nord", came="31/02/2026"), "31/02/2026"),
        (person("1", "Ancel", "Zoé", team="Équipe nord", came="02/11/2026", left="01/11/2026"), "départ"),
    ],
)
def test_each_fault_is_said_on_its_row(row: list[object], words: str) -> None:
    faults = faults_of(person("9", "Étienne", "Élie", team="Site / Accueil"), row)
    assert list(faults) == [3]
    assert words in faults[3][0]


def test_two_people_do_not_share_a_number_nor_an_address_nor_a_post_twice() -> None:
    first = person("1", "Ancel", "Zoé", team="Équipe nord")
    assert list(faults_of(first, person("1", "Étienne", "Élie", team="Équipe sud"))) == [3]
    assert list(faults_of(first, person("2", "Étienne", "Élie", team="Équipe sud", email=first[3]))) == [3]
    assert list(faults_of(first, first)) == [3]


def test_missing_columns_are_named() -> None:
    with pytest.raises(FileRefused, match="Matricule, Adresse électronique"):
        read_lines(read_table(as_csv(["A", "B", "C", "D"], heads=["Nom", "Prénom", "Équipe", "Métier"])), TEAMS)


@pytest.mark.parametrize(
    "content",
    [b"", b"Matricule;Nom\n", b"\x00\x01\x80\xff" * 40, b"\xd0\xcf\x11\xe0old", b"PK\x03\x04broken", b'a;b\n"c;d\n'],
    ids=["empty", "heads alone", "bytes", "old excel", "damaged", "open quote"],
)
def test_what_is_no_table_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_table(content)
    assert str(refusal.value).endswith(".")


def test_a_small_zip_may_not_become_a_huge_table() -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"0" * (table_module.MAX_UNZIPPED + 1))
    with pytest.raises(FileRefused, match="bien plus"):
        read_table(content.getvalue())


def test_rows_and_bytes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_module, "MAX_ROWS", 2)
    with pytest.raises(FileRefused):
        read_table(as_csv(ZOE, ZOE, ZOE))
    monkeypatch.setattr(table_module, "MAX_BYTES", 10)
    with pytest.raises(FileRefused, match="5"):
        read_table(as_csv(ZOE))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    with suppress(FileRefused):
        lines, faults = read_lines(read_table(content), TEAMS)
        assert all(row > 1 for row in (*faults, *(line.row for line in lines)))


def known(number: str = "1", *posts: Held, name: str = "Ancel", email: str = "zoé.ancel@tilleuls.example") -> Known:
    return Known(UUID(int=int(number or 0) + 1), number, name, "Zoé", email, posts)


def changes(
    lines: list[Line], *people: Known, everyone: bool = False, strangers: tuple[str, ...] = ()
) -> tuple[list[Change], Faults]:
    return decide(lines, Staff(people, frozenset(strangers)), ON, covers_everyone=everyone)


IN_NORTH = Held(7, NORTH, "ass", date(2024, 1, 1), None)


def test_who_is_not_known_joins_on_the_day_of_the_file_or_of_the_row() -> None:
    rows = [person("1", "A", "B", team="équipe nord"), person("2", "C", "D", team="équipe nord", came="01/12/2026")]
    found, faults = changes(lines_of(*rows))
    assert not faults
    assert [(each.kind, each.opens[0].started_on) for each in found] == [
        (Kind.JOIN, ON),
        (Kind.JOIN, date(2026, 12, 1)),
    ]


def _line(team: UUID, came: date | None = None, left: date | None = None, **others: object) -> Line:
    return Line(
        **{  # type: ignore[arg-type]
            "row": 2,
            "number": "1",
            "last_name": "Ancel",
            "first_name": "Zoé",
            "email": "zoé.ancel@tilleuls.example",
            "team": team,
            "profession": "ass",
            "started_on": came,
            "ended_on": left,
        }
        | others
    )


def test_who_changes_team_moves_the_day_before() -> None:
    (move,), _faults = changes([_line(SOUTH, date(2026, 11, 10))], known("1", IN_NORTH))
    assert move.kind == Kind.MOVE
    assert [each.ended_on for each in move.closes] == [date(2026, 11, 9)]


def test_who_has_a_departure_leaves_that_day() -> None:
    (leave,), _faults = changes([_line(NORTH, left=date(2026, 11, 30))], known("1", IN_NORTH))
    assert leave.kind == Kind.LEAVE
    assert leave.closes[0].ended_on == date(2026, 11, 30)


def test_who_is_not_in_a_file_that_lists_everyone_leaves_the_day_before() -> None:
    assert changes([], known("1", IN_NORTH))[0] == []
    (leave,), _faults = changes([], known("1", IN_NORTH), everyone=True)
    assert leave.kind == Kind.LEAVE
    assert leave.closes[0].ended_on == date(2026, 11, 1)


def test_someone_holds_two_posts() -> None:
    (move,), _faults = changes([_line(NORTH), _line(SOUTH)], known("1", IN_NORTH))
    assert (move.kind, len(move.opens), move.closes) == (Kind.MOVE, 1, ())


def test_the_same_file_twice_changes_nothing() -> None:
    assert changes([_line(NORTH)], known("1", IN_NORTH), everyone=True) == ([], {})


def test_a_number_is_not_given_to_someone_else_but_a_name_may_change() -> None:
    (corrected,), faults = changes([_line(NORTH, last_name="Martin")], known("1", IN_NORTH))
    assert not faults
    assert corrected.kind == Kind.CORRECT
    _none, faults = changes([_line(NORTH, last_name="Martin", email="autre@tilleuls.example")], known("1", IN_NORTH))
    assert "Zoé Ancel" in faults[2][0]


def test_an_account_of_elsewhere_is_never_taken_in() -> None:
    _none, faults = changes([_line(NORTH)], strangers=("zoé.ancel@tilleuls.example",))
    assert list(faults) == [2]
