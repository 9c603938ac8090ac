"""A file that says it is a CASE package: every fault in it, each with its JSON path. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from django.utils.translation import gettext as _

from competencies.case import shape

LARGEST: Final = 16_000_000
"""Bytes of a file."""
MOST: Final = {"CFItems": 10_000, "CFAssociations": 30_000, "CFRubrics": 10_000}
MOST_DEFINITIONS: Final = 10_000
MOST_FAULTS: Final = 200
DEEPEST: Final = 40
LISTS: Final = {"CFItems": shape.Item, "CFAssociations": shape.Association, "CFRubrics": shape.Rubric}
DEFINITIONS: Final = {
    "CFConcepts": shape.Concept,
    "CFSubjects": shape.Subject,
    "CFLicenses": shape.License,
    "CFItemTypes": shape.ItemType,
    "CFAssociationGroupings": shape.AssociationGrouping,
}


@dataclass(frozen=True, slots=True)
class Fault:
    path: str
    words: str


class PackageRefused(Exception):  # noqa: N818
    """Nothing was kept, for these reasons."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.words}" for fault in faults[:3]))
        self.faults = faults


def read_package(text: bytes) -> dict[str, Any]:
    """The package, as plain JSON. Raises PackageRefused with every fault, up to two hundred."""
    package = _decode(text)
    faults = [fault for fault, _n in zip(find_faults(package), range(MOST_FAULTS), strict=False)]
    if faults:
        raise PackageRefused(faults)
    return package


def _decode(text: bytes) -> Any:
    if len(text) > LARGEST:
        raise PackageRefused([Fault("$", too_large())])
    try:
        return msgspec.json.decode(text)
    except RecursionError as error:
        raise PackageRefused([_too_deep("$")]) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        words = _("This file is not JSON: %(reason)s. Ask for it again where it comes from.")
        raise PackageRefused([Fault("$", words % {"reason": error})]) from error


def too_large() -> str:
    words = _("The file is larger than %(size)s MB, the most that is read. Split the framework, then try again.")
    return words % {"size": LARGEST // 1_000_000}


def find_faults(package: Any) -> Iterator[Fault]:
    """First what would stop us from reading on; then object by object; then what objects say of each other."""
    hard = [*_faults_of_text(package, "$", 0)] or [*_faults_of(package, shape.Package, "$")]
    yield from hard
    if hard:
        return
    yield from _faults_of(package["CFDocument"], shape.Document, "$.CFDocument")
    for name, kind in LISTS.items():
        yield from _faults_of_list(package.get(name, []), kind, f"$.{name}", MOST[name])
    for name, kind in DEFINITIONS.items():
        found = package.get("CFDefinitions", {}).get(name, [])
        yield from _faults_of_list(found, kind, f"$.CFDefinitions.{name}", MOST_DEFINITIONS)
    yield from _faults_of_identifiers(package)


def _faults_of_list(objects: list[Any], kind: Any, path: str, most: int) -> Iterator[Fault]:
    if len(objects) > most:
        words = _("There are %(found)s of them here; the most that is read is %(most)s.")
        yield Fault(path, words % {"found": len(objects), "most": most})
        return
    for number, each in enumerate(objects):
        yield from _faults_of(each, kind, f"{path}[{number}]")


def _faults_of(value: Any, kind: Any, path: str) -> Iterator[Fault]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        words, _sign, inner = str(error).partition(" - at `$")
        yield Fault(path + inner.rstrip("`"), words)


def _faults_of_text(value: Any, path: str, depth: int) -> Iterator[Fault]:
    """A null character, which PostgreSQL cannot keep, and what is nested too deep to be walked."""
    if depth > DEEPEST:
        yield _too_deep(path)
    elif isinstance(value, str):
        yield from _faults_of_string(value, path)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _faults_of_string(name, path)
            yield from _faults_of_text(inner, f"{path}.{name}", depth + 1)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _faults_of_text(inner, f"{path}[{number}]", depth + 1)


def _faults_of_string(text: str, path: str) -> Iterator[Fault]:
    if "\0" in text:
        yield Fault(path, _("This text holds a null character: take it out."))


def _too_deep(path: str) -> Fault:
    return Fault(path, _("Objects are nested more than %(depth)s deep here.") % {"depth": DEEPEST})


def _faults_of_identifiers(package: dict[str, Any]) -> Iterator[Fault]:
    """One identifier, one object: in the lists that are told apart by it."""
    yield from _faults_of_twice(package, "CFItems", "$.CFItems")
    yield from _faults_of_twice(package, "CFAssociations", "$.CFAssociations")
    yield from _faults_of_twice(package, "CFRubrics", "$.CFRubrics")
    for name in DEFINITIONS:
        yield from _faults_of_twice(package.get("CFDefinitions", {}), name, f"$.CFDefinitions.{name}")


def _faults_of_twice(holder: dict[str, Any], name: str, path: str) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for number, each in enumerate(holder.get(name, [])):
        identifier = each.get("identifier") if isinstance(each, dict) else None
        if not isinstance(identifier, str):
            continue
        first = seen.setdefault(identifier.lower(), number)
        if first != number:
            words = _("This identifier is already that of %(other)s.")
            yield Fault(f"{path}[{number}].identifier", words % {"other": f"{path}[{first}]"})
