"""Changing one count, or one printed number, changes every page that uses it: the pages are found, not listed.

Every page a visitor can reach by links and forms, every screen and question of every module as a learner meets them.
What each one read of the survey is noted while it is drawn.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from itertools import product
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db.models import F
from django.test import Client
from django.utils import timezone, translation

from cms.figures import is_cell, say_numbers
from cms.seeding import seed_site
from competencies.claim import Claim
from competencies.figure import Figure
from competencies.models import SurveyCell, SurveyClaim
from competencies.survey import claims, figures, printed_numbers
from lms.demo.walking import walk
from lms.people.models import User
from modules.activities.quiz.answering import start_quiz
from modules.activities.quiz.scoring import keys_of
from modules.citing import Numbers, keys_cited, numbers_shown, with_numbers
from modules.loading.loader import load_all
from modules.models import Attempt, Edition, Registration
from tests.modules.cast import make_learner, make_registration

LEFT_ALONE = re.compile(r"^(?:/en)?/(studio|static|media|api|xapi|ims|compte|recherche|annuaire|modules/\?)")
"""Signing in, machines, the studio, and pages whose filters have no end: none shows a number of the survey."""
MOST_PAGES = 4_000
PHRASE = re.compile(r"\d+ (?:personne|réponse|citation|structure)s? sur \d+")

MOVED = SurveyCell.objects.filter(numerator__gt=0, numerator__lt=F("denominator"))
"""One more answer each: a page may leave an answer that nobody gave unsaid, and a base is a base."""


@dataclass
class Reading:
    """A page as it was drawn, and what it read of the survey to draw itself."""

    words: str
    language: str
    cells: set[str]
    claims: set[str]
    printed: set[str]


@dataclass
class Noted:
    cells: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    printed: set[str] = field(default_factory=set)


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Noted:
    """The keys of the figures and claims made since it was last emptied."""
    noted, make_figure, make_claim = Noted(), Figure.of, Claim.of

    def note_figure(cell: SurveyCell) -> Figure:
        noted.cells.add(cell.key)
        return make_figure(cell)

    def note_claim(row: SurveyClaim) -> Claim:
        noted.claims.add(row.key)
        return make_claim(row)

    def note_printed(keys: Any) -> dict[str, str]:
        said = printed_numbers(keys)
        noted.printed.update(said)
        return said

    def say_for_many(keys: Iterable[str]) -> dict[str, str]:
        """The rows of an edition are read together: what they all cite is not what this page shows."""
        kept = {*noted.printed}
        said = say_numbers(keys)
        noted.printed &= kept
        return said

    def note_sentences(content: Any, numbers: Numbers | None = None) -> Any:
        noted.printed.update(key for key in keys_cited(content) if not is_cell(key))
        return with_numbers(content, numbers)

    monkeypatch.setattr(Figure, "of", note_figure)
    monkeypatch.setattr(Claim, "of", note_claim)
    monkeypatch.setattr("cms.figures.printed_numbers", note_printed)
    monkeypatch.setattr("modules.citing.say_numbers", say_for_many)
    monkeypatch.setattr("modules.models.edition.with_numbers", note_sentences)
    return noted


@dataclass
class Reader:
    client: Client
    noted: Noted

    def read(self, address: str) -> Reading | None:
        for keys in (self.noted.cells, self.noted.claims, self.noted.printed):
            keys.clear()
        response = self.client.get(address)
        if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
            return None
        html = response.content.decode()
        language = re.search(r'<html lang="(\w+)', html)
        assert language, address
        cells, claimed, printed = self.noted.cells, self.noted.claims, self.noted.printed
        return Reading(html, language[1], {*cells}, {*claimed}, {*printed})

    def crawl(self, *starts: str, known: Iterable[str] = ()) -> dict[str, Reading]:
        """Every page that links and forms of choices lead to from these, but those that are known."""
        found: dict[str, Reading] = {}
        waiting, seen = [*starts], {*starts, *known}
        while waiting:
            address = waiting.pop()
            reading = self.read(address)
            if reading is None:
                continue
            found[address] = reading
            fresh = {each for each in leads_of(reading.words, address) if not LEFT_ALONE.match(each)} - seen
            seen |= fresh
            waiting += sorted(fresh)
            assert len(seen) < MOST_PAGES, f"{address} leads on without end"
        return found


def leads_of(html: str, address: str) -> Iterator[str]:
    """Where the links of a page lead, and its forms made of choices, whatever is chosen; on this site."""
    tree = BeautifulSoup(html, "html.parser")
    for link in tree.find_all("a", href=True):
        parts = urlsplit(urljoin(address, str(link["href"])))
        if not parts.netloc and parts.scheme in {"", "http"}:
            yield parts._replace(fragment="").geturl()
    for form in tree.find_all("form"):
        choices = {str(each["name"]): [str(one["value"]) for one in each("option")] for each in form.find_all("select")}
        if str(form.get("method", "get")).lower() == "get" and choices:
            for chosen in product(*choices.values()):
                query = urlencode(dict(zip(choices, chosen, strict=True)))
                yield f"{urljoin(address, str(form.get('action') or address))}?{query}"


def screens_of(edition: Edition, learner: User) -> Iterator[str]:
    """The address of every screen and question of a module, begun by this learner; both forms of a test."""
    registration = make_registration(edition, learner)
    road = f"/parcours/{registration.pk}/"
    for activity in edition.activities.all():
        content = activity.thawed
        if activity.kind == "lesson":
            yield from (f"{road}{activity.slug}/?ecran={n}" for n in range(1, len(content.screens) + 1))
        elif activity.kind == "quiz":
            attempt = start_quiz(registration, activity)
            for form in ("A", "B") if content.form_a else (attempt.form,):
                Attempt.objects.filter(pk=attempt.pk).update(form=form)
                yield from (f"{road}{activity.slug}/?question={n + 1}" for n in range(len(keys_of(content, form))))


@dataclass
class House:
    visitor: Reader
    learner: Reader
    editions: list[Edition]
    taken: Registration


@pytest.fixture
def house(noted: Noted) -> House:
    """The site as it is seeded, and someone who has taken a module with the survey's questions from end to end."""
    seed_site()
    editions = [each.edition for each in load_all(Path(settings.FIXTURES) / "modules")]
    nadege = make_learner()
    asked = next(each for each in editions if each.activities.filter(kind="questionnaire").exists())
    taken = walk(nadege, asked, timezone.now() - timedelta(days=90), asked.activities.count(), Random(3))
    learner = Client()
    learner.force_login(nadege)
    return House(Reader(Client(), noted), Reader(learner, noted), editions, taken)


Pages = dict[tuple[str, str], Reading]


def read_all(house: House) -> Pages:
    public = house.visitor.crawl("/", "/pourquoi-ces-modules/")
    hers = house.learner.crawl("/mon-parcours/", f"/parcours/{house.taken.pk}/", known=public)
    pages = {("visitor", address): page for address, page in public.items()}
    pages |= {("learner", address): page for address, page in hers.items()}
    for number, edition in enumerate(house.editions):
        other = make_learner(f"Autre{number}")
        house.learner.client.force_login(other)
        for address in screens_of(edition, other):
            page = house.learner.read(address)
            assert page is not None, address
            pages[other.email, address] = page
    return pages


def read_again(house: House, pages: Pages) -> Pages:
    again: Pages = {}
    people = {each.email: each for each in User.objects.all()}
    nadege = house.taken.learner
    for who, address in pages:
        if who != "visitor":
            house.learner.client.force_login(people.get(who, nadege))
        page = (house.visitor if who == "visitor" else house.learner).read(address)
        assert page is not None, address
        again[who, address] = page
    return again


def plain(html: str) -> str:
    """What is read of a page, on one line, its spaces alike."""
    without = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(without).split())


def says(words: str, way: str) -> bool:
    """« 3 citations sur 14 » is not in « 13 citations sur 147 »."""
    return re.search(rf"(?<!\d){re.escape(way)}(?!\d)", words) is not None


def said_of(page: Reading) -> dict[str, list[str]]:
    """Key → each way a page may say it: a figure in words or in a row of a table, a claim with its standing."""
    with translation.override(page.language):
        said = {
            key: [each.base_text, f"{each.row_label} {each.column_label} {each.numerator} {each.denominator}"]
            for key, each in figures(page.cells, internal=True).items()
        }
        said |= {key: [each.status_sentence] for key, each in claims(page.claims).items()}
        said |= {f"{key} in a sentence": [text] for key, text in printed_numbers(page.printed).items()}
    return {key: [" ".join(way.split()) for way in ways] for key, ways in said.items()}


@pytest.mark.long
@pytest.mark.django_db
def test_each_page_that_uses_a_count_or_a_claim_changes_with_it(house: House) -> None:
    pages = {place: page for place, page in read_all(house).items() if page.cells | page.claims | page.printed}
    unmoved = set(SurveyCell.objects.exclude(pk__in=MOVED).values_list("key", flat=True))
    before = {place: (plain(page.words), said_of(page)) for place, page in pages.items()}
    MOVED.update(numerator=F("numerator") + 1)
    SurveyClaim.objects.update(printed=F("printed") + 1)
    shown: set[str] = set()
    for place, page in read_again(house, pages).items():
        old, then = before[place]
        new, now = plain(page.words), said_of(page)
        told = Counter(way for ways in then.values() for way in ways)  # two answers of the same count say the same
        for key, ways in then.items():
            for way, fresh in zip(ways, now[key], strict=True):
                if way != fresh and told[way] == 1 and says(old, way):
                    shown.add(key)
                    assert says(new, fresh), (place, key, fresh)
        possible = {way for ways in now.values() for way in ways}
        assert set(PHRASE.findall(new)) <= possible, place
    seen = {key.removesuffix(" in a sentence") for key in shown}
    assert cited_by(house.editions) <= seen | unmoved


def cited_by(editions: list[Edition]) -> set[str]:
    """Every cell and claim that an open module cites: each must have been seen on some page."""
    rows = [row for each in editions for row in (*each.activities.all(), *each.questions.all())]
    return {key for row in rows for _place, key in numbers_shown(row.as_written)}


SHOWN_HERE = {"cms/figures.py", "cms/models/home.py", "cms/templatetags/look.py", "competencies/framework.py"}
SHOWN_HERE |= {"modules/citing.py", "modules/reasons/explorer.py", "modules/reasons/views.py"}
SHOWN_HERE |= {"modules/templatetags/activities.py"}
"""What the pages read above show the survey with."""
SHOWN_ELSEWHERE = {
    "lms/campaigns/results.py": "tests/campaigns/test_campaigns.py: results wait for the last day",
    "lms/diagnosis/beyond.py": "tests/campaigns/test_campaigns.py: the head says what training cannot close",
    "lms/funding/telling.py": "tests/funding/test_outcomes.py: an edition says what changed, on paper too",
}
SHOWS_NOTHING = {
    "cms/blocks.py",
    "competencies/survey_rows.py",
    "modules/packing/importing.py",
    "modules/publishing.py",
}
"""Forms and files: they ask whether a key is known, or give the data themselves."""


def test_nothing_else_reads_the_survey_to_show_it() -> None:
    """Whatever comes to show a figure is met by the pages above, or says which test changes its count."""
    reads = re.compile(r"^from (?:competencies\.survey|cms\.figures) import", re.MULTILINE)
    rooms = ("cms", "competencies", "modules", "lms", "xapi_store")
    found = {
        path.relative_to(settings.ROOT).as_posix()
        for room in rooms
        for path in (settings.ROOT / room).rglob("*.py")
        if reads.search(path.read_text("utf-8"))
    }
    assert found == SHOWN_HERE | SHOWN_ELSEWHERE.keys() | SHOWS_NOTHING
