"""The directory of places: a file of the national format is taken whole, dated, or refused line by line."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from cms.directory.distance import kilometres
from cms.directory.hours import DAYS, Slot, minutes_in_common, read_hours
from cms.directory.importing import SnapshotSheet, find_snapshot, shipped_keys, take_directory, take_shipped
from cms.directory.reading import DirectoryRefused, read_places
from cms.models import DirectorySnapshot, Place

HEADER = "id,nom,commune,code_postal,adresse,latitude,longitude,services,horaires,date_maj\n"
GOOD = (
    "a-1,La Halte,Lille,59000,Adresse inventée,50.6,3.1,Aide aux démarches administratives,Mo 09:00-12:00,2026-03-03\n"
)
SHEET = SnapshotSheet(title="Essai", dated_on=date(2026, 3, 3), invented=True)
NORD = (settings.FIXTURES / "places" / "nord-invente-2026-03.csv").read_bytes()


def faults(*lines: str) -> list[str]:
    with pytest.raises(DirectoryRefused) as refused:
        read_places((HEADER + "".join(lines)).encode())
    return [str(fault) for fault in refused.value.faults]


def test_a_line_is_read_by_the_names_of_the_national_format() -> None:
    place = read_places((HEADER + GOOD).encode()).places[0]
    assert (place.identifier, place.town, place.latitude) == ("a-1", "Lille", 50.6)
    assert place.services == ["Aide aux démarches administratives"]
    assert place.updated_on == date(2026, 3, 3)


def test_excel_in_france_separates_with_semicolons() -> None:
    assert read_places(("\ufeff" + HEADER + GOOD).replace(",", ";").encode()).places[0].name == "La Halte"


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("La Halte", "", "« nom » est vide"),
        ("50.6", "95", "« latitude »"),
        ("50.6", "", "vont ensemble"),
        ("Aide aux démarches administratives", "Coiffure", "« Coiffure »"),
        ("2026-03-03", "hier", "« hier »"),
    ],
)
def test_each_fault_is_said_with_its_line(before: str, after: str, words: str) -> None:
    said = faults(GOOD.replace("a-1", "a-0"), GOOD.replace(before, after))
    assert len(said) == 1
    assert said[0].startswith("Ligne 3")
    assert words in said[0].replace("\u00a0", " ")


def test_the_same_identifier_twice_is_a_fault() -> None:
    assert "ligne 2" in faults(GOOD, GOOD)[0]


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", HEADER.encode(), b"\xff\xfe\x00", HEADER.encode() + b'"x'])
def test_what_is_no_such_table_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(DirectoryRefused) as refused:
        read_places(content)
    assert refused.value.faults[0].line >= 1


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(DirectoryRefused):
        assert read_places(HEADER.encode() + content).places


def test_hours_that_are_no_week_are_kept_and_remarked() -> None:
    sheet = read_places((HEADER + GOOD.replace("Mo 09:00-12:00", "sur demande")).encode())
    assert sheet.places[0].hours == "sur demande"
    assert [remark.line for remark in sheet.remarks] == [2]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("Mo 09:00-12:00", (Slot(0, 540, 720),)),
        ("Mo,We 09:00-10:00; PH off", (Slot(0, 540, 600), Slot(2, 540, 600))),
        ("Sa-Mo 10:00-11:00; Su off", (Slot(0, 600, 660), Slot(5, 600, 660))),
        ("Fr 08:00-09:00,14:00-24:00", (Slot(4, 480, 540), Slot(4, 840, 1440))),
        ("Mo 25:00-26:00", None),
        ("Mo 09:61-12:00", None),
        ("été seulement", None),
        ("", None),
    ],
)
def test_a_week_is_read_as_openstreetmap_writes_it(text: str, slots: tuple[Slot, ...] | None) -> None:
    assert read_hours(text) == slots


@given(st.sampled_from(DAYS), st.integers(0, 23), st.integers(0, 59))
def test_a_week_always_has_in_common_with_itself_its_longest_stretch(day: str, hour: int, minute: int) -> None:
    slots = read_hours(f"{day} {hour:02}:{minute:02}-24:00")
    assert slots is not None
    assert minutes_in_common(slots, slots) == 1440 - 60 * hour - minute


def test_two_towns_are_as_far_as_the_map_says() -> None:
    assert 10 < kilometres((50.6292, 3.0573), (50.6901, 3.1817)) < 12


@given(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), st.tuples(st.floats(-90, 90), st.floats(-180, 180)))
def test_a_distance_is_the_same_both_ways_and_within_half_a_turn(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    assert kilometres(one, other) == pytest.approx(kilometres(other, one), abs=1e-6)
    assert 0 <= kilometres(one, other) <= 20016


@pytest.mark.django_db
def test_the_same_file_twice_is_taken_once() -> None:
    first, again = take_directory("nord", SHEET, NORD), take_directory("nord", SHEET, NORD)
    assert (first.is_new, again.is_new) == (True, False)
    assert Place.objects.count() == first.snapshot.places.count() == 13


@pytest.mark.django_db
def test_a_faulty_file_leaves_nothing() -> None:
    with pytest.raises(DirectoryRefused):
        take_directory("nord", SHEET, NORD.replace(b"Gratuit sous condition", b"Offert"))
    assert not DirectorySnapshot.objects.exists()


@pytest.mark.django_db
def test_a_snapshot_never_changes_under_its_name() -> None:
    take_directory("nord", SHEET, NORD)
    with pytest.raises(DirectoryRefused, match="nord"):
        take_directory("nord", SHEET, NORD.replace(b"Re-Boot", b"Re-Boote"))
    assert Place.objects.count() == 13


@pytest.mark.django_db
def test_the_database_refuses_half_a_coordinate() -> None:
    place = take_directory("nord", SHEET, NORD).snapshot.places.all()[0]
    place.longitude = None
    with pytest.raises(IntegrityError), transaction.atomic():
        place.save()


@pytest.mark.django_db
def test_the_places_shipped_are_invented_and_name_nobody() -> None:
    for key in shipped_keys():
        snapshot = take_shipped(key).snapshot
        assert snapshot.is_invented
        assert "inventés" in snapshot.title
        for place in snapshot.places.all():
            assert place.address == "Adresse inventée"
            assert [place.phone, place.emails, place.website] == ["", [], ""]


@pytest.mark.django_db
def test_a_shipped_directory_is_found_at_first_need_and_no_other_is() -> None:
    found = find_snapshot("aisne-invente-2026-03")
    assert found is not None
    assert found.places.located().count() == found.places.count() - 1
    assert find_snapshot("ailleurs") is None


@pytest.mark.django_db
def test_the_command_says_what_it_took_and_which_line_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_places")
    assert "nord-invente-2026-03: 13 places, written" in capsys.readouterr().out
    file = tmp_path / "essai.csv"
    file.write_text(HEADER + GOOD.replace("50.6", "500"), encoding="utf-8")
    with pytest.raises(CommandError, match="Ligne 2"):
        call_command("load_places", str(file), "--title", "Essai", "--date", "2026-03-03")
    with pytest.raises(CommandError):
        call_command("load_places", str(file))
