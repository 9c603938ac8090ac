from pathlib import Path

import pytest
from django.test import Client

from tests.modules.bank.cast import Studio, open_studio


@pytest.fixture
def ours(db: None, tmp_path: Path) -> Studio:
    return open_studio(tmp_path / "nous")


@pytest.fixture
def theirs(ours: Studio, tmp_path: Path) -> Studio:
    return open_studio(tmp_path / "eux", "Institut du Canal", "autre-module")


@pytest.fixture
def at_work(client: Client, ours: Studio) -> Client:
    """Our author, signed in."""
    client.force_login(ours.author)
    return client
