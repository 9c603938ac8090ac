"""The questionnaire of 2018 put again: nobody is recognised, nothing is compared that does not compare."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import models
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from competencies.instruments import questionnaire
from competencies.loading.instrument_files import Item
from competencies.models import SurveyCell
from lms.campaigns.answering import LinkSpent, take_answers
from lms.campaigns.models import Campaign, CampaignAnswers, CampaignLink, CampaignWords
from lms.campaigns.opening import make_links, open_campaign
from lms.campaigns.results import INSIDE, OUTSIDE, Choices, count_one, count_several, results_of
from lms.diagnosis.beyond import Concern, beyond_training
from lms.diagnosis.models import StructureDiagnosis
from lms.people.models import User
from lms.people.rights import Role
from tests.cast import Employer, make_employer, make_person
from xapi_store.models import Statement

ITEMS = questionnaire().items


@dataclass
class Cast:
    employer: Employer
    hr: User
    campaign: Campaign


@pytest.fixture
def cast(db: None) -> Cast:
    employer = make_employer()
    hr = make_person("Hélène Rivière", Role.HR, employer.root)
    return Cast(employer, hr, open_campaign(employer.root, hr, timezone.localdate() + timedelta(days=20)))


def answer(campaign: Campaign, *everybody: Choices, words: dict[str, str] | None = None) -> None:
    for choices, secret in zip(everybody, make_links(campaign, len(everybody)), strict=True):
        take_answers(secret, choices, words or {})


def close(campaign: Campaign) -> Campaign:
    past = timezone.localdate() - timedelta(days=1)
    Campaign.objects.filter(pk=campaign.pk).update(opened_on=past, closes_on=past)
    return Campaign.objects.get(pk=campaign.pk)


def test_someone_answers_without_an_account_and_the_link_is_destroyed(cast: Cast, client: Client) -> None:
    (secret,) = make_links(cast.campaign, 1)
    address = reverse("campaigns:answer", args=[secret])
    page = client.get(address).content.decode()
    assert page.count("<section") == 28
    sent = client.post(
        address, {"q05": "non", "q05-raison": ["temps"], "q05-usage": ["reorienter"], "q27": "Du temps."}
    )
    assert "Réponses envoyées" in sent.content.decode()
    (kept,) = CampaignAnswers.objects.all()
    assert kept.choices == {"q05": ["non"], "q05-raison": ["temps"]}  # the branch not taken is left out
    assert CampaignWords.objects.get().text == "Du temps."
    assert client.get(address).status_code == 404
    assert client.post(address, {"q05": "oui"}).status_code == 404
    assert CampaignAnswers.objects.count() == 1


def test_no_column_ties_an_answer_to_a_link_a_person_or_a_moment(cast: Cast) -> None:
    before = Statement.objects.count()
    answer(cast.campaign, {"q05": ["oui"]}, words={"q27": "Du temps."})
    assert not CampaignLink.objects.exists()
    assert Statement.objects.count() == before
    for model in (CampaignAnswers, CampaignWords):
        fields = model._meta.concrete_fields
        assert {field.related_model for field in fields if field.is_relation} == {Campaign}
        assert not [field for field in fields if isinstance(field, models.DateField)]
        assert isinstance(model._meta.pk, models.UUIDField)
    assert {field.name for field in CampaignLink._meta.concrete_fields} == {"digest", "campaign"}


def test_only_the_digest_of_a_link_is_kept(cast: Cast) -> None:
    (secret,) = make_links(cast.campaign, 1)
    assert secret not in str(CampaignLink.objects.values_list())


def test_after_the_last_day_nobody_answers(cast: Cast) -> None:
    (secret,) = make_links(cast.campaign, 1)
    close(cast.campaign)
    with pytest.raises(LinkSpent):
        take_answers(secret, {"q05": ["oui"]}, {})
    assert CampaignLink.objects.count() == 1


def test_what_was_typed_is_not_lost_when_a_sentence_names_a_phone(cast: Cast, client: Client) -> None:
    (secret,) = make_links(cast.campaign, 1)
    page = client.post(reverse("campaigns:answer", args=[secret]), {"q05": "oui", "q27": "Appeler le 06 12 34 56 78."})
    text = page.content.decode()
    assert "06 12 34 56 78" in text
    assert "un numéro de téléphone" in text
    assert CampaignLink.objects.count() == 1


def test_results_wait_for_the_last_day(cast: Cast, client: Client) -> None:
    answer(cast.campaign, *[{"q25": ["oui"]}] * 12, *[{"q25": ["non"]}] * 8)
    assert results_of(cast.campaign).questions == []
    client.force_login(cast.hr)
    address = reverse("campaigns:campaign", args=[cast.campaign.pk])
    assert "20 personnes ont répondu" in client.get(address).content.decode()
    close(cast.campaign)
    page = client.get(address).content.decode()
    assert "12 personnes sur 20" in page
    assert "23 personnes sur 48" in page  # 2018, beside
    SurveyCell.objects.filter(key="T05/total/oui").update(numerator=30)
    page = client.get(address).content.decode()
    assert "30 personnes sur 48" in page
    assert "23 personnes sur 48" not in page


def test_under_five_people_nothing_is_shown(cast: Cast, client: Client) -> None:
    answer(cast.campaign, *[{"q25": ["oui"]}] * 4)
    client.force_login(cast.hr)
    page = client.get(reverse("campaigns:campaign", args=[close(cast.campaign).pk])).content.decode()
    assert "Trop peu de réponses" in page


def test_inside_five_people_make_a_group_and_outside_eleven(cast: Cast, client: Client) -> None:
    answer(cast.campaign, *[{"q25": ["oui"]}] * 6, *[{"q25": ["non"]}] * 12)
    campaign = close(cast.campaign)
    inside = {result.number: result for result in results_of(campaign, INSIDE).questions}[25]
    outside = {result.number: result for result in results_of(campaign, OUTSIDE).questions}[25]
    assert [line.people for line in inside.lines] == [12, 6]
    assert outside.is_withheld
    client.force_login(make_person("Aude Itrice", Role.AUDITOR))
    page = client.get(reverse("campaigns:campaign", args=[campaign.pk])).content.decode()
    assert "au moins 11 personnes" in page
    assert "6 personnes sur 18" not in page


def test_a_branch_never_lets_the_rest_be_subtracted() -> None:
    """12 know the resources, 9 of them pass people on: 3 would be left, so the 9 are withheld."""
    everybody: list[Choices] = [{"q06": ["oui"], "q06-usage": ["reorienter"]}] * 9 + [{"q06": ["oui"]}] * 3
    everybody += [{"q06": ["non"]}] * 8
    lines = {line.label: line.people for line in count_several(ITEMS["q06-usage"], everybody, INSIDE)}
    assert lines["Pour réorienter les personnes accompagnées"] is None


ANSWER = st.sampled_from(["oui", "non", ""])


@given(st.lists(ANSWER, max_size=60))
def test_no_group_shown_is_smaller_than_five_and_the_table_adds_up(chosen: list[str]) -> None:
    everybody: list[Choices] = [{"q25": [each]} if each else {} for each in chosen]
    people = [line.people for line in count_one(ITEMS["q25"], everybody, INSIDE)]
    if None not in people:
        assert sum(each or 0 for each in people) == len(chosen)
        assert all((each or 0) >= 5 for each in people)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60))
def test_whoever_did_not_choose_an_answer_shown_is_in_a_group_too(people: list[tuple[bool, bool]]) -> None:
    item: Item = ITEMS["q06-usage"]
    everybody: list[Choices] = [
        {"q06": ["oui" if asked else "non"]} | ({"q06-usage": ["reorienter"]} if asked and picks else {})
        for asked, picks in people
    ]
    shown = count_several(item, everybody, INSIDE)[0].people
    asked_of = sum(asked for asked, _picks in people)
    if shown is not None:
        assert shown >= 5
        assert asked_of - shown >= 5
        assert len(people) - asked_of == 0 or len(people) - asked_of >= 5


def test_2018_is_refused_when_the_words_or_the_scale_differ(cast: Cast) -> None:
    raw: dict[str, Any] = json.loads(cast.campaign.instrument)
    raw["questions"][24]["items"][0]["answers"] = {"souvent": "Souvent", "jamais": "Jamais"}
    raw["questions"][24]["items"][1]["when"] = {}
    raw["questions"][24]["items"][2]["when"] = {}
    raw["questions"][6]["wording"] = "Êtes-vous au courant ?"
    Campaign.objects.filter(pk=cast.campaign.pk).update(instrument=json.dumps(raw))
    campaign = Campaign.objects.get(pk=cast.campaign.pk)
    answer(campaign, *[{"q25": ["souvent"], "q07": ["oui"], "q16": ["oui"]}] * 7)
    results = {result.number: result for result in results_of(close(campaign)).questions}
    assert "réponses proposées" in results[25].refusal
    assert "mots" in results[7].refusal
    assert results[25].baseline == results[7].baseline == []
    assert results[16].refusal == ""
    assert [figure.key for figure in results[16].baseline] == ["T06/total/oui", "T06/total/non"]


def test_what_only_the_employer_can_change_stands_apart(cast: Cast) -> None:
    answer(cast.campaign, *[{"q02-lieu": ["non"], "q25": ["oui"]}] * 6, *[{"q02-lieu": ["specifique"]}] * 6)
    results = results_of(close(cast.campaign))
    assert {result.number for result in results.employer_only} == {1, 2, 3, 4, 14}
    assert 25 in {result.number for result in results.others}


def test_free_answers_are_read_in_no_one_s_order_and_only_when_five_wrote(cast: Cast) -> None:
    for text in ("E", "B", "A", "D", "C"):
        answer(cast.campaign, {"q25": ["oui"]}, words={"q27": text})
    answer(cast.campaign, {"q25": ["oui"]}, words={"q10-lesquels": "Un seul."})
    words = results_of(close(cast.campaign)).words
    assert [texts for _wording, texts in words] == [["A", "B", "C", "D", "E"]]


def test_reading_the_results_costs_the_same_however_many_answered(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    answer(cast.campaign, *[{"q25": ["oui"]}] * 15, *[{"q25": ["non"]}] * 15)
    close(cast.campaign)
    client.force_login(cast.hr)
    with django_assert_max_num_queries(20):
        client.get(reverse("campaigns:campaign", args=[cast.campaign.pk]))


def test_hr_opens_a_campaign_and_gets_links_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.hr)
    day = timezone.localdate() + timedelta(days=10)
    opened = client.post(reverse("campaigns:campaigns"), {"organisation": cast.employer.team.pk, "closes_on": day})
    campaign = Campaign.objects.get(organisation=cast.employer.team)
    assert opened["Location"] == reverse("campaigns:campaign", args=[campaign.pk])
    page = client.post(reverse("campaigns:links", args=[campaign.pk]), {"number": 3}).content.decode()
    assert page.count("http://testserver/enquete/") == 3
    assert Campaign.objects.get(pk=campaign.pk).links_made == 3


def test_the_diagnosis_is_linked_for_those_it_opens_to(cast: Cast, client: Client) -> None:
    link = f'href="{reverse("diagnosis:structures")}"'
    client.force_login(cast.hr)
    assert link in client.get(reverse("campaigns:campaigns")).content.decode()
    client.force_login(make_person("Inès Carpentier", Role.INSTITUTE_ADMIN, cast.employer.root))
    assert link not in client.get(reverse("campaigns:campaigns")).content.decode()


def test_a_campaign_cannot_close_today_nor_be_opened_elsewhere(cast: Cast, client: Client) -> None:
    elsewhere = make_employer("Service Ailleurs")
    client.force_login(cast.hr)
    before = Campaign.objects.count()
    today = timezone.localdate()
    client.post(reverse("campaigns:campaigns"), {"organisation": cast.employer.root.pk, "closes_on": today})
    day = today + timedelta(days=10)
    page = client.post(reverse("campaigns:campaigns"), {"organisation": elsewhere.root.pk, "closes_on": day})
    assert "n’est pas l’une des vôtres" in page.content.decode()
    without_day = client.post(reverse("campaigns:campaigns"), {"organisation": cast.employer.root.pk})
    assert "Choisissez le dernier jour pour répondre." in without_day.content.decode()
    assert Campaign.objects.count() == before


def test_the_head_says_what_training_cannot_close(cast: Cast, client: Client) -> None:
    client.force_login(cast.hr)
    said = {"g13": "non", "g14-lieu": "non", "g14-lieu-pourquoi": "Pas de bureau fermé.", "g14-materiel": "oui"}
    client.post(
        reverse("diagnosis:answer", args=[cast.employer.root.pk]), said | {"g14-formations": "non", "g09": "oui"}
    )
    lacks = beyond_training(cast.employer.team)  # a team inherits the answers of its structure
    assert [lack.concern for lack in lacks] == [Concern.JOB_DESCRIPTION, Concern.ROOM]
    assert lacks[1].reason == "Pas de bureau fermé."
    assert lacks[1].in_2018.key == "T24/total/non"
    page = client.get(reverse("diagnosis:structure", args=[cast.employer.root.pk])).content.decode()
    only, closable = page.split("Ce que la formation peut combler")
    assert "Pas de bureau fermé." in only
    assert "Formations" in closable
    assert lacks[1].in_2018.base_text in only
    SurveyCell.objects.filter(key="T24/total/non").update(numerator=F("numerator") + 1)
    [_job, room] = beyond_training(cast.employer.team)
    assert room.in_2018.numerator == lacks[1].in_2018.numerator + 1
    page = client.get(reverse("diagnosis:structure", args=[cast.employer.root.pk])).content.decode()
    assert room.in_2018.base_text in page
    assert lacks[1].in_2018.base_text not in page
    assert beyond_training(make_employer("Ailleurs").root) == []


def test_answering_again_replaces_the_first_answers(cast: Cast, client: Client) -> None:
    client.force_login(cast.hr)
    address = reverse("diagnosis:answer", args=[cast.employer.root.pk])
    client.post(address, {"g13": "non"})
    assert 'value="non"' in client.get(address).content.decode()
    client.post(address, {"g13": "oui"})
    assert StructureDiagnosis.objects.get().choices == {"g13": ["oui"]}
    assert beyond_training(cast.employer.root) == []
