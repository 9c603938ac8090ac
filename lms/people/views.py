"""Where a person lands after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lms.people.models import RoleAssignment
from lms.people.navigation import links_for
from lms.people.rights import Role


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """The first page of the person's menu; a page that says whom to ask when they play no role yet."""
    roles = RoleAssignment.objects.filter(person=request.user.pk).values_list("role", flat=True)
    links = links_for({Role(role) for role in roles}, request.path)
    return redirect(links[0].address) if links else render(request, "people/no_role.html")
