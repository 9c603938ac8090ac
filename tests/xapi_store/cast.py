"""Who appears in these tests: Awa learns, Bruno teaches, and what is said of them."""

from typing import Any
from uuid import UUID

HOME = "https://house.example/xapi"
AWA = {"objectType": "Agent", "account": {"homePage": HOME, "name": "awa"}}
BRUNO: dict[str, Any] = {"objectType": "Agent", "mbox": "mailto:bruno@House.example"}
TEAM = {"objectType": "Group", "name": "Team", "member": [AWA, BRUNO]}
LESSON = {"id": f"{HOME}/activities/lesson", "definition": {"name": {"fr": "Leçon"}}}
MODULE = {"objectType": "Activity", "id": f"{HOME}/activities/module"}
ANSWERED = {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"fr": "a répondu"}}
VOIDED = {"id": "http://adlnet.gov/expapi/verbs/voided"}
REGISTRATION = UUID("5d1c2f60-3f0e-4f6e-9a47-6a5b2f1f0c01")


def say(**changes: Any) -> dict[str, Any]:
    """Awa answered the lesson; a change to None takes the property out."""
    statement = {"actor": AWA, "verb": ANSWERED, "object": LESSON, **changes}
    return {name: value for name, value in statement.items() if value is not None}


def refer(statement_id: UUID) -> dict[str, str]:
    return {"objectType": "StatementRef", "id": str(statement_id)}


def say_all() -> dict[str, Any]:
    """A statement that uses every property."""
    return say(
        id="A3B1C2D4-0000-4000-8000-00000000ABCD",
        result={
            "score": {"scaled": 0.5, "raw": 10, "min": 0, "max": 20.0},
            "success": True,
            "completion": False,
            "response": "oui\u0000😀",
            "duration": "PT4H35M59.14S",
            "extensions": {"https://house.example/x": None},
        },
        context={
            "registration": str(REGISTRATION).upper(),
            "instructor": BRUNO,
            "team": TEAM,
            "contextActivities": {"parent": MODULE, "grouping": [LESSON, MODULE]},
            "revision": "e1",
            "platform": "faire avec",
            "language": "fr-FR",
            "statement": refer(REGISTRATION),
            "extensions": {"https://house.example/y": [1, {"a": None}]},
        },
        timestamp="2026-11-21T10:00:00.123456789+01:00",
        version="1.0.3",
        attachments=[
            {
                "usageType": "https://house.example/usage",
                "display": {"fr": "Pièce"},
                "contentType": "text/plain; charset=utf-8",
                "length": 3,
                "sha2": "9" * 64,
                "fileUrl": "https://house.example/file.txt",
            }
        ],
    )
