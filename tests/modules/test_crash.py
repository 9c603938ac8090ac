"""kill -9 of web workers and projector while people write: what was acknowledged is there, whole, walked once."""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from competencies.models import Evidence
from modules.models import Registration, UnalignedStatement
from modules.projection import project, projector_lag
from modules.rebuilding import rebuild
from modules.verbs import Verb
from tests.modules.cast import freeze_bare_edition, make_learner, make_registration
from tests.modules.test_projection import tell
from tests.xapi_store.asking import Asker
from tests.xapi_store.serving import Serving, Visitor
from xapi_store.models import Link, Statement
from xapi_store.received import receive

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
SECONDS = 20


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    serving = Serving(tmp_path)
    try:
        serving.start()
        yield serving
    finally:
        serving.stop()


class Writer(threading.Thread):
    """Posts batches until `ends`; keeps the ids that were answered, and every status that is no success."""

    def __init__(self, visitor: Visitor, registrations: list[Registration], ends: float) -> None:
        super().__init__()
        self.visitor, self.registrations, self.ends = visitor, registrations, ends
        self.acknowledged: set[str] = set()
        self.refused: list[tuple[int, bytes]] = []

    def run(self) -> None:
        try:
            self._write()
        finally:
            connection.close()  # this thread has its own

    def _write(self) -> None:
        while time.monotonic() < self.ends:
            batch = [self._tell() for _ in range(random.randint(1, 8))]
            for _ in range(3):  # nobody answered: the same once more, as any client would
                if self._post(batch):
                    break

    def _tell(self) -> dict[str, Any]:
        verb = random.choice([Verb.ATTEMPTED, Verb.PASSED, Verb.FAILED])
        return tell(random.choice(self.registrations), verb, random.choice(["une-lecon", "un-quiz"]))

    def _post(self, batch: list[dict[str, Any]]) -> bool:
        try:
            status, _, body = self.visitor.ask("POST", "statements", batch)
        except (OSError, HTTPException):
            return False
        if status == 200:
            self.acknowledged.update(json.loads(body))
        else:
            self.refused.append((status, body))
        return True


def test_what_was_acknowledged_survives_any_kill_whole_and_walked_once(serving: Serving) -> None:
    edition = freeze_bare_edition()
    registrations = [make_registration(edition, make_learner(f"Awa{n}")) for n in range(4)]
    askers = [Asker("all", may_give_evidence=True), Asker("statements/write")]
    ends = time.monotonic() + SECONDS
    visitors = [Visitor(serving.port, asker.credential, asker.secret) for asker in askers]
    writers = [Writer(visitor, registrations, ends) for visitor in visitors * 2]
    for writer in writers:
        writer.start()
    shots = 0
    while time.monotonic() < ends:
        time.sleep(random.uniform(0.05, 0.8))
        serving.shoot()
        shots += 1
    for writer in writers:
        writer.join()
    serving.stop()
    walk_the_rest()
    assert "Traceback" not in serving.said()
    assert [writer.refused for writer in writers] == [[]] * len(writers)
    acknowledged = {statement_id for writer in writers for statement_id in writer.acknowledged}
    assert len(acknowledged) > 50
    assert shots > 10
    assert acknowledged <= {str(each) for each in Statement.objects.values_list("statement_id", flat=True)}
    check_indexes()
    check_walked_once(askers[0])


def walk_the_rest() -> None:
    """PostgreSQL may take a moment to see that who held the cursor, or wrote, is gone."""
    for _ in range(300):
        project()
        if not projector_lag()["waiting"]:
            return
        time.sleep(0.1)


def check_indexes() -> None:
    """Every row says what its statement says: none is half there."""
    linked: dict[int, set[int]] = {}
    for key, sid in Link.objects.values_list("key", "sid"):
        linked.setdefault(sid, set()).add(key)
    for statement in Statement.objects.all():
        said = receive(statement.kept_text(), "2")
        assert linked.pop(statement.sid) == said.links
        assert (statement.verb, statement.registration) == (said.verb, said.registration)
        assert (statement.told_digest(), statement.statement_id) == (said.digest, said.statement_id)
    assert linked == {}


def check_walked_once(trusted: Asker) -> None:
    """Evidence for each of the two competencies of what the trusted one closed; the others are all left aside."""
    measured, aside = Counter(), set()
    for statement in Statement.objects.select_related("authority"):
        if statement.authority_id != trusted.credential.authority_id:
            aside.add(statement.sid)
        elif statement.as_json()["verb"]["id"] != Verb.ATTEMPTED:
            measured[statement.statement_id] = 2
    assert Counter(Evidence.objects.values_list("statement_id", flat=True)) == measured
    assert set(UnalignedStatement.objects.values_list("pk", flat=True)) == aside
    assert rebuild().changes == 0
