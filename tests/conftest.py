"""What every test may rely on."""

import os

import pytest

# Playwright runs its own loop in the thread of the test; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _no_leftover_language() -> None:
    """Each test starts in French, whatever the one before it activated."""
    from django.utils import translation

    translation.activate("fr")
