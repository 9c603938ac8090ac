"""A million registrations in minutes: one convention of 2,000 invented people, then its copies, made by PostgreSQL.

Skewed as real crowds are: five departments of six towns, six employers a town, the first ones larger.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import uuid4

from django.db import connection, models

from lms.agenda.models import Attestation, HourEntry
from lms.funding.grid import LADDER, Step
from lms.funding.models import Convention, Invitation
from lms.people.models import Organisation, Post, StructureType, User
from modules.models import Edition, Registration
from tests.funding import cast
from tests.funding.crowds import DEPARTMENTS, skewed

PEOPLE = 2_000
STEPS = (Step.INVITED, Step.ENROLLED, Step.STARTED, Step.COMPLETED, Step.ATTESTED)
SHARES = (0.25, 0.15, 0.2, 0.25, 0.15)
PROFESSIONS = ["ass", "es", "cesf", "me", "aes", "tisf", "sms", "manager"]
FIRST = datetime(2026, 1, 12, 9, tzinfo=UTC)


def make_teams(draw: Random) -> dict[str, list[Organisation]]:
    """By town, the teams of its employers."""
    types = [str(each) for each in StructureType]
    found: dict[str, list[Organisation]] = {}
    for department in DEPARTMENTS:
        for number in range(1, 7):
            town = f"{department}{number:03d}"
            found[town] = [cast.team(f"{town} {letter}", town, skewed(draw, types, 0.6)) for letter in "abcdef"]
    return found


def fill_one(convention: Convention, edition: Edition) -> None:
    """Its 2,000 people: a post each, an invitation, and what the step that was drawn for them supposes."""
    draw = Random(7)
    towns = make_teams(draw)
    by_department = {code: [town for town in towns if town.startswith(code)] for code in DEPARTMENTS}
    people = User.objects.bulk_create(
        User(email=f"{uuid4()}@exemple.fr", first_name="P", last_name="Q", password="!") for _n in range(PEOPLE)
    )
    posts, invitations = [], []
    for person in people:
        town = skewed(draw, by_department[skewed(draw, DEPARTMENTS)], 0.6)
        team = towns[town][draw.choices(range(6), [0.75**rank for rank in range(6)])[0]]
        posts.append(Post(person=person, team=team, profession=skewed(draw, PROFESSIONS), started_on=date(2020, 1, 1)))
        invitations.append(invite_to_a_step(convention, edition, person, draw))
    Post.objects.bulk_create(posts)
    registrations = [each.registration for each in invitations if each.registration]
    Registration.objects.bulk_create(registrations)
    cast.finish_all(edition, [each for each in registrations if each.completed_at])
    cast.attest_all([each.registration for each in invitations if each.registration and each.step == Step.ATTESTED])
    Invitation.objects.bulk_create(invitations)


def invite_to_a_step(convention: Convention, edition: Edition, person: User, draw: Random) -> Invitation:
    """Not saved, nor is its registration; the live step is what the road would have written."""
    step = draw.choices(STEPS, SHARES)[0]
    registration = None if step is Step.INVITED else cast.registration(person, edition, step)
    return Invitation(
        convention=convention,
        person=person,
        module_key=edition.module_key,
        invited_on=(FIRST + timedelta(days=draw.randint(0, 150))).date(),
        registration=registration,
        step=step,
        minutes=edition.planned_minutes if LADDER.index(step) >= LADDER.index(Step.COMPLETED) else 0,
    )


def multiply(first: Convention, others: list[Convention]) -> None:
    """The people of the first convention again in each of the others: new people, each with all that is hers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE copied AS SELECT convention, person_id, registration_id,"
            " gen_random_uuid() AS person, gen_random_uuid() AS registration"
            " FROM unnest(%s::uuid[]) AS convention CROSS JOIN funding_invitation WHERE convention_id = %s",
            [[each.pk for each in others], first.pk],
        )
        for model, joined, changed in TABLES:
            cursor.execute(copy_rows(model, joined, changed))
        cursor.execute("DROP TABLE copied")


BY_PERSON, BY_REGISTRATION = "copied.person_id = {0}.person_id", "copied.registration_id = {0}.registration_id"
NEW = "gen_random_uuid()"
TABLES: tuple[tuple[type[models.Model], str, dict[str, str]], ...] = (
    (
        User,
        "copied.person_id = {0}.id",
        {"id": "copied.person", "actor_uuid": NEW, "email": f"{NEW} || '@exemple.fr'"},
    ),
    (Post, BY_PERSON, {"person_id": "copied.person"}),
    (
        Registration,
        "copied.registration_id = {0}.id",
        {"id": "copied.registration", "learner_id": "copied.person"},
    ),
    (
        Invitation,
        BY_PERSON,
        {
            "id": NEW,
            "convention_id": "copied.convention",
            "person_id": "copied.person",
            "registration_id": "CASE WHEN copied.registration_id IS NULL THEN NULL ELSE copied.registration END",
        },
    ),
    (HourEntry, BY_REGISTRATION, {"registration_id": "copied.registration", "statement_id": NEW}),
    (
        Attestation,
        BY_REGISTRATION,
        {"id": NEW, "registration_id": "copied.registration", "code": f"substr({NEW}::text, 25, 12)"},
    ),
)


def copy_rows(model: type[models.Model], joined: str, changed: dict[str, str]) -> str:
    """Every column as it is but for those that change; a numbered key is numbered again."""
    table = model._meta.db_table
    columns = list(_columns(model))
    values = ", ".join(changed.get(column, f'{table}."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    rows = f"{table} JOIN copied ON {joined.format(table)}"
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {rows}"  # noqa: S608 (names of our own tables)


def _columns(model: type[models.Model]) -> Iterator[str]:
    for column in model._meta.concrete_fields:
        if not isinstance(column, models.AutoField):
            yield str(column.column)
