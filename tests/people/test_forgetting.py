"""A person is parted from their statements by who may change accounts, and by nobody else."""

from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from lms.people.forgetting import forget_actor
from lms.people.models import User
from lms.people.rights import Role
from modules.statements import actor_account
from tests.cast import make_person
from tests.xapi_store.cast import say
from xapi_store.models import AuditEntry, Statement
from xapi_store.recording import record

pytestmark = pytest.mark.django_db


def answer_of(person: User) -> Statement:
    said: dict[str, Any] = say(actor=actor_account(person.actor_uuid), result={"response": "Je l’accompagne."})
    return record(said).statement


def test_the_link_is_dropped_and_the_answers_go() -> None:
    nadege, other = make_person(), make_person("Malika Autre")
    hers, theirs, former = answer_of(nadege), answer_of(other), nadege.actor_uuid
    assert forget_actor(nadege, by=make_person("Équipe du site", Role.SITE_ADMIN)).responses == 1
    nadege.refresh_from_db()
    assert nadege.actor_uuid != former
    assert not User.objects.filter(actor_uuid=former).exists()
    assert "response" not in Statement.objects.get(pk=hers.pk).as_json()["result"]
    assert "response" in Statement.objects.get(pk=theirs.pk).as_json()["result"]
    assert AuditEntry.objects.get().by == "Équipe du site"


@pytest.mark.parametrize("role", [role for role in Role if role in {Role.LEARNER, Role.AUDITOR}])
def test_who_may_not_change_accounts_forgets_nobody(role: Role) -> None:
    nadege = make_person()
    answer_of(nadege)
    with pytest.raises(PermissionDenied):
        forget_actor(nadege, by=make_person("Paul Vasseur", role))
    assert not AuditEntry.objects.exists()


def test_the_command_says_what_went_or_why_not() -> None:
    nadege, team = make_person(), make_person("Équipe Site", Role.SITE_ADMIN)
    answer_of(nadege)
    told = StringIO()
    with pytest.raises(CommandError, match="may not"):
        call_command("forget_actor", email=nadege.email, by=nadege.email)
    with pytest.raises(CommandError, match="Nobody"):
        call_command("forget_actor", email="nobody@structure.example", by=team.email)
    call_command("forget_actor", email=nadege.email, by=team.email, stdout=told)
    assert told.getvalue().startswith("1 statements name nobody any more; 1 answers")
