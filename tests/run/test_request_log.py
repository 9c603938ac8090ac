"""One line per request, without the address that names a person."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from logging.config import dictConfig
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from lms.settings.logs import logging_to_console

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What production would write."""
    written = StringIO()
    shape: dict[str, Any] = logging_to_console(as_json=True, level="INFO")
    shape["handlers"]["console"]["stream"] = written
    dictConfig(shape)
    yield written
    dictConfig(settings.LOGGING)
    logging.getLogger().setLevel("WARNING")


def test_a_request_is_one_line_of_json(client: Client, lines: StringIO) -> None:
    client.get("/health/?who=lea", headers={"X-Request-ID": "abcdef-12345"})
    line = json.loads(lines.getvalue())
    assert (line["event"], line["method"], line["page"], line["status"]) == ("request", "GET", "health", 200)
    assert line["request_id"] == "abcdef-12345"
    assert line["milliseconds"] >= 0
    assert "lea" not in lines.getvalue()


def test_a_request_id_of_another_shape_is_replaced(client: Client, lines: StringIO) -> None:
    client.get("/health/", headers={"X-Request-ID": 'x" forged'})
    assert "forged" not in lines.getvalue()
    assert len(json.loads(lines.getvalue())["request_id"]) == 32
