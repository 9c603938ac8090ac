"""The table of rights, walked over every address: who has a right opens the page, nobody else does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from cms.directory.importing import take_shipped
from competencies.case.copying import copy_framework
from competencies.models import CFDocument, CFItem, Level
from lms.agenda.contesting import contest_level
from lms.agenda.enrolling import open_half_day
from lms.agenda.observing import Seen
from lms.agenda.papers.issuing import issue_attestation
from lms.campaigns.opening import make_links, open_campaign
from lms.funding.editions import publish
from lms.funding.models import Convention
from lms.funding.sharing import address_of, make_link
from lms.people.models import ImportState, User
from lms.people.rights import Role, Thing, Verb, roles_that_may
from lms.people.staff.importing import take_file
from lms.prior.document import Document, DocumentKind
from lms.prior.reviewing import Said, send_document
from lms.reminders.stopping import stop_address
from lms.workforce.models import Concerns, Reach
from lms.workforce.planning import Wish, make_plan
from lms.workforce.profiling import Wanted, create_profile
from lms.workforce.validating import ask_validation
from modules.following import follow_programme
from modules.loading.loader import load_module
from modules.models import InstitutePage, Module, Programme, ProgrammeModule
from tests.agenda.test_workshops import WORKSHOP
from tests.cast import (
    Taught,
    follow,
    give_role,
    hire,
    make_employer,
    make_funder,
    make_institute,
    make_institute_with_module,
    make_person,
    take,
    write_module,
)
from tests.meeting_outcomes.test_meeting_outcomes import make_past
from tests.prior.files import PDF
from xapi_store.models import Statement

pytestmark = pytest.mark.django_db

LEARNING = (Verb.VIEW, Thing.OWN_LEARNING)
TAKING = (Verb.CHANGE, Thing.OWN_LEARNING)
RIGHT_OF_ADDRESS: dict[str, tuple[Verb, Thing]] = {
    "modules:follow": TAKING,
    "modules:follow_programme": TAKING,
    "modules:programme": TAKING,
    "modules:take_correction": TAKING,
    "modules:path": TAKING,
    "modules:end": TAKING,
    "modules:activity": TAKING,
    "modules:paper": TAKING,
    "desk:dashboard": LEARNING,
    "desk:profile": LEARNING,
    "desk:declare": TAKING,
    "desk:transfer": TAKING,
    "workforce:seen_by_employer": LEARNING,
    "workforce:consultations": LEARNING,
    "agenda:attestation": LEARNING,
    "agenda:attestation_pdf": LEARNING,
    "agenda:programme_attestation": LEARNING,
    "agenda:programme_attestation_pdf": LEARNING,
    **{f"agenda:{name}": (Verb.VIEW, Thing.ATTESTATION) for name in ("attestations", "manage_attestation", "hours")},
    **{f"agenda:{name}": (Verb.CHANGE, Thing.ATTESTATION) for name in ("reissue", "correct_entry")},
    "agenda:my_half_days": LEARNING,
    "agenda:sign_mine": TAKING,
    "agenda:sign_theirs": (Verb.OBSERVE, Thing.GROUP),
    "agenda:plan_half_day": (Verb.CHANGE, Thing.GROUP),
    "agenda:call_off": (Verb.CHANGE, Thing.GROUP),
    "agenda:groups": (Verb.VIEW, Thing.GROUP),
    "agenda:group": (Verb.VIEW, Thing.GROUP),
    "agenda:workshop": (Verb.VIEW, Thing.GROUP),
    "people:staff": (Verb.CHANGE, Thing.STAFF),
    "people:staff_model": (Verb.CHANGE, Thing.STAFF),
    "people:staff_file": (Verb.CHANGE, Thing.STAFF),
    "people:staff_corrections": (Verb.CHANGE, Thing.STAFF),
    "people:staff_agree": (Verb.CHANGE, Thing.STAFF),
    "agenda:contest": TAKING,
    "agenda:contests": (Verb.VIEW, Thing.CONTEST),
    "agenda:contest_answer": (Verb.VIEW, Thing.CONTEST),
    "prior:send": TAKING,
    "prior:own_document": LEARNING,
    "prior:take_back": TAKING,
    "prior:requests": (Verb.VIEW, Thing.PRIOR_LEARNING),
    "prior:review": (Verb.VIEW, Thing.PRIOR_LEARNING),
    "prior:document": (Verb.VIEW, Thing.PRIOR_LEARNING),
    "workforce:profiles": (Verb.VIEW, Thing.REQUIREMENT),
    "workforce:profile": (Verb.VIEW, Thing.REQUIREMENT),
    "workforce:new_profile": (Verb.CHANGE, Thing.REQUIREMENT),
    "workforce:new_version": (Verb.CHANGE, Thing.REQUIREMENT),
    "workforce:gaps": (Verb.VIEW, Thing.PLAN),
    "workforce:plan": (Verb.VIEW, Thing.PLAN),
    "workforce:new_plan": (Verb.CHANGE, Thing.PLAN),
    "workforce:undo_plan": (Verb.CHANGE, Thing.PLAN),
    "reminders:preview": (Verb.VIEW, Thing.PLAN),
    "workforce:validations": (Verb.VIEW, Thing.VALIDATION),
    "workforce:validation": (Verb.VIEW, Thing.VALIDATION),
    "workforce:ask_validation": TAKING,
    "workforce:reply_validation": TAKING,
    "workforce:staff_refresh": (Verb.VIEW, Thing.MATRIX),
    "workforce:refresh_file": (Verb.EXPORT, Thing.MATRIX),
    "workforce:hours": (Verb.VIEW, Thing.HOURS),
    "workforce:hours_file": (Verb.EXPORT, Thing.HOURS),
    "workforce:own_refresh": LEARNING,
    "transfer:people": (Verb.OBSERVE, Thing.MATRIX),
    "transfer:tell": (Verb.OBSERVE, Thing.MATRIX),
    "transfer:obstacles": (Verb.VIEW, Thing.MATRIX),
    "workforce:matrix": (Verb.VIEW, Thing.MATRIX),
    "workforce:person": (Verb.VIEW, Thing.MATRIX),
    "workforce:export": (Verb.EXPORT, Thing.MATRIX),
    "campaigns:campaigns": (Verb.VIEW, Thing.CAMPAIGN),
    "campaigns:campaign": (Verb.VIEW, Thing.CAMPAIGN),
    "campaigns:links": (Verb.CHANGE, Thing.CAMPAIGN),
    "diagnosis:structures": (Verb.VIEW, Thing.DIAGNOSIS),
    "diagnosis:structure": (Verb.VIEW, Thing.DIAGNOSIS),
    "diagnosis:answer": (Verb.CHANGE, Thing.DIAGNOSIS),
    "funding:conventions": (Verb.VIEW, Thing.CONVENTION),
    "funding:convention": (Verb.VIEW, Thing.CONVENTION),
    "funding:export": (Verb.EXPORT, Thing.CONVENTION),
    "frameworks:frameworks": (Verb.VIEW, Thing.FRAMEWORK),
    "frameworks:framework": (Verb.VIEW, Thing.FRAMEWORK),
    "frameworks:export": (Verb.VIEW, Thing.FRAMEWORK),
    "frameworks:create": (Verb.CHANGE, Thing.FRAMEWORK),
    "frameworks:bring_in": (Verb.CHANGE, Thing.FRAMEWORK),
    "frameworks:edit": (Verb.CHANGE, Thing.FRAMEWORK),
    "frameworks:add_item": (Verb.CHANGE, Thing.FRAMEWORK),
    "frameworks:item": (Verb.CHANGE, Thing.FRAMEWORK),
    "frameworks:copy": (Verb.CHANGE, Thing.FRAMEWORK),
    "frameworks:delete": (Verb.CHANGE, Thing.FRAMEWORK),
    "frameworks:adopt": (Verb.PUBLISH, Thing.FRAMEWORK),
    "frameworks:rules": (Verb.VIEW, Thing.RULE),
    "frameworks:rule": (Verb.PUBLISH, Thing.RULE),
    "funding:editions": (Verb.VIEW, Thing.CONVENTION),
    "funding:edition": (Verb.VIEW, Thing.CONVENTION),
    "funding:receipt": (Verb.VIEW, Thing.CONVENTION),
    "funding:run_again": (Verb.VIEW, Thing.CONVENTION),
    "funding:edition_file": (Verb.EXPORT, Thing.CONVENTION),
    "funding:pdf": (Verb.EXPORT, Thing.CONVENTION),
    "funding:new_convention": (Verb.CHANGE, Thing.CONVENTION),
    "funding:change_convention": (Verb.CHANGE, Thing.CONVENTION),
    "funding:live": (Verb.CHANGE, Thing.CONVENTION),
    "funding:annex": (Verb.CHANGE, Thing.CONVENTION),
    "funding:sharing": (Verb.EXPORT, Thing.CONVENTION),
    "funding:shut_link": (Verb.EXPORT, Thing.CONVENTION),
    "funding:new_token": (Verb.EXPORT, Thing.CONVENTION),
    "funding:shut_token": (Verb.EXPORT, Thing.CONVENTION),
    "store:statements": (Verb.VIEW, Thing.STORE),
    "store:statement": (Verb.VIEW, Thing.STORE),
    "store:unaligned": (Verb.VIEW, Thing.STORE),
    "store:credentials": (Verb.VIEW, Thing.STORE),
    "store:forwarding": (Verb.VIEW, Thing.STORE),
    "store:growth": (Verb.VIEW, Thing.STORE),
    "store:trail": (Verb.VIEW, Thing.STORE),
}
PUBLIC = {"agenda:ask_code", "agenda:verify", "display", "health"}
PUBLIC |= {"reminders:stop", "search", "directory", "place", "report_place", "site_map", "sitemap"}
PUBLIC |= {"api_page", "funding_shared", "observatory"}
PUBLIC |= {"meeting_outcomes:meetings", "meeting_outcomes:csv", "meeting_outcomes:meeting"}
PUBLIC |= {"modules:catalogue", "modules:why", "modules:coverage", "campaigns:answer"}
# CASE: the shipped framework and what institutes have adopted, for anyone.
CASE = {f"case:{name}" for name in ("document", "package", "item", "item_associations", "association", "concepts")}
CASE |= {f"case:{name}" for name in ("subjects", "item_types", "licenses", "association_groupings", "rubrics")}
CASE |= {"case:no_such_resource"}
PUBLIC |= CASE | {"case:documents", "case:discovery"}
PUBLIC |= {"modules:sheets", "modules:sheet", "modules:session"}
SIGNED_IN = {"start", "modules:medium"}
OURS = ("people", "modules", "desk", "agenda", "workforce", "diagnosis", "funding", "campaigns", "store")
OURS += ("frameworks", "case", "reminders", "transfer", "prior", "meeting_outcomes")


@dataclass(frozen=True)
class House:
    people: dict[Role, User]
    arguments: dict[str, list[Any]]
    own: dict[tuple[Role, str], list[Any]]
    """Where a role has an object of its own, of the same kind: an institute's campaign is not an employer's."""

    def arguments_of(self, role: Role, name: str) -> list[Any]:
        return self.own.get((role, name), self.arguments.get(name, []))


@pytest.fixture
def house(tmp_path: Path) -> House:
    """One person a role, each over the right node, and one object of each kind for the addresses."""
    taught = make_institute_with_module(tmp_path)
    employer, funder = make_employer(), make_funder()
    nodes = {
        Role.TRAINER: taught.institute,
        Role.AUTHOR: taught.institute,
        Role.INSTITUTE_ADMIN: taught.institute,
        Role.MANAGER: employer.team,
        Role.HR: employer.root,
        Role.FUNDER: funder,
    }
    people = {role: make_person(f"Prénom {role.value}", role, nodes.get(role)) for role in Role}
    hire(people[Role.LEARNER], employer.team)
    registration = follow(people[Role.LEARNER], taught.edition)
    for activity in taught.edition.activities.all():
        take(registration, activity)
    registration.refresh_from_db()
    attestation = issue_attestation(registration)
    Level.objects.update(reached_on=timezone.localdate() - timedelta(days=125))
    item = CFItem.objects.coded("A1.1").get()
    contested = contest_level(people[Role.LEARNER], item, taught.institute, "Je l’ai fait seule trois fois.")
    sent = send_document(
        people[Role.LEARNER],
        taught.institute,
        item,
        Said("Certificat", "J’ai animé six ateliers.", 3),
        Document(DocumentKind.PDF, PDF),
    )
    seen = Seen(item.pk, "J’ai cherché le bon guichet avec la personne.", timezone.localdate(), "permanence")
    asked_of_manager = ask_validation(people[Role.LEARNER], employer.root, item, seen)
    day = add_programme(taught)
    followed = follow_programme(people[Role.LEARNER], day)
    assert followed is not None
    half_day = open_half_day(taught.institute, taught.edition, [registration], trainers=[people[Role.TRAINER]])
    convention = Convention.objects.create(
        funder=funder,
        number="2026-001",
        title="Former",
        starts_on=date(2026, 1, 1),
        ends_on=timezone.localdate() + timedelta(days=30),
        territories=["59"],
    )
    file = take_file(
        employer.root, people[Role.HR], "e.csv", BytesIO(b"Matricule\n1\n"), timezone.localdate(), covers_everyone=False
    )
    file.say(state=ImportState.FAULTY)
    asked = Wanted(employer.team, "Référent", Concerns.EVERYONE, "", timezone.localdate(), None, {})
    profile = create_profile(asked, people[Role.HR])
    plan = make_plan(
        Wish(employer.team, taught.edition, Reach.TEAM, timezone.localdate(), "Un nouveau service"), people[Role.HR]
    )
    figures = publish(convention)
    campaign = open_campaign(employer.team, people[Role.HR], timezone.localdate() + timedelta(days=30))
    theirs = open_campaign(taught.institute, people[Role.INSTITUTE_ADMIN], timezone.localdate() + timedelta(days=30))
    framework = copy_framework(CFDocument.objects.get(), taught.institute.pk, "1.1")
    element = CFItem.every.filter(document=framework)[0]
    own = {(Role.INSTITUTE_ADMIN, name): [theirs.pk] for name in ("campaigns:campaign", "campaigns:links")}
    place = take_shipped("nord-invente-2026-03").snapshot.places.all()[0]
    arguments = {
        "place": [place.pk],
        "report_place": [place.pk],
        "people:staff_model": ["csv"],
        "workforce:profile": [profile.pk],
        "workforce:new_version": [profile.pk],
        "workforce:plan": [plan.pk],
        "workforce:undo_plan": [plan.pk],
        "people:staff_file": [file.pk],
        "people:staff_corrections": [file.pk],
        "people:staff_agree": [file.pk],
        "campaigns:campaign": [campaign.pk],
        "campaigns:links": [campaign.pk],
        "campaigns:answer": make_links(campaign, 1),
        "diagnosis:structure": [employer.team.pk],
        "diagnosis:answer": [employer.team.pk],
        "modules:follow": [taught.module.pk],
        "modules:follow_programme": [day.pk],
        "modules:programme": [followed.pk],
        "agenda:programme_attestation": [followed.pk],
        "agenda:programme_attestation_pdf": [followed.pk],
        "modules:sheet": ["pourquoi-on-me-pose-des-questions"],
        "modules:session": [add_led_module(taught)],
        "modules:take_correction": [registration.pk],
        "modules:path": [registration.pk],
        "modules:end": [registration.pk],
        "modules:activity": [registration.pk, "lire"],
        "modules:paper": [registration.pk, "lire"],
        "agenda:attestation": [registration.pk],
        "agenda:attestation_pdf": [registration.pk],
        **{f"agenda:{name}": [attestation.pk] for name in ("manage_attestation", "reissue")},
        "agenda:hours": [registration.pk],
        "agenda:correct_entry": [registration.pk, registration.hour_entries.earliest("pk").pk],
        **{f"agenda:{name}": [half_day.pk] for name in ("group", "call_off")},
        "agenda:workshop": [open_workshop(taught, people[Role.TRAINER], tmp_path), "atelier"],
        "modules:medium": ["0" * 40, "mp4"],
        "meeting_outcomes:meeting": [make_past().pk],
        "agenda:sign_mine": [half_day.members.get().pk],
        "agenda:sign_theirs": [half_day.pk, half_day.members.get().pk],
        "agenda:contest": [item.pk],
        "agenda:contest_answer": [contested.pk],
        "prior:send": [item.pk],
        **{f"prior:{name}": [sent.pk] for name in ("own_document", "take_back", "review", "document")},
        "agenda:verify": [attestation.code],
        "workforce:person": [people[Role.LEARNER].pk],
        "reminders:stop": [stop_address(people[Role.LEARNER]).split("/")[3]],
        "workforce:validation": [asked_of_manager.pk],
        "workforce:ask_validation": [item.pk],
        "workforce:reply_validation": [item.pk],
        "transfer:tell": [people[Role.LEARNER].pk],
        **{f"workforce:{name}": ["csv"] for name in ("export", "refresh_file", "hours_file")},
        "funding:convention": [convention.pk],
        **{f"frameworks:{name}": [framework.pk] for name in ("framework", "export", "edit", "add_item")},
        **{f"frameworks:{name}": [framework.pk] for name in ("copy", "delete", "adopt")},
        "frameworks:item": [framework.pk, element.pk],
        "frameworks:rule": ["standard"],
        "store:statement": [Statement.objects.in_order()[0].statement_id],
        "funding:export": [convention.pk],
        "funding:editions": [convention.pk],
        **{f"funding:{name}": [convention.pk, figures.pk] for name in ("edition", "receipt", "run_again")},
        "funding:edition_file": [convention.pk, figures.pk, "csv"],
        "funding:pdf": [convention.pk, figures.pk],
        "funding:change_convention": [convention.pk],
        "funding:live": [convention.pk],
        "funding:annex": [convention.pk, figures.pk],
        "funding:sharing": [convention.pk],
        "funding_shared": [address_of(make_link(figures, people[Role.FUNDER], "Comité", 7)).split("/")[2]],
        "funding:shut_link": [convention.pk, figures.pk],
        "funding:new_token": [convention.pk],
        "funding:shut_token": [convention.pk, 1],
    }
    return House(people, arguments, own)


def add_programme(taught: Taught) -> Programme:
    page = Programme(title="Une journée", slug="une-journee", summary="Deux demi-journées.")
    page.chosen_modules = [ProgrammeModule(module=taught.module, locale=taught.page.locale)]
    InstitutePage.objects.get(pk=taught.page.pk).add_child(instance=page)
    return page


def open_workshop(taught: Taught, trainer: User, folder: Path) -> int:
    """A half-day of another module, which has a workshop."""
    written = write_module(folder / "jouer-un-accueil", "jouer-un-accueil", "Jouer un accueil")
    (written / "04-atelier.yaml").write_text(WORKSHOP, encoding="utf-8")
    edition = load_module(written, InstitutePage.objects.get(pk=taught.page.pk)).edition
    registration = follow(make_person("Inès Atelier"), edition)
    return int(open_half_day(taught.institute, edition, [registration], trainers=[trainer]).pk)


def add_led_module(taught: Taught) -> str:
    """A module whose files bring a trainer's sheet."""
    page = Module(title="Orienter", slug="diagnostiquer-l-exclusion-numerique-et-orienter", summary="Une demi-journée.")
    InstitutePage.objects.get(pk=taught.page.pk).add_child(instance=page)
    return str(page.slug)


def our_addresses(patterns: Any = None, namespace: str = "") -> Iterator[tuple[str, Any]]:
    """(name, view) of every address of ours."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or namespace
            if pattern.namespace is None or pattern.namespace in OURS:
                yield from our_addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name and (namespace in OURS):
            yield f"{namespace}:{pattern.name}", pattern.callback


def test_every_address_of_ours_is_in_the_table() -> None:
    names = {name for name, _view in our_addresses()}
    assert names == {name for name in {*RIGHT_OF_ADDRESS, *PUBLIC, *SIGNED_IN} if ":" in name}


def test_the_gate_of_each_view_asks_for_the_right_of_its_address() -> None:
    for name, view in our_addresses():
        right = getattr(view, "right", None)
        assert right is None or right == RIGHT_OF_ADDRESS[name], name


@pytest.mark.parametrize("role", Role)
def test_who_has_the_right_opens_the_page_and_nobody_else(role: Role, house: House) -> None:
    client, wrong = Client(), []
    client.force_login(house.people[role])
    for name, right in RIGHT_OF_ADDRESS.items():
        response = client.get(reverse(name, args=house.arguments_of(role, name)))
        list(response)  # a file is read to its end, and so closed
        status = response.status_code
        # A page that only takes a form answers 405 to the one who may send it.
        expected = {200, 302, 405} if role in roles_that_may(*right) else {403}
        wrong += [] if status in expected else [f"{name}: {status}"]
    assert not wrong


def test_the_signed_out_are_sent_to_the_sign_in_page(house: House) -> None:
    for name in {*RIGHT_OF_ADDRESS, *SIGNED_IN}:
        response = Client().get(reverse(name, args=house.arguments.get(name, [])))
        assert response.status_code == 302, name
        assert response["Location"].startswith("/compte/login/?next="), name


def test_public_pages_ask_for_nobody(house: House) -> None:
    for name in PUBLIC - CASE:
        assert Client().get(reverse(name, args=house.arguments.get(name, []))).status_code == 200, name
    for name in CASE:
        assert Client().get(reverse(name, args=["nothing-of-that-name"])).status_code == 404, name


def test_a_right_over_one_branch_says_nothing_of_another(house: House) -> None:
    elsewhere = make_employer("Service Ailleurs")
    stranger = make_person("Paule Ailleurs", Role.HR, elsewhere.root)
    give_role(stranger, Role.FUNDER, make_funder("Fonds Ailleurs"))
    client = Client()
    client.force_login(stranger)
    give_role(stranger, Role.TRAINER, make_institute("Institut Ailleurs"))
    give_role(stranger, Role.MANAGER, elsewhere.root)
    staff = ["people:staff_file", "people:staff_corrections", "workforce:person", "workforce:plan", "workforce:profile"]
    staff += ["workforce:validation", "transfer:tell"]
    funds = ["funding:convention", "funding:export"]
    asked = ["agenda:contest_answer", "prior:review", "prior:document"]
    for name in [*staff, *funds, *asked, "campaigns:campaign", "diagnosis:structure"]:
        assert client.get(reverse(name, args=house.arguments[name])).status_code == 404, name


def read_names(reader: User, house: House) -> list[str]:
    """The addresses where this reader meets the name of the learner of the house, in whatever order it is written."""
    client, met = Client(), []
    client.force_login(reader)
    for name in RIGHT_OF_ADDRESS:
        response = client.get(reverse(name, args=house.arguments.get(name, [])), follow=True)
        content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
        text = content.decode(errors="replace")
        met += [name] if "Prénom learner" in text or "learner Prénom" in text or "learner;Prénom" in text else []
    return met


def test_only_who_answers_for_her_meets_her_name_at_any_address(house: House) -> None:
    team = house.people[Role.LEARNER].posts.get().team
    beside = team.get_parent().add_branch("team", "Équipe voisine")
    strangers = [
        make_person("Voisine Beaufort", Role.MANAGER, beside),
        make_person("Paule Ailleurs", Role.HR, make_employer("Service Ailleurs").root),
        make_person("Ivan Ailleurs", Role.INSTITUTE_ADMIN, make_institute("Institut Ailleurs")),
    ]
    for stranger in strangers:
        assert read_names(stranger, house) == [], stranger
    theirs = set(read_names(house.people[Role.MANAGER], house))
    assert {"workforce:matrix", "workforce:person", "workforce:hours", "workforce:new_plan", "transfer:tell"} <= theirs
    assert {"workforce:export", "workforce:hours_file"} <= set(read_names(house.people[Role.HR], house))


def test_another_learner_finds_nothing_of_hers(house: House) -> None:
    other = make_person("Malika Autre", Role.LEARNER)
    client = Client()
    client.force_login(other)
    names = [
        "modules:path",
        "modules:end",
        "modules:activity",
        "modules:paper",
        "agenda:attestation",
        "agenda:attestation_pdf",
    ]
    names += ["modules:programme", "agenda:programme_attestation", "agenda:programme_attestation_pdf"]
    names += ["prior:own_document"]
    for name in names:
        assert client.get(reverse(name, args=house.arguments[name])).status_code == 404, name
