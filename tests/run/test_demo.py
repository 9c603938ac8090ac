"""The demo house: open everywhere but in production, the same twice."""

import json

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from competencies.models import Level
from lms.demo.accounts import demo_accounts
from lms.demo.opening import open_house, steps_of
from lms.people.models import User
from lms.people.rights import Role
from modules.models import Registration
from modules.rebuilding import rebuild
from xapi_store.models import Statement


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["demo", "demo_accounts"])
def test_production_has_no_demo(command: str, settings: LazySettings) -> None:
    settings.DEMO_ACCOUNTS = False
    with pytest.raises(CommandError, match="production"):
        call_command(command)
    assert not User.objects.exists()


def test_the_histories_leave_people_at_every_step() -> None:
    steps = [steps_of(share / 100) for share in range(100)]
    assert {0, 1, 12, None} <= set(steps)


@pytest.mark.django_db
def test_a_small_house_opens_and_a_second_run_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    open_house(6, lambda step: None)
    counted = (User.objects.count(), Registration.objects.count(), Statement.objects.count())
    open_house(6, lambda step: None)
    assert (User.objects.count(), Registration.objects.count(), Statement.objects.count()) == counted
    assert {account["role"] for account in demo_accounts()} == {role.value for role in Role} - {""}
    assert Level.objects.exists()
    assert rebuild().changes == 0
    call_command("demo_accounts", json=True)
    listed = json.loads(capsys.readouterr().out)
    assert {"role", "email", "password", "organisation"} <= set(listed[0])


@pytest.mark.django_db
def test_the_accounts_listed_open_the_site(client: object) -> None:
    open_house(2, lambda step: None)
    for account in demo_accounts():
        assert client.login(email=account["email"], password=account["password"]), account  # type: ignore[attr-defined]
