"""Two studios to try things in. Laws are tried without a clock: a busy machine is no reason to fail."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests.modules.studio.cast import Studio, open_studio

settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")


@pytest.fixture
def studio(db: None, tmp_path: Path) -> Studio:
    return open_studio(tmp_path)


@pytest.fixture
def beta(db: None, tmp_path: Path) -> Studio:
    return open_studio(tmp_path, "Institut Ailleurs", "ailleurs-la-mesure")
