"""Two institutes with the same small module each, and who writes and publishes there."""

from dataclasses import dataclass
from pathlib import Path

from cms.seeding import seed_site
from lms.people.models import User
from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from modules.models import Activity, Module
from tests.cast import Taught, make_institute_with_module, make_person


@dataclass(frozen=True)
class Studio:
    """An institute, its module, and the two people who work on it."""

    taught: Taught
    author: User
    admin: User

    @property
    def module(self) -> Module:
        return Module.objects.get(pk=self.taught.module.pk)

    def activity(self, slug: str) -> Activity:
        return Activity.objects.child_of(self.taught.module).get(slug=slug).specific


def open_studio(folder: Path, name: str = "Institut des Passerelles", key: str = "prendre-la-mesure") -> Studio:
    seed_site()
    taught = make_institute_with_module(folder / name, name, key, f"Prendre la mesure, {name}")
    author = make_person(f"Aline {name}", Role.AUTHOR, taught.institute)
    admin = make_person(f"Denise {name}", Role.INSTITUTE_ADMIN, taught.institute)
    sync_rights()
    return Studio(taught, author, admin)


def publish(page: Activity, **values: object) -> None:
    """Change a live activity the way the studio does: a revision, then its publication."""
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
