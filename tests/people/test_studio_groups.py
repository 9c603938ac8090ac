"""Wagtail's groups are the table of rights, and nothing else."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from wagtail.models import Collection, Page

from lms.people.models import InstitutePlace, Organisation, OrganisationKind, RoleAssignment, User
from lms.people.rights import Role
from lms.people.studio_groups import actual_groups, sync_rights, wanted_groups

pytestmark = pytest.mark.django_db


def make_institute(name: str) -> Organisation:
    organisation = Organisation.add_root(kind=OrganisationKind.INSTITUTE, name=name)
    root = Page.get_first_root_node()
    page = root.add_child(title=name, slug=f"page-{organisation.pk.hex[:6]}")
    collection = Collection.get_first_root_node().add_child(name=name)
    InstitutePlace.objects.create(organisation=organisation, page=page, collection=collection)
    return organisation


def make_person(role: Role, node: Organisation | None) -> User:
    email = f"{role.value}.{node.name if node else 'site'}@exemple.example".replace(" ", "-").lower()
    person = User.objects.create_user(email, "une longue phrase", first_name="P", last_name=role.value)
    RoleAssignment.objects.create(person=person, role=role, node=node)
    return person


def test_the_groups_are_exactly_what_the_table_says_and_a_second_run_writes_nothing() -> None:
    institute = make_institute("Institut Alpha")
    make_person(Role.AUTHOR, institute)
    make_person(Role.SITE_ADMIN, None)
    assert sync_rights() > 0
    assert {spec.name: spec for spec in actual_groups()} == {spec.name: spec for spec in wanted_groups()}
    assert sync_rights() == 0


def test_a_group_nobody_asked_for_and_a_right_given_by_hand_are_taken_back() -> None:
    institute = make_institute("Institut Alpha")
    author = make_person(Role.AUTHOR, institute)
    sync_rights()
    Group.objects.create(name="À la main")
    author.groups.clear()
    assert sync_rights() == 1
    assert not Group.objects.filter(name="À la main").exists()
    assert author.groups.count() == 1


def test_the_command_says_how_many_groups_it_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sync_rights")
    assert "groups written" in capsys.readouterr().out


def test_an_author_reads_the_studio_and_never_edits_another_institute(client: Client) -> None:
    alpha, beta = make_institute("Institut Alpha"), make_institute("Institut Beta")
    client.force_login(make_person(Role.AUTHOR, alpha))
    sync_rights()
    assert client.get("/studio/").status_code == 200
    assert client.get(f"/studio/pages/{alpha.place.page_id}/edit/").status_code == 200
    assert client.get(f"/studio/pages/{beta.place.page_id}/edit/").status_code != 200


def test_an_author_does_not_publish_and_an_institute_admin_does() -> None:
    alpha = make_institute("Institut Alpha")
    author, admin = make_person(Role.AUTHOR, alpha), make_person(Role.INSTITUTE_ADMIN, alpha)
    sync_rights()
    page = alpha.place.page
    assert not page.permissions_for_user(User.objects.get(pk=author.pk)).can_publish()
    assert page.permissions_for_user(User.objects.get(pk=admin.pk)).can_publish()


@pytest.mark.parametrize("role", [Role.LEARNER, Role.AUDITOR])
def test_who_does_not_write_does_not_enter_the_studio(role: Role, client: Client) -> None:
    client.force_login(make_person(role, None))
    sync_rights()
    assert client.get("/studio/").status_code in {302, 403}


def test_a_role_given_or_taken_back_moves_the_groups_at_once(django_capture_on_commit_callbacks: Any) -> None:
    institute = make_institute("Institut Alpha")
    with django_capture_on_commit_callbacks(execute=True):
        author = make_person(Role.AUTHOR, institute)
    assert author.groups.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        author.role_assignments.all().delete()
    assert author.groups.count() == 0
