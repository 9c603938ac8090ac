"""Who employs a person today, and who may therefore read their sheet."""

from lms.people.models import Organisation, Post, RoleAssignment, User
from lms.people.rights import Thing, Verb, roles_that_may


def employers_of(person: User) -> list[Organisation]:
    """The roots of the teams where the person holds a post today, by name. Two queries."""
    roots = {team.path[: team.steplen] for team in _teams_of(person)}
    return list(Organisation.objects.filter(path__in=roots).order_by("name"))


def who_reads(person: User, employer: Organisation) -> list[RoleAssignment]:
    """Every role that opens this person's sheet at this employer: those over a team of theirs or above it."""
    paths = [team.path for team in _teams_of(person) if team.path.startswith(employer.path)]
    above = {path[:length] for path in paths for length in range(employer.steplen, len(path) + 1, employer.steplen)}
    readers = RoleAssignment.objects.filter(role__in=roles_that_may(Verb.VIEW, Thing.MATRIX), node__path__in=above)
    return list(readers.select_related("person", "node").order_by("node__path", "person__last_name", "pk"))


def _teams_of(person: User) -> list[Organisation]:
    return [post.team for post in Post.objects.open_on().filter(person=person).select_related("team")]
