"""The only place that ties statements to progress and evidence.

Every view of a statement starts here: a new statement moves progress and adds evidence, a voided one takes both back,
`manage.py rebuild` replays them all. Inside the transaction of the statement: a failure leaves nothing.
What comes over HTTP is told by no signal: `projection.py` walks it through these same functions.
"""

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from competencies.evidence import MeasuredFact, PositioningFact, add_evidence, withdraw_evidence
from competencies.models import Band
from modules.alignment import registration_of
from modules.elsewhere import is_ours, settled_facts
from modules.facts import Fact, Sharing, read_fact, read_sharing
from modules.models import Registration
from modules.progress import replace_progress, take_fact
from xapi_store.models import Statement
from xapi_store.signals import statement_recorded, statement_voided


def our_fact(statement: Statement) -> Fact | None:
    """The fact in a statement we vouch for; a learner cannot forge a `passed`."""
    return read_fact(statement.as_json()) if is_ours(statement) else None


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
            unaided=fact.unaided,
        )
        for score in fact.scores
        if fact.kind
    ]


@receiver(statement_recorded, dispatch_uid="modules.take_statement")
def take_statement(sender: Any, statement: Statement, **kwargs: Any) -> None:
    """A new statement: progress of its registration, evidence, levels."""
    if not is_ours(statement):
        return
    content = statement.as_json()
    if (fact := read_fact(content)) is not None:
        take(fact)
    elif (sharing := read_sharing(content)) is not None:
        add_evidence(evidence_sent(sharing))


def evidence_sent(sharing: Sharing) -> list[PositioningFact]:
    """The words of a positioning, one a competency, there from the day its learner sends it. Pure."""
    return [
        PositioningFact(
            actor=sharing.actor,
            cfitem=each.cfitem,
            band=Band(each.band),
            activity_iri=sharing.activity_iri,
            registration=sharing.registration,
            at=sharing.at,
            statement_id=sharing.statement_id,
        )
        for each in sharing.shared
    ]


def take(fact: Fact) -> None:
    """One more fact: progress of its registration, evidence, levels."""
    registration = Registration.objects.filter(pk=fact.registration).first()
    if registration is not None:
        take_fact(registration, fact)
    add_evidence(evidence_of(fact))


@receiver(statement_voided, dispatch_uid="modules.take_back_statement")
def take_back_statement(sender: Any, statement: Statement, **kwargs: Any) -> None:
    """A voided statement, ours or one made elsewhere: the same road backwards.

    The race: an answer of the same learner, or the projector with this very statement. Both lock the registration
    first; so do we, and only then read what still stands.
    """
    named = [registration] if (registration := registration_of(statement.as_json())) else []
    locked = Registration.objects.select_for_update().filter(pk__in=named).first()
    if locked is not None:
        replace_progress(locked, facts_of(locked))
    withdraw_evidence(statement.statement_id)


def facts_of(registration: Registration) -> list[Fact]:
    """Every standing fact of a registration, which the caller has locked."""
    statements = Statement.objects.standing().for_registration(registration.pk)
    return facts_in(list(statements.select_related("authority").in_order()))


def facts_in(statements: Sequence[Statement]) -> list[Fact]:
    """Those of our own statements, and those that were found in statements made elsewhere."""
    elsewhere = [each for each in statements if not is_ours(each)]
    ours = (our_fact(each) for each in statements)
    return [*(fact for fact in ours if fact is not None), *settled_facts(elsewhere)]
