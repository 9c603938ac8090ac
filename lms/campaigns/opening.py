"""Opening a campaign and making its one-use links."""

import secrets
from datetime import date
from hashlib import sha256

import msgspec
from django.db import transaction
from django.db.models import F

from competencies.instruments import questionnaire
from lms.campaigns.models import Campaign, CampaignLink
from lms.people.models import Organisation, User

AT_ONCE = 300
"""Links made at once: what a person prints or sends."""


def open_campaign(organisation: Organisation, opened_by: User, closes_on: date) -> Campaign:
    """The questionnaire of 2018, frozen as it is today."""
    return Campaign.objects.create(
        organisation=organisation,
        opened_by=opened_by,
        closes_on=closes_on,
        instrument=msgspec.json.encode(questionnaire()).decode(),
    )


@transaction.atomic
def make_links(campaign: Campaign, number: int) -> list[str]:
    """So many secrets, told this once: only their digests are kept."""
    made = [secrets.token_urlsafe(16) for _index in range(min(number, AT_ONCE))]
    CampaignLink.objects.bulk_create([CampaignLink(campaign=campaign, digest=digest_of(secret)) for secret in made])
    Campaign.objects.filter(pk=campaign.pk).update(links_made=F("links_made") + len(made))
    return made


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
