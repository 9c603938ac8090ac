"""Public figures: the same engine, all conventions together, and no funder reads another one’s small groups in them."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from lms.funding.catalogue import TOTAL
from lms.funding.editions import publish
from lms.funding.grid import Step
from lms.funding.models import ObservatoryEdition
from lms.funding.models.funding_edition import EditionIsFinal
from lms.funding.observatory import count_everybody, publish_observatory
from lms.funding.tasks import publish_due_observatory
from tests.funding import cast
from tests.funding.cast import FIRST_DAY, House
from tests.funding.test_pages import to_number
from tests.funding.test_receipts import every_figure


@pytest.fixture
def other(house: House) -> House:
    """Another funder's convention, for the same module, in teams of its own."""
    made = House.__new__(House)
    made.funder, made.edition, made.teams = cast.funder("Fonds du Littoral"), house.edition, house.teams
    made.convention = cast.convention(made.funder, house.edition, number="2026-020")
    return made


def total_of(edition: ObservatoryEdition) -> dict[Step, int] | None:
    table = edition.thawed.issue_of(TOTAL).table
    return table.total.counts if table else None


def test_anyone_reads_the_platform_in_one_page(client: Client, house: House, other: House) -> None:
    house.fill(40)
    other.fill(30)
    edition = publish_observatory(FIRST_DAY)
    page = client.get(reverse("observatory")).content.decode()
    assert total_of(edition) == {"invited": 280, "enrolled": 210, "started": 140, "completed": 70}
    assert {280, 210, 140, 70} <= {to_number(text) for text in every_figure(page)}
    assert edition.digest in page
    assert "2026-020" not in page


def test_a_funder_cannot_subtract_its_own_figures_from_the_public_ones(house: House, other: House) -> None:
    house.fill(60)
    other.bring(Step.COMPLETED, 6)
    publish(house.convention, FIRST_DAY)
    assert len(count_everybody(FIRST_DAY)) == 246
    edition = publish_observatory(FIRST_DAY)
    assert [issue.table for issue in edition.thawed.issues if issue.table] == []
    assert "total" in edition.gate["withheld"]


def test_an_empty_platform_says_so(client: Client, db: None) -> None:
    assert "encore" in client.get(reverse("observatory")).content.decode()


def test_the_calendar_publishes_a_quarter_once_and_for_good(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms.funding.tasks.timezone.localdate", lambda: date(2026, 7, 3))
    house.fill(30)
    for _day in range(2):
        publish_due_observatory()
    edition = ObservatoryEdition.objects.get()
    assert edition.as_of == FIRST_DAY
    everything = ObservatoryEdition.objects.all()
    for change in (edition.save, edition.delete, everything.delete, lambda: everything.update(k=3)):
        with pytest.raises(EditionIsFinal):
            change()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE funding_observatoryedition SET k = 3")


def test_the_foot_of_every_page_leads_to_it(client: Client, db: None) -> None:
    address = reverse("observatory")
    assert f'href="{address}"' in client.get(reverse("account_login")).content.decode()
