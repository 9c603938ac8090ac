"""What comes in goes out the same, whatever it is; what cannot come in changes nothing and says where it is wrong."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competencies.case.checking import LARGEST, PackageRefused, read_package
from competencies.case.copying import copy_framework, renew
from competencies.case.differences import find_difference, restore
from competencies.case.writing import read_kept, write_package
from competencies.models import CFAssociation, CFDefinition, CFDocument, CFItem
from tests.competencies.case.cast import (
    ALPHA,
    BETA,
    DAY,
    FIRST,
    as_file,
    bring_in,
    foreign_package,
    link,
    take_out,
    thing,
)

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=260)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
extensions = st.dictionaries(words, values, max_size=2)
moments = st.sampled_from([DAY, "2019-12-31T23:59:59.123456+11:00", "2001-01-01T00:00:00-05:00"])
identifiers = st.uuids(version=4).map(str) | st.uuids(version=4).map(lambda each: str(each).upper())


def objects(draw: Any, required: dict[str, Any], optional: dict[str, Any], identifier: str) -> dict[str, Any]:
    """An object of CASE with any of its optional properties."""
    base = {"identifier": st.just(identifier), "uri": words.filter(bool), "lastChangeDateTime": moments}
    return dict(draw(st.fixed_dictionaries({**base, **required}, optional={**optional, "extensions": extensions})))


@st.composite
def packages(draw: Any) -> dict[str, Any]:
    ids = draw(st.lists(identifiers, min_size=8, max_size=8, unique_by=str.lower))
    links = st.builds(link, st.sampled_from([*ids, "https://ailleurs.example/1", "E01"]), words)
    ends = links | st.builds(lambda each: {**each, "targetType": "ext:gap"}, links)
    plain = {"notes": words, "description": words, "version": words, "language": words, "adoptionStatus": words}
    coded = {
        "humanCodingScheme": st.sampled_from(["", "A1", "A1", "é" * 150]),
        "CFItemType": words,
        "subject": st.lists(words),
    }
    kinds = st.sampled_from(["isChildOf", "isRelatedTo", "ext:" + "x" * 90])
    package: dict[str, Any] = {"CFDocument": objects(draw, {"creator": words, "title": words}, plain, ids[0])}
    if draw(st.booleans()):
        package["CFItems"] = [objects(draw, {"fullStatement": words}, coded, each) for each in ids[1:4]]
    if draw(st.booleans()):
        required = {"associationType": kinds, "originNodeURI": ends, "destinationNodeURI": ends}
        optional = {"sequenceNumber": st.integers(0, 9), "notes": words}
        package["CFAssociations"] = [objects(draw, required, optional, each) for each in ids[4:6]]
    if draw(st.booleans()):
        subject = {"title": words, "hierarchyCode": words}
        package["CFDefinitions"] = {
            "CFSubjects": [objects(draw, subject, {"description": words}, ids[6])],
            "CFLicenses": [],
        }
    if draw(st.booleans()):
        package["CFRubrics"] = draw(st.just([]) | st.just([thing(ids[7], CFRubricCriteria=[])]))
    return package


@given(ours=st.dictionaries(words, words), theirs=st.dictionaries(words, words))
def test_whatever_two_objects_are_the_difference_gives_the_second_back(
    ours: dict[str, str], theirs: dict[str, str]
) -> None:
    assert restore(ours, find_difference(ours, theirs)) == theirs


@pytest.mark.django_db
@settings(max_examples=40, deadline=None)
@given(package=packages())
def test_any_valid_package_goes_out_as_it_came_in(package: dict[str, Any]) -> None:
    document = bring_in(package)
    try:
        assert take_out(document) == package
        again = bring_in(take_out(document))
        assert take_out(again) == package
    finally:
        CFDocument.every.filter(pk=document.pk).delete()


@pytest.mark.django_db
def test_one_of_everything_goes_out_as_it_came_in() -> None:
    assert take_out(bring_in(foreign_package())) == foreign_package()


@pytest.mark.django_db
def test_the_shipped_framework_goes_round_through_an_institute_with_its_levels_and_its_gaps() -> None:
    ours = CFDocument.objects.get()
    said = write_package(read_kept(ours))
    assert read_package(as_file(said)) == said
    package, renewed = renew(said)
    draft = bring_in(package)
    assert take_out(draft) == package
    old = CFItem.objects.coded("A1.1").get()
    twin = CFItem.every.get(pk=renewed[str(old.pk)][1])
    assert (twin.level_descriptions, draft.level_names) == (old.level_descriptions, ours.level_names)
    assert set(CFAssociation.every.filter(origin=twin).values_list("destination_gap__code", flat=True)) == {
        None,
        "E01",
        "E09",
    }


def counts() -> tuple[int, ...]:
    return tuple(each.count() for each in (CFDocument.every, CFItem.every, CFAssociation.every, CFDefinition.objects))


def spoil(package: dict[str, Any], place: str, value: Any) -> dict[str, Any]:
    """The package with one wrong value, at a path of names and numbers."""
    spoilt = json.loads(json.dumps(package))
    *way, last = [int(step) if step.isdigit() else step for step in place.split("/")]
    holder = spoilt
    for step in way:
        holder = holder[step]
    holder[last] = value
    return dict(spoilt)


WRONG = [
    ("CFItems/0/identifier", "pas un uuid", "$.CFItems[0].identifier"),
    ("CFItems/1/fullStatement", None, "$.CFItems[1].fullStatement"),
    ("CFItems/1/couleur", "bleu", "$.CFItems[1]"),
    ("CFDocument/caseVersion", "1.0", "$.CFDocument.caseVersion"),
    ("CFDocument/statusStartDate", "hier", "$.CFDocument.statusStartDate"),
    ("CFAssociations/0/associationType", "cousinDe", "$.CFAssociations[0].associationType"),
    ("CFAssociations/0/originNodeURI/uri", "", "$.CFAssociations[0].originNodeURI.uri"),
    ("CFAssociations/1/lastChangeDateTime", "2026-03-03", "$.CFAssociations[1].lastChangeDateTime"),
    ("CFRubrics/0/CFRubricCriteria/0/weight", "lourd", "$.CFRubrics[0].CFRubricCriteria[0].weight"),
    ("CFDefinitions/CFSubjects/0/hierarchyCode", 1, "$.CFDefinitions.CFSubjects[0].hierarchyCode"),
    ("CFDefinitions/CFCouleurs", [], "$.CFDefinitions"),
    ("CFItems/1/identifier", FIRST, "$.CFItems[1].identifier"),
    ("CFDocument/extensions/nul", "a\0b", "$.CFDocument.extensions.nul"),
    ("extensions/fond", json.loads("[" * 45 + "]" * 45), "$.extensions.fond" + "[0]" * 39),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "value", "path"), WRONG)
def test_a_broken_file_says_where_and_changes_nothing(place: str, value: Any, path: str) -> None:
    before = counts()
    with pytest.raises(PackageRefused) as refused:
        bring_in(spoil(foreign_package(), place, value))
    assert path in [fault.path for fault in refused.value.faults]
    assert counts() == before


def test_every_faulty_object_is_told_not_the_first_alone() -> None:
    package = spoil(spoil(foreign_package(), "CFItems/0/uri", 3), "CFAssociations/1/uri", 3)
    with pytest.raises(PackageRefused) as refused:
        read_package(as_file(package))
    assert [fault.path for fault in refused.value.faults] == ["$.CFItems[0].uri", "$.CFAssociations[1].uri"]


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{", b'"a"', b"\xff\xfe", b"[" * 100_000, b'{"CFDocument": NaN}', b" " * (LARGEST + 1)]
)
def test_what_is_no_package_is_refused_in_words(text: bytes) -> None:
    with pytest.raises(PackageRefused) as refused:
        read_package(text)
    assert refused.value.faults[0].path.startswith("$")


def test_a_list_longer_than_what_is_read_is_refused_at_once() -> None:
    package = foreign_package() | {"CFItems": [{}] * 10_001}
    with pytest.raises(PackageRefused) as refused:
        read_package(as_file(package))
    assert [fault.path for fault in refused.value.faults] == ["$.CFItems"]


@pytest.mark.django_db
def test_the_same_file_of_another_institute_is_refused_by_path_and_comes_in_as_a_copy() -> None:
    bring_in(foreign_package(), BETA)
    with pytest.raises(PackageRefused) as refused:
        bring_in(foreign_package(), ALPHA)
    assert [fault.path for fault in refused.value.faults] == [
        "$.CFDocument.identifier",
        "$.CFItems[0].identifier",
        "$.CFItems[1].identifier",
        "$.CFAssociations[0].identifier",
        "$.CFAssociations[1].identifier",
    ]
    copy, _renewed = renew(foreign_package())
    assert take_out(bring_in(copy, ALPHA)) == copy


@pytest.mark.django_db
def test_a_second_file_takes_the_place_of_ones_own_draft() -> None:
    bring_in(foreign_package())
    changed = spoil(foreign_package(), "CFItems/0/fullStatement", "Autrement")
    assert take_out(bring_in(changed)) == changed
    assert CFDocument.every.filter(owner=ALPHA).count() == 1


@pytest.mark.django_db
def test_an_item_of_another_institutes_draft_is_an_address_and_nothing_more() -> None:
    bring_in(foreign_package(), BETA)
    package, _renewed = renew(foreign_package())
    package["CFAssociations"][0]["destinationNodeURI"] = link(FIRST)
    draft = bring_in(package, ALPHA)
    stranger = CFAssociation.every.get(document=draft, association_type="isChildOf")
    assert (stranger.destination, stranger.destination_uri) == (None, link(FIRST)["uri"])


@pytest.mark.django_db
def test_the_copy_of_a_framework_is_tied_item_by_item_to_the_one_it_comes_from() -> None:
    draft = copy_framework(CFDocument.objects.get(), ALPHA, "1.1")
    ties = CFAssociation.every.filter(document=draft, association_type="exactMatchOf")
    assert ties.count() == CFItem.objects.count() == CFItem.every.filter(document=draft).count()
    assert all(
        tie.origin.full_statement == tie.destination.full_statement for tie in ties if tie.origin and tie.destination
    )
    assert (draft.version, draft.adoption_status, str(draft.owner)) == ("1.1", "Draft", str(ALPHA))
    said = take_out(draft)
    assert read_package(msgspec.json.encode(said)) == said
    assert len(said["CFRubrics"][0]["CFRubricCriteria"]) == 19
