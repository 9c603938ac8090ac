"""Where communes are: one point each, from fixtures/communes (its README says whose and how)."""

import csv
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cms.search.words import fold

TABLE = Path(settings.FIXTURES) / "communes" / "hauts-de-france.csv"


@dataclass(frozen=True)
class Commune:
    name: str
    near: str
    """The larger town beside it, where two communes have the same name."""
    latitude: float
    longitude: float

    def __str__(self) -> str:
        return _("%(name)s (near %(near)s)") % {"name": self.name, "near": self.near} if self.near else self.name

    @property
    def point(self) -> tuple[float, float]:
        return self.latitude, self.longitude


def find_communes(typed: str) -> list[Commune]:
    """The communes of that name, whatever its accents, capitals and hyphens; « Athies (près de Péronne) » is one."""
    by_name, wanted = _read_table(), _key(typed)
    if wanted in by_name:
        return list(by_name[wanted])
    return [each for each in by_name.get(_key(typed.partition("(")[0]), ()) if _key(str(each)) == wanted]


def names_like(typed: str) -> list[str]:
    """Up to three names that one may have meant, the closest first."""
    by_name = _read_table()
    return [by_name[key][0].name for key in get_close_matches(_key(typed), by_name, n=3, cutoff=0.7)]


@lru_cache(maxsize=1)
def _read_table() -> dict[str, tuple[Commune, ...]]:
    """Read once: it only changes with the code."""
    found: dict[str, tuple[Commune, ...]] = {}
    with TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            commune = Commune(row["name"], row["near"], float(row["latitude"]), float(row["longitude"]))
            found[_key(commune.name)] = (*found.get(_key(commune.name), ()), commune)
    return found


def _key(name: str) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in fold(name)).split()
    return " ".join("saint" if word == "st" else "sainte" if word == "ste" else word for word in words)
