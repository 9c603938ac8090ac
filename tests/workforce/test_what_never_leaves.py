"""What a learner says of herself leaves no trace on any page of her employer; a positioning, one word once sent."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from competencies.evidence import DeclaredFact, Fact, PositioningFact, TransferFact, add_evidence
from competencies.models import Band, CFItem, Evidence, Use, Voice
from tests.workforce.cast import Cast

pytestmark = pytest.mark.django_db

MATRIX = "/equipe/competences/"
YESTERDAY = timezone.now() - timedelta(days=1)


def declared(actor: UUID, item: UUID) -> Fact:
    return DeclaredFact(actor, item, 4, YESTERDAY)


def told(actor: UUID, item: UUID) -> Fact:
    return TransferFact(actor, item, actor, Voice.LEARNER, Use.NEVER, YESTERDAY, ("time",))


def positioned(actor: UUID, item: UUID) -> Fact:
    iri = "https://faire-avec.example/xapi/activities/positionnement"
    return PositioningFact(actor, item, Band.TO_DISCOVER, iri, uuid4(), YESTERDAY, uuid4())


@pytest.mark.parametrize("say", [declared, told])
def test_every_page_of_an_employer_stays_the_same(
    client: Client, cast: Cast, say: Callable[[UUID, UUID], Fact]
) -> None:
    client.force_login(cast.hr)
    pages = [MATRIX, f"{MATRIX}tableau.csv", f"{MATRIX}{cast.yasmine.pk}/", f"{MATRIX}{cast.elie.pk}/"]
    before = [_read(client, page) for page in pages]
    everyone = [cast.yasmine.actor_uuid, cast.elie.actor_uuid]
    items = CFItem.objects.competencies().values_list("pk", flat=True)
    add_evidence([say(actor, item) for actor in everyone for item in items[:5]])
    assert Evidence.objects.filter(actor__in=everyone, at=YESTERDAY).count() == 10
    assert [_read(client, page) for page in pages] == before


def test_a_positioning_that_was_sent_changes_one_sheet_and_no_level(client: Client, cast: Cast) -> None:
    client.force_login(cast.hr)
    pages = [MATRIX, f"{MATRIX}tableau.csv", f"{MATRIX}{cast.elie.pk}/"]
    before = [_read(client, page) for page in pages]
    add_evidence([positioned(cast.yasmine.actor_uuid, CFItem.objects.competencies()[0].pk)])
    assert [_read(client, page) for page in pages] == before
    assert "À découvrir" in _read(client, f"{MATRIX}{cast.yasmine.pk}/")


def _read(client: Client, page: str) -> str:
    response = client.get(page)
    assert response.status_code == 200
    text = response.content.decode()
    return text.partition("<main")[2].partition("</main")[0] or text
