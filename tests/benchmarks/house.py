"""A throw-away database for a benchmark, and statements by the thousand: copies of one learner's, on the real road."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.test.runner import DiscoverRunner
from django.utils import timezone

from lms.people.models import User
from modules.models import Registration
from modules.receivers import take_statement
from modules.statements import authority
from tests.cast import Taught, finish, follow, make_institute_with_module, make_person
from xapi_store.models import Statement
from xapi_store.recording import record_many
from xapi_store.signals import statement_recorded

CHUNK = 500


@contextmanager
def empty_database() -> Iterator[None]:
    """The test database of DATABASE_URL, made now and dropped after."""
    runner = DiscoverRunner(verbosity=0, interactive=False)
    old = runner.setup_databases(aliases=["default"])
    try:
        yield
    finally:
        runner.teardown_databases(old)


def make_module() -> Taught:
    return make_institute_with_module(Path(tempfile.mkdtemp()))


def copy_registrations(taught: Taught, number: int) -> int:
    """So many registrations with the statements of a finished module each, not yet read by anything; how many
    statements."""
    first = finish(follow(make_person("Nadège Osmont"), taught.edition))
    model = [json.dumps(each.as_json()) for each in Statement.objects.order_by("sid")]
    actor, registration = str(first.learner.actor_uuid), str(first.pk)
    people = User.objects.bulk_create(User(email=f"p{n}@structure.example", actor_uuid=uuid4()) for n in range(number))
    copies = Registration.objects.bulk_create(
        Registration(learner=person, edition=taught.edition, registered_at=timezone.now()) for person in people
    )
    statements = (
        _copy(text, {actor: str(person.actor_uuid), registration: str(copy.pk)})
        for person, copy in zip(people, copies, strict=True)
        for text in model
    )
    statement_recorded.disconnect(dispatch_uid="modules.take_statement")
    written = 0
    while chunk := [each for _n, each in zip(range(CHUNK), statements, strict=False)]:
        written += len(record_many(chunk, authority=authority()))
    statement_recorded.connect(take_statement, dispatch_uid="modules.take_statement")
    return written


def _copy(text: str, names: dict[str, str]) -> dict[str, Any]:
    for old, new in names.items():
        text = text.replace(old, new)
    statement: dict[str, Any] = json.loads(text)
    kept = {key: value for key, value in statement.items() if key not in {"stored", "authority"}}
    return kept | {"id": str(UUID(int=uuid4().int))}
