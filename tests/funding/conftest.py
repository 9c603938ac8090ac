import pytest

from tests.funding.cast import House


@pytest.fixture
def house(db: None) -> House:
    return House()
