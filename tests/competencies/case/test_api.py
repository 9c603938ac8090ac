"""The read API of CASE 1.1: what is ours and what is adopted, page by page, and every refusal in CASE's words."""

import json
import os
from pathlib import Path
from typing import Any
from uuid import uuid4

import jsonschema
import msgspec
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competencies.case import shape
from competencies.case.checking import read_package
from competencies.case.copying import copy_framework, renew
from competencies.models import CFAssociation, CFDocument, CFItem
from tests.competencies.case.cast import ALPHA, SUBJECT, bring_in, foreign_package

pytestmark = pytest.mark.django_db
ROOT = "/ims/case/v1p1"


def adopt(document: CFDocument) -> CFDocument:
    CFDocument.every.filter(pk=document.pk).update(adoption_status="Adopted")
    return CFDocument.every.get(pk=document.pk)


def ask(client: Client, path: str, **query: Any) -> Any:
    response = client.get(f"{ROOT}{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def minor(response: Any) -> str:
    said = response.json()
    assert (said["imsx_codeMajor"], said["imsx_severity"]) == ("failure", "error")
    return str(said["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"])


def test_the_package_of_the_shipped_framework_is_valid_case(client: Client) -> None:
    ours = CFDocument.objects.get()
    said = ask(client, f"/CFPackages/{ours.pk}")
    assert read_package(json.dumps(said).encode()) == said
    assert (len(said["CFItems"]), len(said["CFRubrics"][0]["CFRubricCriteria"])) == (31, 19)
    levels = said["CFRubrics"][0]["CFRubricCriteria"][0]["CFRubricCriterionLevels"]
    assert [level["quality"] for level in levels] == ours.level_names


@pytest.mark.skipif("CASE_SCHEMA" not in os.environ, reason="the official schema is named by CASE_SCHEMA")
def test_packages_are_valid_against_the_official_schema(client: Client) -> None:
    schema = json.loads(Path(os.environ["CASE_SCHEMA"]).read_text(encoding="utf-8"))
    check = jsonschema.Draft201909Validator(schema, format_checker=jsonschema.FormatChecker())
    copied = adopt(copy_framework(CFDocument.objects.get(), ALPHA, "2.0"))
    foreign = adopt(bring_in(foreign_package()))
    for document in (CFDocument.objects.get(), copied, foreign):
        check.validate(ask(client, f"/CFPackages/{document.pk}"))


def test_each_object_is_found_alone_by_its_identifier_and_its_own_address(client: Client) -> None:
    item = CFItem.objects.coded("A1.1").get()
    link = CFAssociation.objects.filter(origin=item)[0]
    lone = ask(client, f"/CFItems/{item.pk}")
    assert lone.pop("CFDocumentURI")["identifier"] == str(item.document_id)
    msgspec.convert(lone, shape.Item)
    association = ask(client, f"/CFAssociations/{link.pk}")
    assert association.pop("CFDocumentURI")["identifier"] == str(item.document_id)
    msgspec.convert(association, shape.Association)
    assert lone["uri"].endswith(f"{ROOT}/CFItems/{item.pk}")
    document = ask(client, f"/CFDocuments/{item.document_id}")
    assert document["CFPackageURI"]["uri"].endswith(f"{ROOT}/CFPackages/{item.document_id}")


def test_the_associations_of_an_item_start_from_it_or_lead_to_it(client: Client) -> None:
    item = CFItem.objects.coded("A1").get()
    said = ask(client, f"/CFItemAssociations/{item.pk}")
    assert said["CFItem"]["humanCodingScheme"] == "A1"
    ends = {(each["originNodeURI"]["identifier"] == str(item.pk)) for each in said["CFAssociations"]}
    assert (len(said["CFAssociations"]), ends) == (3, {True, False})


def test_rubrics_and_types_of_items_are_found_though_they_have_no_row(client: Client) -> None:
    package = ask(client, f"/CFPackages/{CFDocument.objects.get().pk}")
    rubric = package["CFRubrics"][0]
    assert ask(client, f"/CFRubrics/{rubric['identifier']}") == rubric
    kind = package["CFDefinitions"]["CFItemTypes"][2]
    assert ask(client, f"/CFItemTypes/{kind['identifier']}")["CFItemTypes"][0] == kind


def test_a_subject_comes_with_those_under_it(client: Client) -> None:
    package = foreign_package()
    under = {**package["CFDefinitions"]["CFSubjects"][0], "identifier": str(uuid4()), "hierarchyCode": "1.1"}
    beside = {**under, "identifier": str(uuid4()), "hierarchyCode": "10"}
    package["CFDefinitions"]["CFSubjects"] += [under, beside]
    adopt(bring_in(package))
    assert ask(client, f"/CFSubjects/{SUBJECT}")["CFSubjects"] == package["CFDefinitions"]["CFSubjects"][:2]


def test_a_draft_is_not_found_by_anyone_and_an_adopted_version_is(client: Client) -> None:
    draft = bring_in(foreign_package())
    paths = [f"/CFDocuments/{draft.pk}", f"/CFPackages/{draft.pk}", f"/CFSubjects/{SUBJECT}"]
    paths += [f"/CFItems/{pk}" for pk in CFItem.every.filter(document=draft).values_list("pk", flat=True)]
    paths += [f"/CFAssociations/{pk}" for pk in CFAssociation.every.filter(document=draft).values_list("pk", flat=True)]
    assert [minor(client.get(f"{ROOT}{path}")) for path in paths] == ["unknownobject"] * len(paths)
    assert len(ask(client, "/CFDocuments")["CFDocuments"]) == 1
    adopt(draft)
    assert [client.get(f"{ROOT}{path}").status_code for path in paths] == [200] * len(paths)
    assert len(ask(client, "/CFDocuments")["CFDocuments"]) == 2


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("/CFItems/pas-un-uuid", 404, "invalid_uuid"),
        ("/CFItems/00000000-0000-4000-8000-000000000000", 404, "unknownobject"),
        ("/CFCouleurs/1", 404, "unknownobject"),
        ("/CFDocuments?fields=", 400, "invalid_selection_field"),
        ("/CFDocuments?limit=0", 400, "invalid_selection_field"),
        ("/CFDocuments?limit=%F0%9F%98%80", 400, "invalid_selection_field"),
        ("/CFDocuments?offset=-1", 400, "invalid_selection_field"),
        ("/CFDocuments?orderBy=haut", 400, "invalid_sort_field"),
        ("/CFDocuments?filter=couleur='bleu'", 400, "invalid_filter_field"),
        ("/CFDocuments?filter=title~'a' OR title~'b' OR title~'c'", 400, "invalid_filter_field"),
        ("/CFDocuments?filter=title'a", 400, "invalid_filter_field"),
    ],
)
def test_a_refusal_is_said_in_the_words_of_case(path: str, status: int, word: str, client: Client) -> None:
    response = client.get(f"{ROOT}{path}")
    assert (response.status_code, minor(response)) == (status, word)


def test_nothing_is_written_through_this_api(client: Client) -> None:
    for response in (client.post(f"{ROOT}/CFDocuments"), client.delete(f"{ROOT}/CFDocuments")):
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def make_adopted(count: int) -> list[str]:
    """So many adopted frameworks of the same title, and their identifiers."""
    found = []
    for number in range(count):
        package, _renewed = renew(foreign_package())
        package["CFDocument"]["version"] = str(number)
        found.append(str(adopt(bring_in(package)).pk))
    return found


def test_pages_never_give_a_framework_twice_nor_forget_one(client: Client) -> None:
    adopted = {*make_adopted(5), str(CFDocument.objects.get().pk)}
    for query in ({}, {"sort": "title"}, {"sort": "title", "orderBy": "desc"}, {"sort": "inconnu"}):
        seen = []
        for offset in (0, 2, 4):
            page = ask(client, "/CFDocuments", limit=2, offset=offset, **query)["CFDocuments"]
            seen += [each["identifier"] for each in page]
        assert (sorted(seen), len(seen)) == (sorted(adopted), 6)


def test_a_page_says_how_many_there_are_and_where_the_others_are(client: Client) -> None:
    make_adopted(4)
    response = client.get(f"{ROOT}/CFDocuments", {"limit": 2, "offset": 2, "sort": "title"})
    assert response["X-Total-Count"] == "5"
    links = dict(reversed(part.split("; rel=")) for part in response["Link"].split(", "))
    assert {rel.strip('"'): link.split("offset=")[1].rstrip(">") for rel, link in links.items()} == {
        "first": "0",
        "last": "4",
        "next": "4",
        "prev": "0",
    }
    assert all("sort=title" in link for link in links.values())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("title~'AILLEURS'", 2),
        ("title='compétences d’ailleurs'", 2),
        ("title='competences d’ailleurs' AND version='1'", 1),
        ("version='1' OR version='0'", 2),
        ("version!='1'", 2),
        ("version>='1' AND creator~'réseau'", 1),
        ("subject~'travail social'", 2),
        ("subject='travail social'", 0),
        ("subject='travail social,numérique'", 2),
        ("publisher='personne'", 0),
    ],
)
def test_a_filter_finds_what_people_mean(query: str, found: int, client: Client) -> None:
    make_adopted(2)
    assert len(ask(client, "/CFDocuments", filter=query)["CFDocuments"]) == found


def test_fields_are_those_asked_for_and_a_field_that_does_not_exist_asks_for_all(client: Client) -> None:
    (said,) = ask(client, "/CFDocuments", fields="identifier,title")["CFDocuments"]
    assert set(said) == {"identifier", "title"}
    (said,) = ask(client, "/CFDocuments", fields="identifier,couleur")["CFDocuments"]
    assert "creator" in said


def test_who_has_the_answer_already_is_told_so_until_it_changes(client: Client) -> None:
    document = adopt(bring_in(foreign_package()))
    address = f"{ROOT}/CFPackages/{document.pk}"
    first = client.get(address)
    assert client.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    assert client.get(address, HTTP_IF_MODIFIED_SINCE=first["Last-Modified"]).status_code == 304
    CFDocument.every.filter(pk=document.pk).update(adoption_status="Deprecated")
    assert client.get(address, HTTP_IF_NONE_MATCH='"autre"').status_code == 200


def test_a_package_takes_as_many_queries_whatever_its_size(client: Client) -> None:
    small, large = adopt(bring_in(foreign_package())), CFDocument.objects.get()
    asked = []
    for document in (small, large):
        with CaptureQueriesContext(connection) as queries:
            ask(client, f"/CFPackages/{document.pk}")
        asked.append(len(queries))
    assert asked == [4, 4]
    make_adopted(3)
    with CaptureQueriesContext(connection) as queries:
        ask(client, "/CFDocuments")
    assert len(queries) == 2


def test_the_service_describes_itself_where_clients_look(client: Client) -> None:
    said = ask(client, "/discovery/imscasev1p1_openapi3_v1p0.json")
    assert len(said["paths"]) == 12
    named = set(said["components"]["schemas"])
    assert {"Package", "Document", "Item", "Association", "Rubric", "License"} <= named


@pytest.mark.parametrize("model", [CFDocument, CFItem, CFAssociation])
def test_an_adopted_framework_is_never_changed_by_anyone(model: Any) -> None:
    document = adopt(bring_in(foreign_package()))
    key = {"pk": document.pk} if model is CFDocument else {"document": document}
    column = {CFDocument: "title", CFItem: "full_statement", CFAssociation: "notes"}[model]
    rows = model.every.filter(**key)
    deeds = [lambda: rows.update(**{column: "Changé"}), lambda: rows._raw_delete("default")]
    for deed in deeds:
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            deed()
    with pytest.raises(IntegrityError), transaction.atomic():
        CFItem.every.create(document=document, full_statement="De plus", cf_item_type="Domain", position=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        CFDocument.every.filter(pk=document.pk).update(adoption_status="Draft")
    assert CFDocument.every.filter(pk=document.pk).update(adoption_status="Deprecated") == 1
