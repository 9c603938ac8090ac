"""The main menu: what each role comes for, and nothing it may not open."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from lms.people.access import roles_of
from lms.people.models import User
from lms.people.rights import RIGHTS, Role, Thing, Verb

# (address name, words, right asked)
MENU = [
    ("desk:dashboard", _("My path"), (Verb.VIEW, Thing.OWN_LEARNING)),
    ("desk:profile", _("My competencies"), (Verb.VIEW, Thing.OWN_LEARNING)),
    ("agenda:groups", _("My groups"), (Verb.VIEW, Thing.GROUP)),
    ("agenda:contests", _("Contested levels"), (Verb.VIEW, Thing.CONTEST)),
    ("prior:requests", _("Prior learning"), (Verb.VIEW, Thing.PRIOR_LEARNING)),
    ("agenda:attestations", _("Attestations"), (Verb.VIEW, Thing.ATTESTATION)),
    ("workforce:matrix", _("Team competencies"), (Verb.VIEW, Thing.MATRIX)),
    ("workforce:gaps", _("Gaps and plans"), (Verb.VIEW, Thing.PLAN)),
    ("workforce:hours", _("Hours"), (Verb.VIEW, Thing.HOURS)),
    ("workforce:validations", _("To validate"), (Verb.VIEW, Thing.VALIDATION)),
    ("transfer:people", _("Three months after"), (Verb.OBSERVE, Thing.MATRIX)),
    ("people:staff", _("Staff"), (Verb.CHANGE, Thing.STAFF)),
    ("campaigns:campaigns", _("Staff survey"), (Verb.CHANGE, Thing.CAMPAIGN)),
    ("funding:conventions", _("Conventions"), (Verb.VIEW, Thing.CONVENTION)),
    ("wagtailadmin_home", _("Studio"), (Verb.CHANGE, Thing.MODULE)),
]


@dataclass(frozen=True)
class Link:
    address: str
    words: str
    here: bool


def links_for(roles: set[Role], path: str) -> list[Link]:
    """The menu of someone who plays these roles; `here` marks the page being read."""
    links = []
    for name, words, (verb, thing) in MENU:
        if not any(verb in RIGHTS.get((role, thing), ()) for role in roles):
            continue
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        links.append(Link(address, str(words), path.startswith(address)))
    return links


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `menu`, read from the database only by pages that show it."""

    def menu() -> list[Link]:
        person = getattr(request, "user", None)  # a refused host is answered before anyone is known
        if not isinstance(person, User):
            return []
        return links_for(roles_of(person), request.path)

    return {"menu": SimpleLazyObject(menu)}
