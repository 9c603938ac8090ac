"""Why a statement is refused: where, what is wrong, which requirement of the specification says so."""

import re
from typing import NoReturn

import msgspec

# msgspec ends its sentences with the place, and says nothing of the place when it is the whole value.
_PLACE = re.compile(r"\A(?P<problem>.*?)(?: - at `(?P<key>key in )?\$(?P<path>[^`]*)`)?\Z", re.DOTALL)


class StatementRefused(ValueError):  # noqa: N818 (the name says what happened)
    """The statement does not follow the specification.

    `path` is where (`$.actor.mbox`), `problem` an English sentence, `requirement` the identifier of the requirement
    in the official conformance suite (`XAPI-00001`), empty where it has none.
    """

    def __init__(self, path: str, problem: str, requirement: str = "") -> None:
        super().__init__(f"{path}: {problem}" + (f" ({requirement})" if requirement else ""))
        self.path = path
        self.problem = problem
        self.requirement = requirement

    def within(self, outer: str) -> "StatementRefused":
        """The same refusal, seen from `outer`, of which `$` was a part."""
        return StatementRefused(outer + self.path.removeprefix("$"), self.problem, self.requirement)


def refuse(problem: str, requirement: str = "", where: str = "") -> NoReturn:
    """Raised while a structure is being read: `where` is relative to that structure (`.scaled`)."""
    raise StatementRefused("$" + where, problem, requirement)


def locate(error: msgspec.DecodeError) -> StatementRefused:
    """The refusal told by msgspec, at its whole path; our own refusals keep their sentence and requirement."""
    match = _PLACE.match(str(error))
    path = "$" + ((match["path"] or "") if match else "")
    if isinstance(error.__cause__, StatementRefused):
        return error.__cause__.within(path)
    problem = match["problem"] if match else str(error)
    return StatementRefused(path, problem, _requirement_of(problem))


def _requirement_of(problem: str) -> str:
    """The formatting requirement (Data 2.2) behind a sentence of msgspec."""
    if "unknown field" in problem:
        return "XAPI-00010"
    if "missing required field" in problem:
        return "XAPI-00003"
    if "got `null`" in problem:
        return "XAPI-00001"
    return "XAPI-00006" if problem.startswith(("Expected", "Invalid enum")) else ""
