"""The read API of CASE 1.1: the shipped framework and what institutes have adopted. Drafts are nobody's here.

https://www.imsglobal.org/spec/case/v1p1, REST/JSON binding.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from competencies.case.addresses import address_of, made_from
from competencies.case.asking import Asked, in_order, matches, only, read_asked, write_links
from competencies.case.refused import Refused, status_info, unknown
from competencies.case.rows import read_identifier
from competencies.case.writing import (
    read_kept,
    with_ends,
    write_association,
    write_definitions,
    write_lone_association,
    write_lone_document,
    write_lone_item,
    write_package,
    write_rubrics,
)
from competencies.models import CFAssociation, CFDefinition, CFDocument, CFItem, CFItemType
from competencies.models.cf_document import shown_to

P = ParamSpec("P")
Answer = tuple[dict[str, Any], CFDocument | None]
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, X-Total-Count",
}
SETS = ("CFConcepts", "CFSubjects", "CFItemTypes")
"""Asked by one identifier, answered with what stands under it as well."""


def resource(
    answer: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """GET and HEAD only, from whatever page; every refusal in CASE's own form."""

    @csrf_exempt
    @wraps(answer)
    def view(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            if request.method not in {"GET", "HEAD"}:
                raise Refused(405, "forbidden", "This service is read only.")
            response = answer(request, *args, **kwargs)
        except Refused as refused:
            response = as_json(status_info(refused), refused.status)
            if refused.status == 405:
                response["Allow"] = "GET, HEAD"
        for name, value in CORS.items():
            response[name] = value
        return response

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", view)


def as_json(said: Mapping[str, Any], status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(said), content_type="application/json", status=status)


def conditional(request: HttpRequest, response: HttpResponse, document: CFDocument | None) -> HttpResponse:
    """304 to whoever has this very answer already."""
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    modified = int(document.changed_at.timestamp()) if document else None
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=60"
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    return get_conditional_response(request, etag, modified, response) or response


def public() -> "QuerySet[CFDocument]":
    return CFDocument.every.filter(shown_to())


def read_uuid(sourced_id: str) -> UUID:
    identifier = read_identifier(sourced_id)
    if identifier is None:
        raise Refused(404, "invalid_uuid", "This identifier is not a UUID.", "sourcedId")
    return identifier


@resource
def documents(request: HttpRequest) -> HttpResponse:
    given = request.GET.dict()
    asked = read_asked(given)
    page, total = _page(asked)
    response = as_json({"CFDocuments": [only(said, asked.fields) for said in page]})
    response["X-Total-Count"] = str(total)
    response["Link"] = write_links(address_of("CFDocuments", "").rstrip("/"), given, asked, total)
    return conditional(request, response, None)


def _page(asked: Asked) -> tuple[list[dict[str, Any]], int]:
    """Two queries; a filter or an order reads every framework's own sheet, never its items."""
    rows = public().order_by("identifier")
    end = asked.offset + asked.limit
    if asked.is_plain:
        return [write_lone_document(row) for row in rows[asked.offset : end]], rows.count()
    written = [write_lone_document(row) for row in rows.iterator(chunk_size=200)]
    found = in_order([said for said in written if matches(said, asked)], asked)
    return found[asked.offset : end], len(found)


def one(read: Callable[[UUID], Answer | None]) -> Callable[..., HttpResponse]:
    """The view of one object: its identifier is read, it is found or not, and said with its date."""

    @resource
    def view(request: HttpRequest, sourced_id: str) -> HttpResponse:
        found = read(read_uuid(sourced_id))
        if found is None:
            raise unknown()
        said, document = found
        return conditional(request, as_json(said), document)

    return view


def _document(identifier: UUID) -> Answer | None:
    found = public().filter(pk=identifier).first()
    return (write_lone_document(found), found) if found else None


def _package(identifier: UUID) -> Answer | None:
    found = public().filter(pk=identifier).first()
    return (write_package(read_kept(found)), found) if found else None


def find_item(identifier: UUID) -> CFItem | None:
    shown: CFItem | None = (
        CFItem.every.filter(shown_to(prefix="document__"), pk=identifier).select_related("document").first()
    )
    return shown


def _item(identifier: UUID) -> Answer | None:
    found = find_item(identifier)
    return (write_lone_item(found), found.document) if found else None


def _item_associations(identifier: UUID) -> Answer | None:
    """Those that start from it and those that lead to it, in every framework that anyone may read. Two queries."""
    found = find_item(identifier)
    if found is None:
        return None
    links = CFAssociation.every.filter(Q(origin=found) | Q(destination=found), shown_to(prefix="document__"))
    written = [write_association(link) for link in with_ends(links.order_by("document", "position", "identifier"))]
    return {"CFItem": write_lone_item(found), "CFAssociations": written}, None


def _association(identifier: UUID) -> Answer | None:
    links = CFAssociation.every.filter(shown_to(prefix="document__"), pk=identifier)
    found = with_ends(links).first()
    return (write_lone_association(found), found.document) if found else None


def definition(kind: str) -> Callable[[UUID], Answer | None]:
    """One that came with a package, or one that we make of a framework's own rows."""

    def read(identifier: UUID) -> Answer | None:
        rows = CFDefinition.objects.filter(shown_to(prefix="document__"), kind=kind, identifier=identifier)
        row = rows.select_related("document").order_by("document").first()
        found = (row.content, row.document) if row else _find_ours(kind, identifier)
        if found is None:
            return None
        said, document = found
        return ({kind: [said, *_under(kind, said, document)]}, document) if kind in SETS else (said, document)

    return read


def _find_ours(kind: str, identifier: UUID) -> tuple[dict[str, Any], CFDocument] | None:
    """Rubrics and types of items have no row: they are made of the one framework that this identifier points to."""
    document = FINDERS[kind](identifier) if kind in FINDERS else None
    if document is None:
        return None
    kept = read_kept(document)
    made = write_rubrics(kept) if kind == "CFRubrics" else write_definitions(kept).get(kind, [])
    return next(((said, document) for said in made if said["identifier"] == str(identifier)), None)


def _document_of_rubric(identifier: UUID) -> CFDocument | None:
    rows = public().order_by("identifier").values_list("identifier", flat=True)
    owner = next((pk for pk in rows if made_from("CFRubrics", pk) == identifier), None)
    return public().filter(pk=owner).first() if owner else None


def _document_of_type(identifier: UUID) -> CFDocument | None:
    kind = next((kind for kind in CFItemType.values if made_from("CFItemTypes", kind) == identifier), "")
    used = CFItem.every.filter(cf_item_type=kind).values("document")
    return public().filter(pk__in=used).order_by("owner", "identifier").first() if kind else None


FINDERS = {"CFRubrics": _document_of_rubric, "CFItemTypes": _document_of_type}


def _under(kind: str, said: dict[str, Any], document: CFDocument) -> list[dict[str, Any]]:
    """By hierarchyCode: 1.2 and 1.2.3 stand under 1."""
    above = f"{said['hierarchyCode']}."
    rows = CFDefinition.objects.filter(document=document, kind=kind).order_by("position")
    return [row.content for row in rows if row.content["hierarchyCode"].startswith(above)]


document = one(_document)
package = one(_package)
item = one(_item)
item_associations = one(_item_associations)
association = one(_association)
concepts = one(definition("CFConcepts"))
subjects = one(definition("CFSubjects"))
item_types = one(definition("CFItemTypes"))
licenses = one(definition("CFLicenses"))
association_groupings = one(definition("CFAssociationGroupings"))
rubrics = one(definition("CFRubrics"))


@resource
def no_such_resource(request: HttpRequest, rest: str) -> HttpResponse:
    raise unknown("CASE has no such resource.")
