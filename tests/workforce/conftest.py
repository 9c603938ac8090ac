import pytest

from tests.workforce.cast import Cast, gather


@pytest.fixture
def cast(db: None) -> Cast:
    return gather()
