"""The only place that ties statements to progress and evidence.

Every view of a statement starts here: a new statement moves progress and adds evidence, a voided one takes both back,
`manage.py rebuild` replays them all. Inside the transaction of the statement: a failure leaves nothing.
"""

from typing import Any

from django.dispatch import receiver

from competencies.evidence import MeasuredFact, add_evidence, withdraw_evidence
from modules.facts import Fact, read_fact
from modules.models import Registration
from modules.progress import replace_progress, take_fact
from modules.statements import authority
from xapi_store.models import Statement
from xapi_store.signals import statement_recorded, statement_voided


def our_fact(statement: Statement) -> Fact | None:
    """The fact in a statement we vouch for; only such a one moves anything: a learner cannot forge a `passed`."""
    content = statement.as_json()
    return read_fact(content) if content.get("authority") == authority() else None


def evidence_of(fact: Fact) -> list[MeasuredFact]:
    """The measures in a closing statement, one a competency. Pure."""
    return [
        MeasuredFact(
            actor=fact.actor,
            cfitem=score.cfitem,
            kind=fact.kind,
            situation=fact.activity_iri,
            scaled=score.scaled,
            passed=score.passed,
            statement_id=fact.statement_id,
            registration=fact.registration,
            activity_iri=fact.activity_iri,
            at=fact.at,
        )
        for score in fact.scores
        if fact.kind
    ]


@receiver(statement_recorded, dispatch_uid="modules.take_statement")
def take_statement(sender: Any, statement: Statement, **kwargs: Any) -> None:
    """A new statement: progress of its registration, evidence, levels."""
    fact = our_fact(statement)
    if fact is None:
        return
    registration = Registration.objects.filter(pk=fact.registration).first()
    if registration is not None:
        take_fact(registration, fact)
    add_evidence(evidence_of(fact))


@receiver(statement_voided, dispatch_uid="modules.take_back_statement")
def take_back_statement(sender: Any, statement: Statement, **kwargs: Any) -> None:
    """A voided statement: the same road backwards."""
    fact = our_fact(statement)
    if fact is None:
        return
    withdraw_evidence(fact.statement_id)
    registration = Registration.objects.filter(pk=fact.registration).first()
    if registration is not None:
        replace_progress(registration, facts_of(registration))


def facts_of(registration: Registration) -> list[Fact]:
    """Every standing fact of a registration."""
    statements = Statement.objects.standing().for_registration(registration.pk)
    facts = (our_fact(statement) for statement in statements.select_related("authority"))
    return [fact for fact in facts if fact is not None]
