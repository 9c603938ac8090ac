"""Two institutes, by their identifiers alone, and a framework made elsewhere that uses all of CASE 1.1."""

from typing import Any
from uuid import UUID

import msgspec

from competencies.case.checking import read_package
from competencies.case.keeping import keep_package, plan_keeping
from competencies.case.writing import read_kept, write_package
from competencies.models import CFDocument

ALPHA = UUID("a1a1a1a1-0000-4000-8000-000000000001")
BETA = UUID("b2b2b2b2-0000-4000-8000-000000000002")
DAY = "2026-03-03T12:00:00Z"
DOCUMENT = "11111111-1111-4111-8111-111111111111"
FIRST, SECOND = "22222222-2222-4222-8222-222222222221", "22222222-2222-4222-8222-222222222222"
LINK, FAR = "33333333-3333-4333-8333-333333333331", "33333333-3333-4333-8333-333333333332"
SUBJECT, RUBRIC = "44444444-4444-4444-8444-444444444444", "55555555-5555-4555-8555-555555555555"
CRITERION, LEVEL = "66666666-6666-4666-8666-666666666666", "77777777-7777-4777-8777-777777777777"


def thing(identifier: str, **said: Any) -> dict[str, Any]:
    return {
        "identifier": identifier,
        "uri": f"https://autre.example/case/{identifier}",
        "lastChangeDateTime": DAY,
        **said,
    }


def link(identifier: str, title: str = "Ailleurs", **said: Any) -> dict[str, Any]:
    return {"title": title, "identifier": identifier, "uri": f"https://autre.example/{identifier}", **said}


def foreign_package() -> dict[str, Any]:
    """A valid package: one of nearly everything, extensions included, and ends that are kept nowhere here."""
    return {
        "CFDocument": thing(
            DOCUMENT,
            creator="Réseau d’ailleurs",
            title="Compétences d’ailleurs",
            caseVersion="1.1",
            adoptionStatus="Adopted",
            subject=["travail social", "numérique"],
            subjectURI=[link(SUBJECT)],
            statusStartDate="2026-01-01",
            notes="",
            extensions={"autre:couleur": {"fond": [1, 2.5, None, True]}},
        ),
        "CFItems": [
            thing(FIRST, fullStatement="Premier\nénoncé", humanCodingScheme="X1", CFItemType="Domaine d’ailleurs"),
            thing(SECOND, fullStatement="Deuxième", humanCodingScheme="X1", educationLevel=[], extensions={"n": 1}),
        ],
        "CFAssociations": [
            thing(
                LINK,
                associationType="isChildOf",
                originNodeURI=link(SECOND, targetType="CASE"),
                destinationNodeURI=link(FIRST),
                sequenceNumber=7,
            ),
            thing(
                FAR,
                associationType="ext:voisine-de",
                originNodeURI=link("pas-un-uuid"),
                destinationNodeURI=link("ROME-K1201", targetType="ext:rome"),
            ),
        ],
        "CFDefinitions": {
            "CFSubjects": [thing(SUBJECT, title="Travail social", hierarchyCode="1")],
            "CFLicenses": [],
            "extensions": {"autre:vu": False},
        },
        "CFRubrics": [
            thing(
                RUBRIC,
                CFRubricCriteria=[
                    thing(
                        CRITERION,
                        weight=0.5,
                        CFItemURI=link(SECOND),
                        CFRubricCriterionLevels=[thing(LEVEL, quality="Bien", extensions=[{"k": "v"}])],
                    )
                ],
            )
        ],
        "extensions": {"autre:lot": 3},
    }


def as_file(package: dict[str, Any]) -> bytes:
    return msgspec.json.encode(package)


def bring_in(package: dict[str, Any], owner: UUID = ALPHA) -> CFDocument:
    """On the road of the screen and of the command: read, checked, kept."""
    return keep_package(plan_keeping(read_package(as_file(package)), owner))


def take_out(document: CFDocument) -> dict[str, Any]:
    return write_package(read_kept(CFDocument.every.get(pk=document.pk)))
