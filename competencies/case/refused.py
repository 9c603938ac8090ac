"""What the service answers when it gives nothing: imsx_StatusInfo."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refused(Exception):  # noqa: N818
    """`minor` is one of CASE's words (imsx_codeMinorFieldValue)."""

    status: int
    minor: str
    words: str
    name: str = "TargetEndSystem"


def unknown(words: str = "No object that anyone may read has this identifier.") -> Refused:
    return Refused(404, "unknownobject", words, "sourcedId")


def status_info(refused: Refused) -> dict[str, object]:
    return {
        "imsx_codeMajor": "unsupported" if refused.status == 405 else "failure",
        "imsx_severity": "error",
        "imsx_description": refused.words,
        "imsx_codeMinor": {
            "imsx_codeMinorField": [
                {"imsx_codeMinorFieldName": refused.name, "imsx_codeMinorFieldValue": refused.minor}
            ]
        },
    }
