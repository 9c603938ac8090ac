"""The description of this service that its clients discover (OpenAPI 3), made from the very shapes that it checks."""

from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from competencies.case import shape
from competencies.case.addresses import ROOT
from competencies.case.views import as_json, conditional, resource

ANSWERS: dict[str, tuple[str, str]] = {
    "/CFDocuments/{sourcedId}": ("getCFDocument", "Document"),
    "/CFPackages/{sourcedId}": ("getCFPackage", "Package"),
    "/CFItems/{sourcedId}": ("getCFItem", "Item"),
    "/CFItemAssociations/{sourcedId}": ("getCFItemAssociations", ""),
    "/CFAssociations/{sourcedId}": ("getCFAssociation", "Association"),
    "/CFConcepts/{sourcedId}": ("getCFConcept", ""),
    "/CFSubjects/{sourcedId}": ("getCFSubject", ""),
    "/CFItemTypes/{sourcedId}": ("getCFItemType", ""),
    "/CFLicenses/{sourcedId}": ("getCFLicense", "License"),
    "/CFAssociationGroupings/{sourcedId}": ("getCFAssociationGrouping", "AssociationGrouping"),
    "/CFRubrics/{sourcedId}": ("getCFRubric", "Rubric"),
}
LIST_PARAMETERS = {
    "limit": "integer",
    "offset": "integer",
    **dict.fromkeys(["sort", "orderBy", "filter", "fields"], "string"),
}
SHAPES = (
    shape.Package,
    shape.Document,
    shape.Item,
    shape.Association,
    shape.Concept,
    shape.Subject,
    shape.ItemType,
    shape.License,
    shape.AssociationGrouping,
    shape.Rubric,
)


@resource
def discovery(request: HttpRequest) -> HttpResponse:
    return conditional(request, as_json(describe()), None)


def describe() -> dict[str, Any]:
    _references, schemas = msgspec.json.schema_components(SHAPES, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Competencies and Academic Standards Exchange (CASE) 1.1, read API", "version": "1.1"},
        "servers": [{"url": f"{settings.WAGTAILADMIN_BASE_URL}{ROOT}"}],
        "paths": {"/CFDocuments": _describe_list()} | {path: _describe(*answer) for path, answer in ANSWERS.items()},
        "components": {"schemas": schemas},
    }


def _describe_list() -> dict[str, Any]:
    parameters = [{"name": name, "in": "query", "schema": {"type": kind}} for name, kind in LIST_PARAMETERS.items()]
    return {"get": {"operationId": "getAllCFDocuments", "parameters": parameters, "responses": _responses("")}}


def _describe(operation: str, name: str) -> dict[str, Any]:
    sourced_id = {"name": "sourcedId", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    return {"get": {"operationId": operation, "parameters": [sourced_id], "responses": _responses(name)}}


def _responses(name: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{name}"} if name else {"type": "object"}
    said = {"200": {"description": "Found", "content": {"application/json": {"schema": schema}}}}
    return said | {"default": {"description": "imsx_StatusInfo"}}
