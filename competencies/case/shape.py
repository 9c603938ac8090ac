"""The objects of a CASE 1.1 package, as strict as the specification: no property it does not name, but `extensions`.

https://www.imsglobal.org/spec/case/v1p1, information model, § 5. Read only to check: what is kept is what came.
"""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

Identifier = Annotated[str, Meta(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")]
Moment = Annotated[datetime, Meta(tz=True)]
Address = Annotated[str, Meta(min_length=1)]
Whole = Annotated[int, Meta(ge=-(2**31), lt=2**31)]
STANDARD_TYPES = (
    "isChildOf|isPeerOf|isPartOf|exactMatchOf|precedes|isRelatedTo|replacedBy|exemplar|hasSkillLevel|isTranslationOf"
)
AssociationWord = Annotated[str, Meta(pattern=rf"^({STANDARD_TYPES}|ext:[a-zA-Z0-9.\-_|]+)\Z")]
TargetType = Annotated[str, Meta(pattern=r"^(CASE|ext:[a-zA-Z0-9.\-_|]+)\Z")]
Extensions = dict[str, Any]


class Strict(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    extensions: Extensions | UnsetType = UNSET


class LinkURI(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    title: str
    identifier: Identifier
    uri: Address


class LinkGenURI(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """An end of an association: the identifier of another framework's item may be no UUID."""

    title: str
    identifier: str
    uri: Address
    targetType: TargetType | UnsetType = UNSET  # noqa: N815


class Identified(Strict, kw_only=True):
    identifier: Identifier
    uri: Address
    lastChangeDateTime: Moment  # noqa: N815


class Document(Identified, kw_only=True):
    creator: str
    title: str
    frameworkType: str | UnsetType = UNSET  # noqa: N815
    caseVersion: Annotated[str, Meta(pattern=r"^1\.1\Z")] | UnsetType = UNSET  # noqa: N815
    officialSourceURL: str | UnsetType = UNSET  # noqa: N815
    publisher: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    subject: list[str] | UnsetType = UNSET
    subjectURI: list[LinkURI] | UnsetType = UNSET  # noqa: N815
    language: str | UnsetType = UNSET
    version: str | UnsetType = UNSET
    adoptionStatus: str | UnsetType = UNSET  # noqa: N815
    statusStartDate: date | UnsetType = UNSET  # noqa: N815
    statusEndDate: date | UnsetType = UNSET  # noqa: N815
    licenseURI: LinkURI | UnsetType = UNSET  # noqa: N815
    notes: str | UnsetType = UNSET


class Item(Identified, kw_only=True):
    fullStatement: str  # noqa: N815
    alternativeLabel: str | UnsetType = UNSET  # noqa: N815
    CFItemType: str | UnsetType = UNSET
    humanCodingScheme: str | UnsetType = UNSET  # noqa: N815
    listEnumeration: str | UnsetType = UNSET  # noqa: N815
    abbreviatedStatement: str | UnsetType = UNSET  # noqa: N815
    conceptKeywords: list[str] | UnsetType = UNSET  # noqa: N815
    conceptKeywordsURI: LinkURI | UnsetType = UNSET  # noqa: N815
    notes: str | UnsetType = UNSET
    subject: list[str] | UnsetType = UNSET
    subjectURI: list[LinkURI] | UnsetType = UNSET  # noqa: N815
    language: str | UnsetType = UNSET
    educationLevel: list[str] | UnsetType = UNSET  # noqa: N815
    CFItemTypeURI: LinkURI | UnsetType = UNSET
    licenseURI: LinkURI | UnsetType = UNSET  # noqa: N815
    statusStartDate: date | UnsetType = UNSET  # noqa: N815
    statusEndDate: date | UnsetType = UNSET  # noqa: N815


class Association(Identified, kw_only=True):
    associationType: AssociationWord  # noqa: N815
    originNodeURI: LinkGenURI  # noqa: N815
    destinationNodeURI: LinkGenURI  # noqa: N815
    sequenceNumber: Whole | UnsetType = UNSET  # noqa: N815
    CFAssociationGroupingURI: LinkURI | UnsetType = UNSET
    notes: str | UnsetType = UNSET


class Concept(Identified, kw_only=True):
    title: str
    hierarchyCode: str  # noqa: N815
    keywords: str | UnsetType = UNSET
    description: str | UnsetType = UNSET


class Subject(Identified, kw_only=True):
    title: str
    hierarchyCode: str  # noqa: N815
    description: str | UnsetType = UNSET


class ItemType(Identified, kw_only=True):
    title: str
    description: str
    hierarchyCode: str  # noqa: N815
    typeCode: str | UnsetType = UNSET  # noqa: N815


class License(Identified, kw_only=True):
    title: str
    licenseText: str  # noqa: N815
    description: str | UnsetType = UNSET


class AssociationGrouping(Identified, kw_only=True):
    title: str
    description: str | UnsetType = UNSET


class RubricCriterionLevel(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    identifier: Identifier
    uri: Address
    lastChangeDateTime: Moment  # noqa: N815
    description: str | UnsetType = UNSET
    quality: str | UnsetType = UNSET
    score: float | UnsetType = UNSET
    feedback: str | UnsetType = UNSET
    position: Whole | UnsetType = UNSET
    rubricCriterionId: Identifier | UnsetType = UNSET  # noqa: N815
    extensions: list[Extensions] | UnsetType = UNSET
    """A list here, and here only."""


class RubricCriterion(Identified, kw_only=True):
    category: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    CFItemURI: LinkURI | UnsetType = UNSET
    weight: float | UnsetType = UNSET
    position: Whole | UnsetType = UNSET
    rubricId: Identifier | UnsetType = UNSET  # noqa: N815
    CFRubricCriterionLevels: list[RubricCriterionLevel] | UnsetType = UNSET


class Rubric(Identified, kw_only=True):
    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    CFRubricCriteria: list[RubricCriterion] | UnsetType = UNSET


class Definitions(Strict, kw_only=True):
    CFConcepts: list[Any] | UnsetType = UNSET
    CFSubjects: list[Any] | UnsetType = UNSET
    CFLicenses: list[Any] | UnsetType = UNSET
    CFItemTypes: list[Any] | UnsetType = UNSET
    CFAssociationGroupings: list[Any] | UnsetType = UNSET


class Package(Strict, kw_only=True):
    """Its lists are checked one object at a time, so that each fault is told."""

    CFDocument: Any
    CFItems: list[Any] | UnsetType = UNSET
    CFAssociations: list[Any] | UnsetType = UNSET
    CFDefinitions: Definitions | UnsetType = UNSET
    CFRubrics: list[Any] | UnsetType = UNSET
