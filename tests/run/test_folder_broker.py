"""The broker of `make run` without Redis: a reader never meets half a message."""

import threading
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from lms.folder_broker import teach_kombu
from lms.settings.environment import read_broker

MESSAGES = 1500


@pytest.fixture
def opened(tmp_path: Path) -> Connection:
    teach_kombu()
    broker = read_broker(tmp_path, {})
    for name in ("messages", "control", "done"):
        (tmp_path / "queue" / name).mkdir(parents=True, exist_ok=True)
    return Connection(broker["url"], transport_options=broker["options"])


def test_whoever_reads_while_another_writes_gets_every_message_once_and_whole(opened: Connection) -> None:
    writing, reading = opened.channel(), opened.clone().channel()
    sent = [{"body": "é" * 4000, "number": number} for number in range(MESSAGES)]
    writer = threading.Thread(target=lambda: [writing._put("celery", each) for each in sent])
    got: list[dict[str, Any]] = []
    writer.start()
    while writer.is_alive() or reading._size("celery"):
        try:
            got.append(reading._get("celery"))
        except Empty:
            continue
    writer.join()
    assert sorted(each["number"] for each in got) == list(range(MESSAGES))
    assert {each["body"] for each in got} == {"é" * 4000}
