"""The rights table, asked of a person: the nodes a right covers, the gate of a view."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from lms.people.models import Organisation, Post, RoleAssignment, User
from lms.people.models.organisation import OrganisationQuerySet, within
from lms.people.rights import RIGHTS, Role, Thing, Verb, roles_that_may

P = ParamSpec("P")


class PersonRequest(HttpRequest):
    """A request whose person is known to be signed in (`needs` has checked it)."""

    user: User


def may(person: User, verb: Verb, thing: Thing) -> bool:
    """Whether any role of this person gives this right, over whatever node."""
    return RoleAssignment.objects.filter(person=person, role__in=roles_that_may(verb, thing)).exists()


def roles_of(person: User) -> set[Role]:
    """Every role this person plays, over whatever node: asked once, then known to this object, which lives as long as a
    request."""
    if person.roles_known is None:
        found = RoleAssignment.objects.filter(person=person).values_list("role", flat=True)
        person.roles_known = {Role(role) for role in found}
    return person.roles_known


def opens(person: User, verb: Verb, thing: Thing) -> bool:
    """What `may` says, from the roles that the menu of the same page reads too."""
    return not roles_of(person).isdisjoint(roles_that_may(verb, thing))


def verbs_of(person: User, thing: Thing) -> set[Verb]:
    """Everything this person may do to such a thing, over whatever node, in one query."""
    roles = RoleAssignment.objects.filter(person=person).values_list("role", flat=True)
    return {verb for role in roles for verb in RIGHTS.get((Role(role), thing), frozenset())}


def may_learn(person: Any) -> bool:
    """Asked by `modules`, which does not know this package (settings.MODULES_MAY_LEARN)."""
    return isinstance(person, User) and opens(person, Verb.CHANGE, Thing.OWN_LEARNING)


def nodes_of(person: User, verb: Verb, thing: Thing) -> list[Organisation]:
    """The nodes over which this person has this right. A site-wide role covers every root."""
    assignments = RoleAssignment.objects.filter(person=person, role__in=roles_that_may(verb, thing)).select_related(
        "node"
    )
    nodes = [assignment.node for assignment in assignments]
    if any(node is None for node in nodes):
        return list(Organisation.objects.filter(depth=1))
    return [node for node in nodes if node is not None]


def organisations_seen_by(person: User, verb: Verb, thing: Thing) -> OrganisationQuerySet:
    """Every organisation within the nodes this right covers."""
    return Organisation.objects.within(*nodes_of(person, verb, thing))


def staff_under(*nodes: Organisation) -> Any:
    """The people who hold a post today under one of the nodes, each once."""
    return User.objects.filter(pk__in=Post.objects.open_on().filter(within(*nodes, prefix="team__")).values("person"))


def needs(
    verb: Verb, thing: Thing
) -> Callable[[Callable[Concatenate[Any, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Gate of a view: sign-in page for the signed out, 403 page for who has no role with this right.

    The right is left on the view as `view.right`, for the test that walks the table over every URL.
    """

    def gate(view: Callable[Concatenate[Any, P], HttpResponse]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @login_required
        @wraps(view)
        def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not isinstance(request.user, User) or not opens(request.user, verb, thing):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        checked.right = (verb, thing)  # type: ignore[attr-defined]
        return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", checked)

    return gate
