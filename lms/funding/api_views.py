"""The page of the API: what OpenAPI says of it, in plain HTML, without a script from elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lms.funding.api import api


@require_GET
def api_page(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    operations = [
        {"address": address, "summary": told["get"]["summary"], "fields": fields_of(schema, told["get"])}
        for address, told in schema["paths"].items()
    ]
    return render(request, "funding/api.html", {"info": schema["info"], "operations": operations})


def fields_of(schema: dict[str, object], operation: dict[str, object]) -> list[tuple[str, str]]:
    """(name, type) of what an operation answers."""
    answer = operation["responses"][200]["content"]["application/json"]["schema"]  # type: ignore[index]
    reference = answer.get("$ref") or answer["items"]["$ref"]
    fields = schema["components"]["schemas"][reference.rpartition("/")[2]]["properties"]  # type: ignore[index]
    return [(name, type_of(field)) for name, field in fields.items()]


def type_of(field: dict[str, str]) -> str:
    return field.get("$ref", "").rpartition("/")[2] or field.get("format") or field.get("type", "")
