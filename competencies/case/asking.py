"""The query of a list of frameworks: page, order, filter, fields (CASE 1.1, REST binding, § 3). Pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from competencies.case import shape
from competencies.case.refused import Refused

Object = dict[str, Any]
LARGEST_PAGE: Final = 500
LONGEST_FILTER: Final = 500
FIELDS: Final = frozenset(shape.Document.__struct_fields__) | {"CFPackageURI"}
_TEST = re.compile(r"(?P<name>[A-Za-z]+(?:\.[A-Za-z]+)?)(?P<sign>!=|>=|<=|=|>|<|~)'(?P<value>[^']*)'")
_SIGNS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": lambda held, asked: held == asked,
    "!=": lambda held, asked: held != asked,
    ">": lambda held, asked: held > asked,
    ">=": lambda held, asked: held >= asked,
    "<": lambda held, asked: held < asked,
    "<=": lambda held, asked: held <= asked,
}


@dataclass(frozen=True, slots=True)
class Test:
    name: str
    sign: str
    value: str


@dataclass(frozen=True, slots=True)
class Asked:
    limit: int = 100
    offset: int = 0
    sort: str = ""
    descending: bool = False
    tests: tuple[Test, ...] = ()
    any_test: bool = False
    fields: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """The database alone can answer it."""
        return not self.sort and not self.tests


def read_asked(given: Mapping[str, str]) -> Asked:
    """Raises Refused. A sort on a field that does not exist is no sort, says the specification."""
    tests, any_test = read_filter(given.get("filter", ""))
    return Asked(
        limit=_number(given, "limit", 100, 1, LARGEST_PAGE),
        offset=_number(given, "offset", 0, 0, 10**9),
        sort=given["sort"] if given.get("sort") in FIELDS else "",
        descending=_direction(given.get("orderBy", "asc")),
        tests=tests,
        any_test=any_test,
        fields=read_fields(given),
    )


def _number(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """A larger page than we give is the largest that we give."""
    text = given.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < least:
        raise Refused(400, "invalid_selection_field", f"{name} is a whole number, {least} or more.", name)
    return min(int(text), most)


def _direction(word: str) -> bool:
    if word not in {"asc", "desc"}:
        raise Refused(400, "invalid_sort_field", "orderBy is asc or desc.", "orderBy")
    return word == "desc"


def read_fields(given: Mapping[str, str]) -> tuple[str, ...]:
    """None for all of them; a field that does not exist asks for them all, a blank one is refused."""
    if "fields" not in given:
        return ()
    names = [name.strip() for name in given["fields"].split(",")]
    if not all(names):
        raise Refused(400, "invalid_selection_field", "fields names no field.", "fields")
    return tuple(names) if FIELDS.issuperset(names) else ()


def read_filter(text: str) -> tuple[tuple[Test, ...], bool]:
    """At most two tests, joined by one AND or one OR."""
    if not text:
        return (), False
    found = re.fullmatch(rf"({_TEST.pattern})(?:( AND | OR )({_plain(_TEST.pattern)}))?", text[: LONGEST_FILTER + 1])
    if found is None or len(text) > LONGEST_FILTER:
        raise _bad_filter("filter is name='value', two of them joined by AND or OR at most.")
    tests = tuple(_read_test(part) for part in (found.group(1), found.group(6)) if part)
    return tests, found.group(5) == " OR "


def _plain(pattern: str) -> str:
    return re.sub(r"\?P<[a-z]+>", "?:", pattern)


def _read_test(text: str) -> Test:
    found = _TEST.fullmatch(text)
    if found is None or found["name"].split(".")[0] not in FIELDS:
        raise _bad_filter("filter names a field that a CFDocument does not have.")
    return Test(found["name"], found["sign"], fold(found["value"]))


def _bad_filter(words: str) -> Refused:
    return Refused(400, "invalid_filter_field", words, "filter")


def fold(value: Any) -> str:
    """The same for É, é and e: what people compare."""
    flat = unicodedata.normalize("NFKD", str(value)).casefold()
    return "".join(character for character in flat if not unicodedata.combining(character))


def matches(said: Object, asked: Asked) -> bool:
    results = [_passes(said, test) for test in asked.tests]
    return any(results) if asked.any_test else all(results)


def _passes(said: Object, test: Test) -> bool:
    held = _reach(said, test.name)
    if held is None:
        return test.sign == "!="
    if isinstance(held, list):
        return _passes_list([fold(each) for each in held], test)
    if test.sign == "~":
        return test.value in fold(held)
    return _SIGNS[test.sign](fold(held), test.value)


def _passes_list(held: list[str], test: Test) -> bool:
    """`=` asks for all of them, `~` for any of them."""
    wanted = test.value.split(",")
    if test.sign == "~":
        return any(each in held for each in wanted)
    return _SIGNS[test.sign](held, wanted)


def _reach(said: Object, name: str) -> Any:
    value: Any = said
    for part in name.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(part)
    return value


def in_order(found: list[Object], asked: Asked) -> list[Object]:
    """A total order: two frameworks of the same title never change places from a page to the next."""
    by_identifier = sorted(found, key=lambda said: str(said["identifier"]))
    if not asked.sort:
        return by_identifier
    held = [said for said in by_identifier if said.get(asked.sort) is not None]
    without = [said for said in by_identifier if said.get(asked.sort) is None]
    return sorted(held, key=lambda said: fold(said[asked.sort]), reverse=asked.descending) + without


def only(said: Object, fields: tuple[str, ...]) -> Object:
    return {name: said[name] for name in fields if name in said} if fields else said


def write_links(address: str, given: Mapping[str, str], asked: Asked, total: int) -> str:
    """The Link header: first, last, and the pages before and after, where there are any."""
    last = (total - 1) // asked.limit * asked.limit if total else 0
    pages = {"first": 0, "last": last}
    if asked.offset + asked.limit < total:
        pages["next"] = asked.offset + asked.limit
    if asked.offset:
        pages["prev"] = max(0, asked.offset - asked.limit)
    kept = {name: value for name, value in given.items() if name not in {"limit", "offset"}}
    return ", ".join(
        f'<{address}?{urlencode({**kept, "limit": asked.limit, "offset": offset})}>; rel="{rel}"'
        for rel, offset in pages.items()
    )
