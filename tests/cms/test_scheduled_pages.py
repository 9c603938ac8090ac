"""A page asked for at an hour is published by the clock, and taken down when it has expired."""

from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cms.models import WatchNote, WatchPage
from cms.seeding import seed_site
from cms.tasks import publish_scheduled_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def note() -> WatchNote:
    """A draft that an editor asked to publish in an hour."""
    seed_site()
    draft = WatchNote(title="Demain", slug="demain", theme="law", text="Un fait.", change="Rien.", source="Un rapport")
    draft.live = False
    WatchPage.objects.get().add_child(instance=draft)
    draft.go_live_at = timezone.now() + timedelta(hours=1)
    draft.save_revision().publish()
    return draft


def test_before_its_hour_nobody_reads_it(client: Client, note: WatchNote) -> None:
    publish_scheduled_pages.delay()
    assert client.get("/veille/demain/").status_code == 404


def test_at_its_hour_it_is_there(client: Client, note: WatchNote, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    publish_scheduled_pages.delay()
    publish_scheduled_pages.delay()
    assert client.get("/veille/demain/").status_code == 200
    assert "Demain" in client.get("/veille/").content.decode()


def test_once_expired_it_is_taken_down(client: Client) -> None:
    seed_site()
    WatchNote.objects.filter(theme="data").update(expire_at=timezone.now() - timedelta(seconds=1))
    address = WatchNote.objects.get(theme="data").url
    publish_scheduled_pages.delay()
    assert client.get(address).status_code == 404


def test_the_clock_asks_every_minute_for_a_task_that_exists() -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["scheduled pages"]
    assert entry["schedule"] <= 60
    assert entry["task"] in current_app.tasks
