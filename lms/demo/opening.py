"""The demo house from an empty database to pages that show something true: site, modules, people, histories, edition."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.utils import timezone

from cms.seeding import seed_site
from lms.agenda.half_days import open_half_day
from lms.demo.accounts import NoDemoHere
from lms.demo.blueprint import Blueprint, read_blueprint
from lms.demo.house import build_house, build_learners
from lms.demo.walking import walk
from lms.funding.editions import publish
from lms.funding.inviting import invite
from lms.funding.models import Convention
from lms.people.models import Organisation, User
from modules.loading.loader import load_all
from modules.models import Edition, Registration

SEED = 2018
LAST_DAY_BACK = 20

Say = Callable[[str], None]


def is_empty() -> bool:
    return not User.objects.exists()


def open_house(people: int, say: Say) -> None:
    """Everything, each step said. A second run adds what is missing and writes nothing twice. Raises NoDemoHere."""
    if not settings.DEMO_ACCOUNTS:
        raise NoDemoHere
    blueprint = read_blueprint()
    say("pages du site et modules")
    seed_site()
    editions = [loaded.edition for loaded in load_all(settings.FIXTURES / "modules")]
    say("organisations, comptes et droits")
    build_house(blueprint)
    convention = build_convention(blueprint, editions[0])
    learners = [_named_learner(blueprint), *build_learners(blueprint, people - 1, SEED)]
    say(f"histoires de {len(learners)} apprenants, statement par statement")
    walked = walk_all(learners, editions[0], convention)
    open_half_day(Organisation.objects.get(name=blueprint.institute.name), editions[0], walked[:12])
    publish(convention, timezone.localdate())


def _named_learner(blueprint: Blueprint) -> User:
    account = next(account for account in blueprint.accounts if account.role == "learner")
    return User.objects.get(email=account.email)
