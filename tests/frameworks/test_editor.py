"""The editor of frameworks: an institute writes its own, adopts it once for all, and never sees another's."""

from typing import Any

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from competencies.case.copying import copy_framework
from competencies.framework import gap_sheets
from competencies.models import CFAssociation, CFDocument, CFItem, Gap
from lms.people.models import Organisation, User
from lms.people.rights import Role
from modules.models import ModuleAlignment
from tests.cast import make_institute, make_person
from tests.competencies.case.cast import bring_in, foreign_package, take_out

pytestmark = pytest.mark.django_db
HOME = "/studio/referentiels/"


@pytest.fixture
def alpha() -> Organisation:
    return make_institute()


@pytest.fixture
def beta() -> Organisation:
    return make_institute("Institut Ailleurs")


@pytest.fixture
def aline(alpha: Organisation) -> User:
    return make_person("Aline Auteure", Role.AUTHOR, alpha)


@pytest.fixture
def author(aline: User) -> Client:
    client = Client()
    client.force_login(aline)
    return client


@pytest.fixture
def admin(alpha: Organisation) -> Client:
    client = Client()
    client.force_login(make_person("Denise Direction", Role.INSTITUTE_ADMIN, alpha))
    return client


def sheet(institute: Organisation, **changes: Any) -> dict[str, Any]:
    names = {f"level_{number}": f"Niveau {number}" for number in range(1, 5)}
    said = {"title": "Nos compétences", "creator": "L’institut", "version": "0.1", "institute": str(institute.pk)}
    return {**said, **names, **changes}


def entry(code: str = "N1", **changes: Any) -> dict[str, Any]:
    return {"human_coding_scheme": code, "full_statement": f"Énoncé {code}", "cf_item_type": "Competency", **changes}


def write_framework(client: Client, institute: Organisation) -> CFDocument:
    assert client.post(f"{HOME}creer/", sheet(institute)).status_code == 302
    return CFDocument.every.get(owner=institute.pk)


def add(client: Client, document: CFDocument, **said: Any) -> CFItem:
    response = client.post(f"{HOME}{document.pk}/elements/ajouter/", entry(**said))
    assert response.status_code == 302, response.content.decode()
    return CFItem.every.filter(document=document).order_by("position").last()  # type: ignore[return-value]


def ends_of(item: CFItem) -> set[tuple[str, str]]:
    links = CFAssociation.every.filter(origin=item).select_related("destination", "destination_gap")
    return {(link.association_type, str(link.destination or link.destination_gap or "")[:4].strip()) for link in links}


def test_an_item_hangs_somewhere_answers_gaps_and_matches_the_shipped_framework(
    author: Client, alpha: Organisation
) -> None:
    document = write_framework(author, alpha)
    domain = add(author, document, code="N", cf_item_type="Domain")
    shipped, gap = CFItem.objects.coded("A1.1").get(), Gap.objects.get(code="E01")
    levels = {f"level_{number}": f"Conduite {number}" for number in range(1, 5)}
    item = add(author, document, parent=domain.pk, gaps=[gap.pk], matches=[shipped.pk], **levels)
    assert ends_of(item) == {("isChildOf", "N Én"), ("isRelatedTo", "E01"), ("exactMatchOf", "A1.1")}
    assert item.describe_level(3) == "Conduite 3"
    page = author.get(f"{HOME}{document.pk}/").content.decode()
    assert "Conduite 3" in page
    assert "Énoncé N1" in page
    response = author.post(
        f"{HOME}{document.pk}/elements/{item.pk}/", entry(matches=[shipped.pk], full_statement="Mieux")
    )
    assert response.status_code == 302
    item.refresh_from_db()
    assert (item.full_statement, item.level_descriptions) == ("Mieux", [])
    assert ends_of(item) == {("isChildOf", ""), ("exactMatchOf", "A1.1")}


def test_a_draft_is_changed_not_copied_and_its_sheet_is_told_anew(author: Client, alpha: Organisation) -> None:
    draft = bring_in(foreign_package(), alpha.pk)
    assert author.post(f"{HOME}{draft.pk}/copier/").status_code == 404
    author.post(f"{HOME}{draft.pk}/fiche/", sheet(alpha, title="Autre titre"))
    said = take_out(draft)["CFDocument"]
    assert (said["title"], said["subject"]) == ("Autre titre", ["travail social", "numérique"])
    assert author.post(f"{HOME}{draft.pk}/supprimer/").status_code == 302
    assert not CFDocument.every.filter(owner=alpha.pk).exists()


def test_what_is_wrong_in_a_form_is_said_and_nothing_typed_is_lost(author: Client, alpha: Organisation) -> None:
    document = write_framework(author, alpha)
    item = add(author, document)
    response = author.post(f"{HOME}{document.pk}/elements/ajouter/", entry(full_statement="Une autre"))
    assert (response.status_code, "Une autre" in response.content.decode()) == (422, True)
    under_itself = author.post(f"{HOME}{document.pk}/elements/{item.pk}/", entry(parent=item.pk))
    assert under_itself.status_code == 422


def test_items_move_among_their_brothers_and_what_stood_under_a_deleted_one_stays(
    author: Client, alpha: Organisation
) -> None:
    document = write_framework(author, alpha)
    first, second = add(author, document, code="N1"), add(author, document, code="N2")
    under = add(author, document, code="N3", parent=first.pk)
    author.post(f"{HOME}{document.pk}/elements/{second.pk}/", {"deed": "up"})
    author.post(f"{HOME}{document.pk}/elements/{second.pk}/", {"deed": "up"})
    codes = CFItem.every.filter(document=document).order_by("position").values_list("human_coding_scheme", flat=True)
    assert list(codes) == ["N2", "N1", "N3"]
    author.post(f"{HOME}{document.pk}/elements/{first.pk}/", {"deed": "delete"})
    assert ends_of(under) == {("isChildOf", "")}


def test_only_who_may_publish_adopts_and_then_nobody_changes_it(
    author: Client, admin: Client, alpha: Organisation
) -> None:
    document = write_framework(author, alpha)
    adopting = f"{HOME}{document.pk}/adopter/"
    admin.post(adopting)
    document.refresh_from_db()
    assert document.adoption_status == "Draft"  # it has no item yet
    item = add(author, document)
    assert author.post(adopting).status_code == 403
    admin.post(adopting)
    document.refresh_from_db()
    assert document.adoption_status == "Adopted"
    assert Client().get(f"/ims/case/v1p1/CFItems/{item.pk}").status_code == 200
    item_address = f"{HOME}{document.pk}/elements/{item.pk}/"
    before = take_out(document)
    assert author.post(item_address, entry(full_statement="Changé")).status_code == 422
    for address, body in [
        (item_address, {"deed": "delete"}),
        (item_address, {"deed": "up"}),
        (f"{HOME}{document.pk}/fiche/", sheet(alpha, title="Changé")),
        (f"{HOME}{document.pk}/elements/ajouter/", entry("N9")),
        (f"{HOME}{document.pk}/supprimer/", {}),
    ]:
        author.post(address, body)
    assert take_out(document) == before
    admin.post(adopting, {"deed": "deprecate"})
    document.refresh_from_db()
    assert document.adoption_status == "Deprecated"


def test_the_next_version_is_a_draft_that_says_what_it_replaces(
    author: Client, admin: Client, alpha: Organisation
) -> None:
    document = write_framework(author, alpha)
    levels = {f"level_{number}": f"Conduite {number}" for number in range(1, 5)}
    item = add(author, document, **levels)
    admin.post(f"{HOME}{document.pk}/adopter/")
    author.post(f"{HOME}{document.pk}/copier/")
    draft = CFDocument.every.get(previous=document)
    twin = CFItem.every.get(document=draft)
    assert (draft.version, draft.adoption_status, twin.level_descriptions) == ("0.2", "Draft", item.level_descriptions)
    tie = CFAssociation.every.get(document=draft, association_type="replacedBy")
    assert (tie.origin_id, tie.destination_id) == (item.pk, twin.pk)
    admin.post(f"{HOME}{draft.pk}/adopter/")
    said = take_out(draft)
    assert said["CFRubrics"][0]["CFRubricCriteria"][0]["CFItemURI"]["identifier"] == str(twin.pk)
    assert said["CFDocument"]["adoptionStatus"] == "Adopted"


def test_an_institute_starts_from_the_shipped_framework_and_nobody_changes_that_one(
    author: Client, alpha: Organisation
) -> None:
    ours = CFDocument.objects.get()
    assert author.get(f"{HOME}{ours.pk}/").status_code == 200
    before = take_out(ours)
    item = CFItem.objects.coded("A1.1").get()
    for path in ("fiche/", "supprimer/", "elements/ajouter/", f"elements/{item.pk}/"):
        assert author.post(f"{HOME}{ours.pk}/{path}", entry()).status_code == 404, path
    assert author.post(f"{HOME}{ours.pk}/adopter/").status_code == 403
    assert take_out(ours) == before
    author.post(f"{HOME}{ours.pk}/copier/")
    assert CFItem.every.filter(document__owner=alpha.pk).count() == CFItem.objects.count()


def test_nothing_of_another_institute_is_read_or_written_by_any_road(
    author: Client, admin: Client, alpha: Organisation, beta: Organisation
) -> None:
    theirs = bring_in(foreign_package(), beta.pk)
    item = CFItem.every.filter(document=theirs)[0]
    before = take_out(theirs)
    assert "ailleurs" not in author.get(HOME).content.decode()
    paths = ["", "fiche/", "exporter/", "elements/ajouter/", f"elements/{item.pk}/"]
    for client in (author, admin):
        assert [client.get(f"{HOME}{theirs.pk}/{path}").status_code for path in paths] == [404] * len(paths)
        for path in ("copier/", "supprimer/", "adopter/", "fiche/", *paths[3:]):
            assert client.post(f"{HOME}{theirs.pk}/{path}", {**entry(), "deed": "delete"}).status_code in {
                403,
                404,
                405,
                302,
            }
    assert take_out(theirs) == before
    assert CFDocument.every.filter(owner=alpha.pk).count() == 0


def test_another_institutes_item_forged_into_a_form_is_refused(
    author: Client, alpha: Organisation, beta: Organisation
) -> None:
    theirs = CFItem.every.filter(document=bring_in(foreign_package(), beta.pk))[0]
    document = write_framework(author, alpha)
    for field in ("parent", "matches", "related"):
        body = entry(**{field: [str(theirs.pk)] if field != "parent" else str(theirs.pk)})
        assert author.post(f"{HOME}{document.pk}/elements/ajouter/", body).status_code == 422, field
    forged = author.post(f"{HOME}creer/", sheet(beta))
    assert forged.status_code == 422
    item_of_theirs = f"{HOME}{document.pk}/elements/{theirs.pk}/"
    assert author.post(item_of_theirs, entry()).status_code == 404


def test_no_list_of_the_site_offers_an_institutes_items(alpha: Organisation) -> None:
    before = (CFItem.objects.count(), CFItem.objects.competencies().count(), CFAssociation.objects.count())
    draft = copy_framework(CFDocument.objects.get(), alpha.pk, "2")
    assert CFItem.every.filter(document=draft).count() == before[0]
    assert (CFItem.objects.count(), CFItem.objects.competencies().count(), CFAssociation.objects.count()) == before
    choices = ModuleAlignment._meta.get_field("cfitem").formfield()
    assert choices.queryset.count() == before[0]
    assert not gap_sheets()[0].competencies[0].document.owner


def send(client: Client, content: bytes, institute: Organisation, deed: str, **more: Any) -> Any:
    file = SimpleUploadedFile("referentiel.json", content, "application/json")
    return client.post(f"{HOME}importer/", {"file": file, "institute": str(institute.pk), "deed": deed, **more})


def test_a_file_is_checked_first_then_brought_in_whole_or_not_at_all(author: Client, alpha: Organisation) -> None:
    package = foreign_package()
    whole = msgspec.json.encode(package)
    assert send(author, whole, alpha, "check").status_code == 200
    package["CFItems"][1]["uri"] = 3
    refused = send(author, msgspec.json.encode(package), alpha, "keep")
    assert (refused.status_code, "$.CFItems[1].uri" in refused.content.decode()) == (422, True)
    assert CFDocument.every.filter(owner=alpha.pk).count() == 0
    assert send(author, whole, alpha, "keep").status_code == 302
    kept = CFDocument.every.get(owner=alpha.pk)
    given = author.get(f"{HOME}{kept.pk}/exporter/")
    assert msgspec.json.decode(given.content) == foreign_package()
    assert send(author, whole, alpha, "keep", as_copy="on").status_code == 302
    assert CFDocument.every.filter(owner=alpha.pk).count() == 2


def test_an_item_of_a_file_changed_here_is_told_anew_and_the_rest_as_it_came(
    author: Client, alpha: Organisation
) -> None:
    document = bring_in(foreign_package(), alpha.pk)
    item = CFItem.every.get(document=document, human_coding_scheme="X1")
    author.post(f"{HOME}{document.pk}/elements/{item.pk}/", entry("X2", full_statement="Redit"))
    said = take_out(document)
    changed, other = said["CFItems"]
    assert (changed["fullStatement"], changed["humanCodingScheme"]) == ("Redit", "X2")
    assert other["extensions"] == {"n": 1}
    assert said["CFAssociations"][0]["destinationNodeURI"]["title"] == "X2 Redit"
    assert said["CFDefinitions"]["CFSubjects"] == foreign_package()["CFDefinitions"]["CFSubjects"]
    assert said["CFRubrics"][0] == foreign_package()["CFRubrics"][0]


def test_the_page_of_a_framework_takes_as_many_queries_whatever_its_size(author: Client, alpha: Organisation) -> None:
    small = bring_in(foreign_package(), alpha.pk)
    large = copy_framework(CFDocument.objects.get(), alpha.pk, "2")
    counts = []
    for document in (small, large):
        author.get(f"{HOME}{document.pk}/")
        with CaptureQueriesContext(connection) as queries:
            author.get(f"{HOME}{document.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_command_takes_a_framework_out_and_brings_it_in(
    alpha: Organisation, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("case", "export", "faire-avec")
    file = tmp_path / "paquet.json"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    with pytest.raises(CommandError, match=r"\$\.CFDocument\.identifier"):
        call_command("case", "import", str(file), "--owner", str(alpha.pk))
    call_command("case", "import", str(file), "--owner", str(alpha.pk), "--as-copy", "--dry-run")
    assert CFDocument.every.filter(owner=alpha.pk).count() == 0
    call_command("case", "import", str(file), "--owner", str(alpha.pk), "--as-copy")
    assert CFItem.every.filter(document__owner=alpha.pk).count() == 31
