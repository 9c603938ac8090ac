"""Programmes: half-days that live elsewhere, chosen in order, followed as one path."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from cms.seeding import seed_site
from lms.people.models import User
from modules.following import follow_programme
from modules.loading.loader import FileRefused, InstituteFile, load_institute
from modules.loading.programmes import ProgrammeFile, decode, load_programmes
from modules.models import InstitutePage, Module, Programme, ProgrammeModule, ProgrammeRegistration, Registration
from tests.cast import finish, follow, make_institute_with_module, make_person
from tests.modules.written import texts_of

FILES = sorted((settings.FIXTURES / "programmes").glob("*.yaml"))

DAY = """\
key: une-journee
title: Une journée
summary: Deux demi-journées.
modules: [apprendre, essayer]
audience: Les personnes qui accompagnent.
prerequisites: Aucun.
progression: La première, puis la seconde.
methods: Des cas.
assessment: Un test et une pratique.
accessibility: Au clavier.
access: Tout de suite.
price: Gratuit.
"""


@pytest.fixture
def institute(db: None, tmp_path: Path) -> InstitutePage:
    """With two modules of forty minutes, « apprendre » and « essayer », which stand under its page."""
    seed_site()
    for key in ("apprendre", "essayer"):
        taught = make_institute_with_module(tmp_path / "modules", key=key, title=key.title())
    return taught.page


def load(institute: InstitutePage, folder: Path, text: str = DAY) -> list[Programme]:
    folder.mkdir(exist_ok=True)
    (folder / "une-journee.yaml").write_text(text, encoding="utf-8")
    return load_programmes(folder, institute)


@pytest.fixture
def day(institute: InstitutePage, tmp_path: Path) -> Programme:
    return load(institute, tmp_path / "programmes")[0]


@pytest.fixture
def nadege(db: None) -> User:
    return make_person("Nadège Osmont")


def registration_to(learner: User, slug: str) -> Registration:
    return Registration.objects.of(learner).get(edition__module__slug=slug)


def read(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode()).replace("\u00a0", " ")


def test_its_half_days_are_chosen_in_order_and_stay_where_they_live(day: Programme, institute: InstitutePage) -> None:
    assert [module.slug for module in day.modules()] == ["apprendre", "essayer"]
    assert all(module.get_parent().pk == institute.pk for module in day.modules())
    assert day.planned_minutes() == 80


def test_a_module_stands_in_two_programmes(day: Programme, institute: InstitutePage, tmp_path: Path) -> None:
    text = DAY.replace("key: une-journee", "key: a-l-envers").replace("[apprendre, essayer]", "[essayer, apprendre]")
    other = load(institute, tmp_path / "others", text)[0]
    assert [module.slug for module in other.modules()] == ["essayer", "apprendre"]
    assert [module.slug for module in day.modules()] == ["apprendre", "essayer"]


def test_a_half_day_is_chosen_once_whoever_writes(day: Programme) -> None:
    first = day.chosen_modules.all()[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeModule.objects.create(programme=day, module=first.module, locale=Locale.get_default())


def test_loading_again_writes_nothing_and_a_change_is_written(
    day: Programme, institute: InstitutePage, tmp_path: Path
) -> None:
    assert load(institute, tmp_path / "programmes") == []
    changed = load(institute, tmp_path / "programmes", DAY.replace("Gratuit", "Sur devis"))
    assert [each.pk for each in changed] == [day.pk]
    assert Programme.objects.get().price == "Sur devis."


def test_a_file_that_names_a_module_of_nobody_is_refused_and_says_which(
    institute: InstitutePage, tmp_path: Path
) -> None:
    with pytest.raises(FileRefused, match=r"une-journee\.yaml.*« inconnu »"):
        load(institute, tmp_path / "programmes", DAY.replace("essayer]", "inconnu]"))
    assert not Programme.objects.exists()


def test_a_programme_of_one_half_day_is_refused(institute: InstitutePage, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"\$\.modules"):
        load(institute, tmp_path / "programmes", DAY.replace("[apprendre, essayer]", "[apprendre]"))


def test_its_public_page_says_what_qualiopi_asks_and_the_length_computed(day: Programme, client: Client) -> None:
    page = read(client.get(day.url))
    assert "1 h 20" in page
    for words in ("Pour qui", "Prérequis", "Méthodes", "Évaluation", "Accessibilité", "Accès et délai", "Tarif"):
        assert words in page, words
    for words in ("décrivez une situation numérique par des faits", "La première, puis la seconde"):
        assert words in page
    assert "Le secrétariat répond sous deux jours." in page


def test_its_public_page_takes_few_queries(
    day: Programme, client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client.get(day.url)
    with django_assert_max_num_queries(18):
        client.get(day.url)


def test_one_click_registers_to_both_half_days_and_twice_is_once(day: Programme, client: Client, nadege: User) -> None:
    client.force_login(nadege)
    for _click in range(2):
        response = client.post(reverse("modules:follow_programme", args=[day.pk]))
    assert response["Location"] == reverse("modules:path", args=[registration_to(nadege, "apprendre").pk])
    followed = ProgrammeRegistration.objects.get()
    assert [each.edition.module.slug for each in followed.registrations] == ["apprendre", "essayer"]
    assert Registration.objects.of(nadege).count() == 2


def test_two_clicks_at_once_meet_on_the_constraint(day: Programme, nadege: User) -> None:
    followed = follow_programme(nadege, day)
    assert followed is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeRegistration.objects.create(learner=nadege, programme=day, registered_at=followed.registered_at)


def test_a_half_day_done_before_counts(day: Programme, nadege: User) -> None:
    module = Module.objects.get(slug="apprendre")
    before = finish(follow(nadege, module.editions.get()))
    followed = follow_programme(nadege, day)
    assert followed is not None
    assert followed.registrations[0] == before
    assert followed.next == registration_to(nadege, "essayer")
    assert (followed.next_number, followed.minutes_done, followed.planned_minutes) == (2, 40, 80)


def test_what_the_author_adds_later_moves_nobody(
    day: Programme, nadege: User, institute: InstitutePage, tmp_path: Path
) -> None:
    followed = follow_programme(nadege, day)
    assert followed is not None
    make_institute_with_module(tmp_path / "modules", key="recommencer", title="Recommencer")
    load(institute, tmp_path / "programmes", DAY.replace("essayer]", "essayer, recommencer]"))
    assert len(Programme.objects.get().modules()) == 3
    again = follow_programme(nadege, Programme.objects.get())
    assert again == followed
    assert len(ProgrammeRegistration.objects.with_stages().get().registrations) == 2


def test_a_programme_waits_for_its_last_half_day_to_be_open(
    institute: InstitutePage, client: Client, nadege: User, tmp_path: Path
) -> None:
    institute.add_child(instance=Module(title="Un jour", slug="un-jour", summary="Sans édition encore."))
    day = load(institute, tmp_path / "programmes", DAY.replace("essayer]", "un-jour]"))[0]
    client.force_login(nadege)
    page = read(client.post(reverse("modules:follow_programme", args=[day.pk]), follow=True))
    assert "n’est pas encore ouvert" in page
    assert not Registration.objects.of(nadege).exists()
    assert not ProgrammeRegistration.objects.exists()


def test_her_page_says_where_she_is_and_leads_on(day: Programme, client: Client, nadege: User) -> None:
    followed = follow_programme(nadege, day)
    assert followed is not None
    finish(registration_to(nadege, "apprendre"))
    client.force_login(nadege)
    page = read(client.get(reverse("modules:programme", args=[followed.pk])))
    assert "Demi-journée 2 sur 2. Fait : 40 min sur 1 h 20." in page
    assert reverse("modules:path", args=[registration_to(nadege, "essayer").pk]) in page
    finish(registration_to(nadege, "essayer"))
    response = client.post(reverse("modules:follow_programme", args=[day.pk]))
    assert response["Location"] == reverse("modules:programme", args=[followed.pk])
    assert reverse("agenda:programme_attestation", args=[followed.pk]) in read(client.get(response["Location"]))


def test_nobody_opens_someone_else_s(day: Programme, client: Client, nadege: User) -> None:
    followed = follow_programme(nadege, day)
    assert followed is not None
    client.force_login(make_person("Bilal Ferrand"))
    assert client.get(reverse("modules:programme", args=[followed.pk])).status_code == 404


def test_her_page_takes_few_queries_whatever_the_number_of_half_days(
    day: Programme, client: Client, nadege: User, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    followed = follow_programme(nadege, day)
    assert followed is not None
    client.force_login(nadege)
    client.get(reverse("modules:programme", args=[followed.pk]))
    with django_assert_max_num_queries(9):
        client.get(reverse("modules:programme", args=[followed.pk]))


def test_the_dashboard_says_where_one_is(day: Programme, client: Client, nadege: User) -> None:
    followed = follow_programme(nadege, day)
    assert followed is not None
    client.force_login(nadege)
    page = read(client.get(reverse("desk:dashboard")))
    assert "Mes programmes" in page
    assert "Demi-journée 1 sur 2 : Apprendre" in page
    first = registration_to(nadege, "apprendre")
    assert f'class="btn btn-wide" href="/parcours/{first.pk}/' in page  # « Continuer » leads to the first one
    assert reverse("modules:programme", args=[followed.pk]) in page


def test_the_catalogue_names_it(day: Programme, client: Client) -> None:
    assert day.url in read(client.get(reverse("modules:catalogue")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_programmes_of_the_house_are_written_whole(path: Path) -> None:
    written = decode(path, ProgrammeFile)
    folders = {each.parent.name for each in (settings.FIXTURES / "modules").glob("*/module.yaml")}
    assert set(written.modules) <= folders
    assert all(len(text) > 10 for text in texts_of(written))


def test_the_house_offers_a_day_and_the_path_of_all_three() -> None:
    chosen = [len(decode(path, ProgrammeFile).modules) for path in FILES]
    assert sorted(chosen) == [2, 3]


@pytest.mark.long
@pytest.mark.django_db
def test_the_day_of_the_house_lasts_seven_hours_and_the_path_ten_and_a_half(client: Client) -> None:
    seed_site()
    load_institute(InstituteFile("institut-passerelles", "Institut Passerelles", "", ""))
    call_command("load_modules")
    lengths = {programme.slug: programme.planned_minutes() for programme in Programme.objects.all()}
    assert lengths == {"une-journee": 420, "parcours-complet": 630}
    assert "7 h" in read(client.get(Programme.objects.get(slug="une-journee").url))
