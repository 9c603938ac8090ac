"""Of whom a manager is asked: the people of the team who have held a level for three months."""

from dataclasses import dataclass
from datetime import date

from competencies.models import Level, Voice
from competencies.transfer import due_for_many
from lms.people.access import nodes_of, staff_under
from lms.people.folding import fold
from lms.people.models import User
from lms.people.rights import Thing, Verb


@dataclass(frozen=True)
class Asked:
    person: User
    levels: list[Level]


def asked_of(manager: User, on: date) -> list[Asked]:
    """By name; never oneself. Three queries besides the rights, whatever the size of the team."""
    staff = staff_under(*nodes_of(manager, Verb.OBSERVE, Thing.MATRIX)).exclude(pk=manager.pk)
    people = sorted(staff, key=lambda each: (fold(each.last_name), fold(each.first_name), str(each.pk)))
    due = due_for_many([person.actor_uuid for person in people], on, Voice.MANAGER)
    return [Asked(person, due[person.actor_uuid]) for person in people if due.get(person.actor_uuid)]
