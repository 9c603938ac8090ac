import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban
from stdnum.fr import nir

from modules.activities.virtual_site.real_data import find_real_data
from tests.modules.virtual_sites import SITES

DIGITS = st.text("0123456789", min_size=1)


@settings(max_examples=40)
@given(st.sampled_from("12"), st.integers(0, 10**12 - 1), st.sampled_from(["", " ", ".", "-"]))
def test_a_valid_nir_is_refused_however_it_is_spaced(sex: str, rest: int, gap: str) -> None:
    body = f"{sex}{rest:012d}"
    number = f"{body[:3]}05{body[5:]}"
    whole = number + nir.calc_check_digits(number)
    assert find_real_data(
        gap.join([whole[0], whole[1:3], whole[3:5], whole[5:7], whole[7:10], whole[10:13], whole[13:]])
    )


@pytest.mark.parametrize(
    "real",
    [
        "FR76 3000 6000 0112 3456 7890 189",
        "DE89370400440532013000",
        "BE68 5390 0754 7034",
        "GB82-WEST-1234-5698-7654-32",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06/12/34/56/78",
        "+33 6 12 34 56 78",
        "0033612345678",
        "+32 470 12 34 56",
        "\uff10\uff16\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
        "prenom.nom@exemple.fr",
        "prenom.nom (at) exemple.fr",
        "4970 1000 0000 0055",
        "1 85 05 78 006 084 91",
        "2 85 05 2A 006 084",
    ],
)
def test_the_shape_of_something_real_is_refused(real: str) -> None:
    assert find_real_data(real)
    assert find_real_data(f"voici {real}, merci")


def test_the_german_example_is_a_real_shape() -> None:
    assert iban.is_valid("DE89370400440532013000")


def test_every_value_of_the_invented_files_passes() -> None:
    values = [
        value
        for site in SITES.values()
        for screen in site.screens
        for asked in screen.fields
        for reading in asked.readings
        for value in reading.values
    ] + [value for site in SITES.values() for _label, value in site.file]
    assert not [value for value in values if find_real_data(value)]
