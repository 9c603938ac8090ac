"""The demo house: open everywhere but in production, the same twice."""

import json
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client

from competencies.models import Level
from lms.demo import opening
from lms.demo.accounts import demo_accounts
from lms.demo.opening import is_open, open_house, steps_of
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
def test_a_small_house_opens_and_a_second_run_writes_nothing(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
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
    for account in listed:
        assert client.login(email=account["email"], password=account["password"]), account


@pytest.mark.django_db
def test_a_first_start_killed_half_way_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    walked = opening.walk
    left = iter([walked, walked])

    def die_at_the_third(*args: Any, **kwargs: Any) -> Registration:
        return next(left, _die)(*args, **kwargs)

    monkeypatch.setattr(opening, "walk", die_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        open_house(6, lambda step: None)
    monkeypatch.undo()
    assert User.objects.exists()
    assert not is_open()
    call_command("demo", people=6, if_empty=True)
    assert is_open()
    assert Registration.objects.count() == sum(steps_of(index / 6) is not None for index in range(6))


def _die(*args: Any, **kwargs: Any) -> Registration:
    raise KeyboardInterrupt


@pytest.mark.django_db
def test_a_database_with_people_of_its_own_gets_no_demo() -> None:
    User.objects.create_user("quelqu.un@structure.example", first_name="Q", last_name="U")
    call_command("demo", people=6, if_empty=True)
    assert User.objects.count() == 1
