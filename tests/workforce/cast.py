"""Two employers. At the Dunes: Yasmine and Zoé in the north team, Élie in the south one. At the Lisière: Paul."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.utils import timezone

from competencies.evidence import MeasuredFact, add_evidence
from competencies.models import CFItem
from lms.people.models import Organisation, OrganisationKind, Post, RoleAssignment, StructureType, User
from lms.people.rights import Role

IRI = "https://faire-avec.example/xapi/activities/essai"
MONTH = timedelta(days=31)


def find(code: str) -> UUID:
    return CFItem.objects.coded(code).get().pk


def invent(first_name: str, last_name: str) -> User:
    email = f"{first_name}.{last_name}.{uuid4().hex[:6]}@exemple.test"
    return User.objects.create_user(email, first_name=first_name, last_name=last_name)


def employ(first_name: str, last_name: str, team: Organisation, profession: str = "ass") -> User:
    """A learner with a post in the team since last year."""
    person = invent(first_name, last_name)
    give(person, Role.LEARNER)
    started = timezone.localdate() - timedelta(days=400)
    Post.objects.create(person=person, team=team, profession=profession, started_on=started)
    return person


def give(person: User, role: Role, node: Organisation | None = None) -> User:
    RoleAssignment.objects.create(person=person, role=role, node=node)
    return person


def pass_test(person: User, code: str, *, passed: bool = True, months_ago: int = 1) -> MeasuredFact:
    """A test alone gives level 2 when passed, level 1 otherwise, for 24 months."""
    return MeasuredFact(
        actor=person.actor_uuid,
        cfitem=find(code),
        kind="test",
        situation=f"{IRI}/{code}",
        scaled=Decimal("0.8") if passed else Decimal("0.2"),
        passed=passed,
        statement_id=uuid4(),
        registration=uuid4(),
        activity_iri=f"{IRI}/{code}",
        at=timezone.now() - months_ago * MONTH,
    )


@dataclass
class Cast:
    dunes: Organisation
    north: Organisation
    south: Organisation
    yasmine: User
    zoe: User
    elie: User
    paul: User
    hr: User
    manager: User
    other_hr: User


def gather() -> Cast:
    """Yasmine: A1.1 acquired, A1.2 not acquired, A2.1 to renew. Élie: A1.1 acquired. Zoé: never assessed."""
    employer = Organisation.add_root(
        kind=OrganisationKind.EMPLOYER, name="Relais des Dunes", structure_type=StructureType.HOSTING
    )
    north = employer.add_branch(OrganisationKind.TEAM, "Équipe nord")
    south = employer.add_branch(OrganisationKind.TEAM, "Équipe sud")
    lisiere = Organisation.add_root(
        kind=OrganisationKind.EMPLOYER, name="Service de la Lisière", structure_type=StructureType.OPEN_SETTING
    )
    edge = lisiere.add_branch(OrganisationKind.TEAM, "Équipe du bourg")
    cast = Cast(
        dunes=employer,
        north=north,
        south=south,
        yasmine=employ("Yasmine", "Zidane", north),
        zoe=employ("Zoé", "Ancel", north, "es"),
        elie=employ("Élie", "Étienne", south, "cesf"),
        paul=employ("Paul", "Ailleurs", edge),
        hr=give(invent("Hélène", "Rivière"), Role.HR, employer),
        manager=give(invent("Marc", "Nordin"), Role.MANAGER, north),
        other_hr=give(invent("Odile", "Lisier"), Role.HR, lisiere),
    )
    add_evidence(
        [
            pass_test(cast.yasmine, "A1.1"),
            pass_test(cast.yasmine, "A1.2", passed=False),
            pass_test(cast.yasmine, "A2.1", months_ago=36),
            pass_test(cast.elie, "A1.1"),
            pass_test(cast.paul, "A1.1"),
        ]
    )
    return cast
