"""No evidence of one person reaches another outside the table of rights: every address is asked, as everyone.

Words that stand nowhere else are planted in each piece of Amina's evidence and in what she asks of others; then every
page, file and API is read as each role, at her employer and institute, then elsewhere.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pypdf import PdfReader

from cms.pango import pdf_ready
from competencies.evidence import MeasuredFact, ObservedFact, PositioningFact, PriorLearningFact, add_evidence
from competencies.models import Band, CFItem, Evidence
from lms.agenda.models import Attestation, Contest
from lms.agenda.papers.pdf import keep_pdf as keep_attestation
from lms.funding.exports.pdf_file import keep_pdf as keep_report
from lms.funding.models import Convention, EditionPdf, FundingEdition
from lms.people.models import User
from lms.people.rights import Role, roles_that_may
from lms.prior.models import PriorLearningRequest
from lms.workforce.models import ValidationRequest
from tests.cast import give_role, make_employer, make_funder, make_institute, make_person
from tests.people.test_rights import RIGHT_OF_ADDRESS, House, house
from tests.prior.files import PDF

__all__ = ["house"]

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.now() - timedelta(days=1)
PLANTED = ["mesure", "geste", "positionnement", "titre", "motif", "envoi", "contestation", "validation"]
NAMES = {"actor", "statement", "registration"}
"""What could lead to her evidence: the name her statements carry, one of them, the registration they tell of."""
READ_AT: dict[str, set[str]] = {
    "agenda:group": {"geste"},
    "agenda:manage_attestation": {"registration"},
    "agenda:contest_answer": {"contestation"},
    "prior:review": {"envoi"},
    "prior:document": {"piece"},
    "workforce:validation": {"validation"},
    "store:statements": {"statement"},
    "store:statement": {"actor", "registration"},
}
"""The addresses at which someone else may read a piece of hers, to whoever has the right of the address."""


@dataclass(frozen=True)
class Planted:
    house: House
    amina: User
    words: dict[str, str]

    def found_at(self, client: Client, address: str) -> set[str]:
        """The words of hers in the answer, but what was in the question."""
        content = read(client, address)
        return {name for name, word in self.words.items() if word.encode() in content and word not in address}


@pytest.fixture
def planted(house: House) -> Planted:
    """A word in each piece of the learner's evidence."""
    amina, trainer = house.people[Role.LEARNER], house.people[Role.TRAINER]
    words = {name: f"{name}-{uuid4().hex}" for name in PLANTED}
    item = CFItem.objects.coded("A1.1").get().pk
    _add(amina.actor_uuid, trainer.actor_uuid, item, words)
    PriorLearningRequest.objects.update(words=words["envoi"])
    Contest.objects.update(reason=words["contestation"])
    ValidationRequest.objects.update(gesture=words["validation"])
    told = Evidence.objects.non_polymorphic().filter(actor=amina.actor_uuid, registration__isnull=False)
    statement, registration = told.order_by("id").values_list("statement_id", "registration")[0]
    words |= {"actor": str(amina.actor_uuid), "statement": str(statement), "registration": str(registration)}
    words["piece"] = "1 0 obj<</Type/Catalog>>endobj"  # of the document she sent, whose only words are its bytes
    return Planted(house, amina, words)


@pytest.fixture
def printed(planted: Planted) -> Planted:
    """The same, her attestation and the funder's report on paper."""
    if pdf_ready():
        keep_attestation(Attestation.objects.get())
        keep_report(EditionPdf.objects.create(edition=FundingEdition.objects.get()))
    return planted


def _add(actor: UUID, observer: UUID, item: UUID, words: dict[str, str]) -> None:
    iri = f"https://faire-avec.example/xapi/activities/{words['mesure']}"
    sent = f"https://faire-avec.example/xapi/activities/{words['positionnement']}"
    add_evidence(
        [
            MeasuredFact(actor, item, "test", iri, Decimal("0.8"), True, uuid4(), uuid4(), iri, YESTERDAY),
            ObservedFact(actor, item, observer, words["geste"], YESTERDAY),
            PositioningFact(actor, item, Band.SOLID, sent, uuid4(), YESTERDAY, uuid4()),
            PriorLearningFact(actor, item, observer, words["titre"], words["motif"], 3, YESTERDAY),
        ]
    )


def test_she_reads_her_own(planted: Planted) -> None:
    """So that the walks below look for words that are there to be found."""
    client = enter_as(planted.amina)
    found = {name: planted.found_at(client, reverse(name, args=args)) for name, args in HERS(planted.house)}
    assert found == {
        "desk:profile": {"geste", "titre"},
        "prior:send": {"envoi"},
        "prior:own_document": {"piece"},
        "agenda:contest": {"contestation"},
        "workforce:ask_validation": {"validation"},
    }


def HERS(house: House) -> list[tuple[str, list[Any]]]:  # noqa: N802 (a table that needs the house)
    names = ["desk:profile", "prior:send", "prior:own_document", "agenda:contest", "workforce:ask_validation"]
    return [(name, house.arguments.get(name, [])) for name in names]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.LEARNER])
def test_each_role_reads_what_its_right_gives_and_nothing_else(role: Role, planted: Planted) -> None:
    client = enter_as(planted.house.people[role])
    wrong = []
    for name, right in RIGHT_OF_ADDRESS.items():
        found = planted.found_at(client, reverse(name, args=planted.house.arguments_of(role, name)))
        expected = READ_AT.get(name, set()) if role in roles_that_may(*right) else set()
        wrong += [] if found == expected else [f"{name}: {sorted(found)}, not {sorted(expected)}"]
    assert not wrong


def test_with_every_role_elsewhere_one_reads_nothing_of_her(printed: Planted) -> None:
    """A colleague with every role over another employer, another institute and another funder."""
    client = enter_as(play_everything_elsewhere())
    for name in RIGHT_OF_ADDRESS:
        assert not printed.found_at(client, reverse(name, args=printed.house.arguments.get(name, []))), name


PAPERS = ["agenda:attestation_pdf", "funding:pdf"]


@pytest.mark.skipif(not pdf_ready(), reason="Pango is missing on this machine")
def test_a_paper_is_read_by_its_words_and_says_nothing_of_it_to_anyone(printed: Planted) -> None:
    """Her attestation holds her name, the funder's report the convention's: the walk reads papers, not bytes."""
    house, read_words = printed.house, {}
    for role, name in product(Role, PAPERS):
        client, address = enter_as(house.people[role]), reverse(name, args=house.arguments_of(role, name))
        read_words[role, name] = squeeze(read(client, address).decode(errors="replace"))
        assert not printed.found_at(client, address), (role, name)
    assert squeeze(printed.amina.last_name) in read_words[Role.LEARNER, "agenda:attestation_pdf"]
    assert squeeze(Convention.objects.get().title) in read_words[Role.FUNDER, "funding:pdf"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_files_of_her_employer_hold_nothing_of_it(planted: Planted, form: str) -> None:
    client = enter_as(planted.house.people[Role.HR])
    address = reverse("workforce:export", args=[form])
    assert planted.amina.last_name.encode() in read(client, address)
    assert not planted.found_at(client, address)


@pytest.mark.long
@pytest.mark.parametrize("who", ["elsewhere", Role.INSTITUTE_ADMIN, Role.SITE_ADMIN, None])
def test_no_address_whatever_gives_it_studio_and_apis_included(printed: Planted, who: Any) -> None:
    """Every pattern of the resolver, its arguments filled with what is hers."""
    client = Client()
    if who is not None:
        client = enter_as(play_everything_elsewhere() if who == "elsewhere" else printed.house.people[who])
    allowed = {reverse(name, args=printed.house.arguments.get(name, [])) for name in READ_AT}
    hers = allowed if who in {Role.INSTITUTE_ADMIN, Role.SITE_ADMIN} else set()
    asked = 0
    for address in all_addresses(printed):
        if address in hers:
            continue
        asked += 1
        found = printed.found_at(client, address)
        assert not found, (address, found)
    assert asked > 400


def enter_as(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def play_everything_elsewhere() -> User:
    employer, institute = make_employer("Service Ailleurs").root, make_institute("Institut Ailleurs")
    nodes = {Role.HR: employer, Role.MANAGER: employer, Role.FUNDER: make_funder("Fonds Ailleurs")}
    stranger = make_person("Paule Ailleurs", Role.LEARNER)
    for role in Role:
        if role not in {Role.LEARNER, Role.SITE_ADMIN, Role.AUDITOR}:
            give_role(stranger, role, nodes.get(role, institute))
    return stranger


def read(client: Client, address: str) -> bytes:
    """All that is answered: headers, the words, the parts of a zipped file, what a PDF says and says of itself."""
    response = client.get(address)
    assert response.status_code < 500, address
    content = b"".join(response)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist())
    if content.startswith(b"%PDF") and PDF not in content:
        paper = PdfReader(io.BytesIO(content))
        said = [page.extract_text() for page in paper.pages] + [str(dict(paper.metadata or {}))]
        content += squeeze("".join(said)).encode()
    return content + repr(sorted(response.headers.items())).encode()


def squeeze(text: str) -> str:
    """Without its spaces: a PDF cuts a long word anywhere. No planted word has one."""
    return "".join(text.split())


def all_addresses(planted: Planted) -> Iterator[str]:
    for name, pattern in patterns():
        for arguments in fillings(planted, name, pattern):
            try:
                yield reverse(name, kwargs=arguments)
            except NoReverseMatch:
                continue


def patterns(found: Any = None, namespace: tuple[str, ...] = (), taken: tuple[str, ...] = ()) -> Iterator[Any]:
    """(name, the arguments it takes) of every named address."""
    for each in get_resolver().url_patterns if found is None else found:
        arguments = (*taken, *each.pattern.regex.groupindex)
        if isinstance(each, URLResolver):
            inner = (*namespace, each.namespace) if each.namespace else namespace
            yield from patterns(each.url_patterns, inner, arguments)
        elif isinstance(each, URLPattern) and each.name:
            yield ":".join((*namespace, each.name)), arguments


def fillings(planted: Planted, name: str, arguments: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Her own identifiers, in the place of any argument."""
    known = planted.house.arguments.get(name)
    if known is not None and len(known) == len(arguments):
        yield dict(zip(arguments, known, strict=True))
        return
    row = PriorLearningRequest.objects.get().pk
    for value in (row, planted.amina.pk, UUID(planted.words["registration"])):
        yield dict.fromkeys(arguments, value)
        if not arguments:
            return
