from pathlib import Path

import pytest

from lms.people.models import User
from modules.models import Edition, Registration
from tests.modules.cast import make_learner, make_registration, open_module


@pytest.fixture
def edition(db: None, tmp_path: Path) -> Edition:
    return open_module(tmp_path / "module")


@pytest.fixture
def nadege(db: None) -> User:
    return make_learner("Nadège")


@pytest.fixture
def registration(edition: Edition, nadege: User) -> Registration:
    return make_registration(edition, nadege)
