"""GET /health/ tells the truth about what the site stands on."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_everything_answers(client: Client) -> None:
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert [name for name, check in answer.json()["checks"].items() if check["ok"]] == ["database", "queue", "storage"]


def test_a_visitor_needs_no_account_and_nobody_keeps_the_answer(client: Client) -> None:
    assert "no-store" in client.get("/health/")["Cache-Control"]
    assert client.post("/health/").status_code == 405
