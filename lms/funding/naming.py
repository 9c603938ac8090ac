"""What the database calls the communes and the modules that an edition names, for the labels of its tables."""

from django.conf import settings
from django.db.models import Case, QuerySet, When

from lms.funding.catalogue import TOTAL, WITHIN, axes_of
from lms.funding.issuing import Snapshot
from lms.funding.uptake import COMMUNE, MODULE, TOGETHER
from lms.funding.words import Names
from lms.people.models import Organisation
from modules.models import Edition


def names_of(snapshot: Snapshot) -> Names:
    """Commune names by INSEE code, module titles (of the latest edition) by key. A query for each kind there is."""
    named: dict[str, set[str]] = {COMMUNE: set(), MODULE: set()}
    for table in (issue.table for issue in snapshot.issues if issue.table and issue.axis != TOTAL):
        for axis, groups in zip(axes_of(table.axis), (table.rows, table.columns), strict=False):
            level = axis.partition(WITHIN)[0]
            if level in named:
                named[level] |= {part for members in groups for key in members for part in key.split(TOGETHER)}
    named[MODULE] |= {table.module for table in snapshot.change.gains}
    return name_communes(named[COMMUNE]) | name_modules(named[MODULE])


def name_communes(codes: set[str]) -> dict[str, str]:
    places = Organisation.objects.filter(commune_code__in=codes).order_by("path") if codes else []
    return {place.commune_code: place.commune_name or place.commune_code for place in places}


def name_modules(keys: set[str]) -> dict[str, str]:
    return titles_of(Edition.objects.filter(module_key__in=keys)) if keys else {}


def titles_of(editions: QuerySet[Edition]) -> dict[str, str]:
    """The latest title of each module, in the language of the site when it is said in it."""
    in_french_last = Case(When(language=settings.LANGUAGE_CODE, then=1), default=0)
    rows = editions.order_by(in_french_last, "number", "minor", "pk")
    return {str(key): title for key, title in rows.values_list("module_key", "title")}
