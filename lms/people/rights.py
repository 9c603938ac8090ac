"""Who may do what: the one table of (role × object × verb). Rights live nowhere else.

A right is always within the node the role is played over: `hr` reads the matrix *of its branch*. Who may see is
asked in the query (`access.nodes_of`); this table says whether the page opens at all. The test of rights walks this
table over every URL; Wagtail's groups are generated from it (`manage.py sync_rights`).
"""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    LEARNER = "learner", _("Learner")
    TRAINER = "trainer", _("Trainer")
    AUTHOR = "author", _("Author")
    INSTITUTE_ADMIN = "institute_admin", _("Institute admin")
    MANAGER = "manager", _("Manager")
    HR = "hr", _("Human resources")
    FUNDER = "funder", _("Funder")
    SITE_ADMIN = "site_admin", _("Site admin")
    AUDITOR = "auditor", _("Auditor")


class Thing(StrEnum):
    """What a right is about: a word of ARCHITECTURE.md's glossary each."""

    OWN_LEARNING = "own_learning"  # one's own registrations, answers, levels, attestations
    GROUP = "group"  # a trainer's half-day: its learners, their progress, answers and observations
    CONTEST = "contest"  # a level that a learner contests before an institute, and the answer
    PRIOR_LEARNING = "prior_learning"  # a document that a learner sends an institute, and what is decided of it
    ATTESTATION = "attestation"  # what an institute attests, and the hours it says: revoked, replaced, corrected
    MATRIX = "matrix"  # levels of an employer's people, never their answers
    HOURS = "hours"  # hours done in an employer's posts, and the days of attestations
    VALIDATION = "validation"  # a level at work that one of the staff asks the employer to validate, and the answer
    STAFF = "staff"  # who works where at an employer: the staff file
    REQUIREMENT = "requirement"  # the levels an employer asks of a profession
    PLAN = "plan"  # a module asked of people, by a day, for a reason
    CONVENTION = "convention"  # a funder's convention, in aggregate
    CAMPAIGN = "campaign"  # the questionnaire of 2018 put to one's staff: how many answered, merged results
    DIAGNOSIS = "diagnosis"  # what the head of a structure says it lacks
    MODULE = "module"  # pages, questions, media of an institute
    FRAMEWORK = "framework"  # an institute's own framework of competencies, in its versions
    RULE = "rule"  # how evidence becomes a level, for everyone: the versions of the level rules
    ACCOUNT = "account"  # people, organisations, posts and roles
    STORE = "store"  # the statements as they are kept, their credentials, where they go on to


class Verb(StrEnum):
    VIEW = "view"
    CHANGE = "change"
    PUBLISH = "publish"
    OBSERVE = "observe"
    EXPORT = "export"


RIGHTS: dict[tuple[Role, Thing], frozenset[Verb]] = {
    (Role.LEARNER, Thing.OWN_LEARNING): frozenset({Verb.VIEW, Verb.CHANGE, Verb.EXPORT}),
    (Role.TRAINER, Thing.GROUP): frozenset({Verb.VIEW, Verb.OBSERVE, Verb.CHANGE}),
    (Role.TRAINER, Thing.CONTEST): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.INSTITUTE_ADMIN, Thing.CONTEST): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.TRAINER, Thing.PRIOR_LEARNING): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.INSTITUTE_ADMIN, Thing.PRIOR_LEARNING): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.INSTITUTE_ADMIN, Thing.ATTESTATION): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.AUTHOR, Thing.MODULE): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.INSTITUTE_ADMIN, Thing.MODULE): frozenset({Verb.VIEW, Verb.CHANGE, Verb.PUBLISH}),
    (Role.AUTHOR, Thing.FRAMEWORK): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.INSTITUTE_ADMIN, Thing.FRAMEWORK): frozenset({Verb.VIEW, Verb.CHANGE, Verb.PUBLISH}),
    (Role.SITE_ADMIN, Thing.FRAMEWORK): frozenset({Verb.VIEW, Verb.CHANGE, Verb.PUBLISH}),
    (Role.AUTHOR, Thing.RULE): frozenset({Verb.VIEW}),
    (Role.INSTITUTE_ADMIN, Thing.RULE): frozenset({Verb.VIEW}),
    (Role.SITE_ADMIN, Thing.RULE): frozenset({Verb.VIEW, Verb.PUBLISH}),
    (Role.INSTITUTE_ADMIN, Thing.GROUP): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.INSTITUTE_ADMIN, Thing.CAMPAIGN): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.MANAGER, Thing.CAMPAIGN): frozenset({Verb.VIEW}),
    (Role.MANAGER, Thing.DIAGNOSIS): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.HR, Thing.CAMPAIGN): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.HR, Thing.DIAGNOSIS): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.AUDITOR, Thing.CAMPAIGN): frozenset({Verb.VIEW}),
    (Role.MANAGER, Thing.MATRIX): frozenset({Verb.VIEW, Verb.OBSERVE}),
    (Role.MANAGER, Thing.HOURS): frozenset({Verb.VIEW}),
    (Role.HR, Thing.HOURS): frozenset({Verb.VIEW, Verb.EXPORT}),
    (Role.MANAGER, Thing.VALIDATION): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.HR, Thing.VALIDATION): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.HR, Thing.MATRIX): frozenset({Verb.VIEW, Verb.EXPORT}),
    (Role.MANAGER, Thing.REQUIREMENT): frozenset({Verb.VIEW}),
    (Role.MANAGER, Thing.PLAN): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.HR, Thing.STAFF): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.HR, Thing.REQUIREMENT): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.HR, Thing.PLAN): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.FUNDER, Thing.CONVENTION): frozenset({Verb.VIEW, Verb.EXPORT}),
    (Role.SITE_ADMIN, Thing.ACCOUNT): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.SITE_ADMIN, Thing.MODULE): frozenset({Verb.VIEW, Verb.CHANGE, Verb.PUBLISH}),
    (Role.SITE_ADMIN, Thing.CONVENTION): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.SITE_ADMIN, Thing.STORE): frozenset({Verb.VIEW, Verb.CHANGE}),
    (Role.AUDITOR, Thing.CONVENTION): frozenset({Verb.VIEW}),
}


def roles_that_may(verb: Verb, thing: Thing) -> list[Role]:
    """The roles with this right, in the order of `Role`."""
    return [role for role in Role if verb in RIGHTS.get((role, thing), frozenset())]
