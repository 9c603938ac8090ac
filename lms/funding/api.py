"""The read-only API of the published figures: a program reads one convention, with a token. Aggregates only."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer

from lms.funding.edition_views import report_of
from lms.funding.exports.lines import lines_of
from lms.funding.models import ApiToken, FundingEdition
from lms.funding.rate import is_within
from lms.funding.sharing import note_use

REQUESTS_A_MINUTE = 120


class Bearer(HttpBearer):
    """`Authorization: Bearer <key>.<secret>`: a token of one convention."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = ApiToken.objects.read(token, timezone.now())
        if found is None:
            return None
        if not is_within(f"api.{found.pk}", REQUESTS_A_MINUTE):
            raise HttpError(429, f"More than {REQUESTS_A_MINUTE} requests in a minute: wait.")
        note_use(found)
        return found


class ConventionOut(Schema):
    number: str
    title: str
    funder: str
    starts_on: date
    ends_on: date
    territories: list[str]


class EditionOut(Schema):
    """An edition never changes: it may be kept and quoted by its digest."""

    id: UUID
    as_of: date
    digest: str
    rule_version: str
    smallest_group: int


class LineOut(Schema):
    """A published figure, as the screen and the files give it; time in minutes."""

    table: str
    depth: str
    as_of: date
    group: str
    measure: str
    value: int
    unit: str


class FiguresOut(Schema):
    convention: str
    edition: EditionOut
    lines: list[LineOut]


api = NinjaAPI(
    title="Faire avec: published figures of a convention",
    version="1",
    description="Read only. Figures are those of dated editions; each group concerns enough people to expose nobody.",
    docs_url=None,
    auth=Bearer(),
    urls_namespace="funding_api",
)


def token_of(request: HttpRequest) -> ApiToken:
    return request.auth  # type: ignore[attr-defined]  # what Bearer returned


def describe(edition: FundingEdition) -> dict[str, Any]:
    return {
        "id": edition.pk,
        "as_of": edition.as_of,
        "digest": edition.digest,
        "rule_version": edition.rule_version,
        "smallest_group": edition.k,
    }


@api.get("/convention", response=ConventionOut, summary="The convention of the token")
def read_convention(request: HttpRequest) -> dict[str, Any]:
    convention = token_of(request).convention
    return {
        "number": convention.number,
        "title": convention.title,
        "funder": str(convention.funder),
        "starts_on": convention.starts_on,
        "ends_on": convention.ends_on,
        "territories": convention.territories,
    }


@api.get("/editions", response=list[EditionOut], summary="Its editions, newest first")
def list_editions(request: HttpRequest) -> list[dict[str, Any]]:
    found = token_of(request).convention.editions.newest_first().defer("snapshot", "gate")
    return [describe(edition) for edition in found]


@api.get("/editions/{edition_id}/figures", response=FiguresOut, summary="Every figure of an edition")
def read_figures(request: HttpRequest, edition_id: UUID) -> dict[str, Any]:
    editions = token_of(request).convention.editions.select_related("convention__funder")
    edition = editions.filter(pk=edition_id).first()
    if edition is None:
        raise Http404
    report = report_of(edition)
    lines = [vars(line) for line in lines_of(report)]
    return {"convention": report.convention.number, "edition": describe(edition), "lines": lines}
