"""Wagtail's groups, generated from the table of rights: nobody sets them by hand (`manage.py sync_rights`).

A group a role and institute: page permissions on the institute's page, collection permissions on its collection.
One group for the site team, on the root.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from lms.people.models import InstitutePlace, Organisation, Post, RoleAssignment, User
from lms.people.rights import RIGHTS, Role, Thing, Verb

INSTITUTE_ROLES = (Role.AUTHOR, Role.INSTITUTE_ADMIN)
PAGE_PERMISSIONS = {
    Verb.CHANGE: ("add_page", "change_page"),
    Verb.PUBLISH: ("publish_page", "lock_page", "unlock_page"),
}
MEDIA_PERMISSIONS = {
    Verb.VIEW: (("wagtailimages", "choose_image"), ("wagtaildocs", "choose_document")),
    Verb.CHANGE: (
        ("wagtailimages", "add_image"),
        ("wagtailimages", "change_image"),
        ("wagtaildocs", "add_document"),
        ("wagtaildocs", "change_document"),
        ("modules", "add_question"),
        ("modules", "change_question"),
    ),
}
ACCOUNT_MODELS = (User, Organisation, Post, RoleAssignment)
SITE_PERMISSIONS = frozenset(
    {("cms", "view_placereport"), ("cms", "change_placereport")}
    | {
        ("cms", f"{deed}_{model}")
        for deed in ("view", "add", "change", "delete")
        for model in ("englishtext", "actor", "partnership")
    }
)
ACCOUNT_PERMISSIONS = {Verb.VIEW: ("view",), Verb.CHANGE: ("add", "change", "delete")}


@dataclass(frozen=True)
class GroupSpec:
    """What one group must be: its name, members, and permissions as (app, codename)."""

    name: str
    members: frozenset[str]
    page_id: int | None
    collection_id: int | None
    page_permissions: frozenset[tuple[str, str]]
    media_permissions: frozenset[tuple[str, str]]
    model_permissions: frozenset[tuple[str, str]]


def wanted_groups() -> list[GroupSpec]:
    """What the table, the institutes' places and the role assignments ask for."""
    places = InstitutePlace.objects.select_related("organisation", "page", "collection")
    specs = [_institute_group(place, role) for place in places for role in INSTITUTE_ROLES]
    return [*specs, _site_group()]


def actual_groups() -> list[GroupSpec]:
    """What the database holds, in the same shape: equal to `wanted_groups` after `sync_rights`."""
    return [_read_group(group) for group in Group.objects.order_by("pk")]


def _verbs(role: Role, thing: Thing) -> frozenset[Verb]:
    return RIGHTS.get((role, thing), frozenset())


def _members(role: Role, node: Organisation | None) -> frozenset[str]:
    people = RoleAssignment.objects.filter(role=role, node=node, person__is_active=True)
    return frozenset(str(person) for person in people.values_list("person", flat=True))


def _page_permissions(verbs: Iterable[Verb]) -> frozenset[tuple[str, str]]:
    return frozenset(("wagtailcore", name) for verb in verbs for name in PAGE_PERMISSIONS.get(verb, ()))


def _media_permissions(verbs: Iterable[Verb]) -> frozenset[tuple[str, str]]:
    return frozenset(pair for verb in verbs for pair in MEDIA_PERMISSIONS.get(verb, ()))


def _institute_group(place: InstitutePlace, role: Role) -> GroupSpec:
    verbs = _verbs(role, Thing.MODULE)
    return GroupSpec(
        name=f"{place.organisation.name} · {role.value}",
        members=_members(role, place.organisation),
        page_id=place.page_id,
        collection_id=place.collection_id,
        page_permissions=_page_permissions(verbs),
        media_permissions=_media_permissions(verbs),
        model_permissions=frozenset({("wagtailadmin", "access_admin")}) if Verb.CHANGE in verbs else frozenset(),
    )


def _site_group() -> GroupSpec:
    verbs = _verbs(Role.SITE_ADMIN, Thing.MODULE)
    accounts = {
        (model._meta.app_label, f"{prefix}_{model._meta.model_name}")
        for verb in _verbs(Role.SITE_ADMIN, Thing.ACCOUNT)
        for prefix in ACCOUNT_PERMISSIONS.get(verb, ())
        for model in ACCOUNT_MODELS
    }
    root, media = Page.get_first_root_node(), Collection.get_first_root_node()
    return GroupSpec(
        name=Role.SITE_ADMIN.value,
        members=_members(Role.SITE_ADMIN, None),
        page_id=root.pk if root else None,
        collection_id=media.pk if media else None,
        page_permissions=_page_permissions(verbs),
        media_permissions=_media_permissions(verbs),
        model_permissions=frozenset(accounts | {("wagtailadmin", "access_admin")} | SITE_PERMISSIONS),
    )


def _read_group(group: Group) -> GroupSpec:
    pages = GroupPagePermission.objects.filter(group=group)
    media = GroupCollectionPermission.objects.filter(group=group)
    return GroupSpec(
        name=group.name,
        members=frozenset(str(pk) for pk in group.user_set.values_list("pk", flat=True)),
        page_id=pages.values_list("page_id", flat=True).first(),
        collection_id=media.values_list("collection_id", flat=True).first(),
        page_permissions=_named(pages.values_list("permission", flat=True)),
        media_permissions=_named(media.values_list("permission", flat=True)),
        model_permissions=_named(group.permissions.values_list("pk", flat=True)),
    )


def _named(permission_ids: Iterable[int]) -> frozenset[tuple[str, str]]:
    rows = Permission.objects.filter(pk__in=list(permission_ids))
    return frozenset(rows.values_list("content_type__app_label", "codename"))


@transaction.atomic
def sync_rights() -> int:
    """Make the groups what they must be, drop any other; how many groups were written."""
    wanted = {spec.name: spec for spec in wanted_groups()}
    Group.objects.exclude(name__in=wanted).delete()
    actual = {spec.name: spec for spec in actual_groups()}
    changed = [spec for name, spec in wanted.items() if actual.get(name) != spec]
    for spec in changed:
        _write_group(spec)
    return len(changed)


def _write_group(spec: GroupSpec) -> None:
    group, _created = Group.objects.get_or_create(name=spec.name)
    group.user_set.set(User.objects.filter(pk__in=spec.members))
    group.permissions.set(_find(spec.model_permissions))
    GroupPagePermission.objects.filter(group=group).delete()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page_id=spec.page_id, permission=permission)
        for permission in _find(spec.page_permissions)
    )
    GroupCollectionPermission.objects.filter(group=group).delete()
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection_id=spec.collection_id, permission=permission)
        for permission in _find(spec.media_permissions)
    )


def _find(pairs: Iterable[tuple[str, str]]) -> list[Permission]:
    """Each (app, codename); a codename may stand on several models of an app, any of them serves Wagtail."""
    found = {}
    for app, codename in pairs:
        rows = Permission.objects.filter(content_type__app_label=app, codename=codename)
        found[(app, codename)] = rows.order_by("pk")[0]
    return list(found.values())
