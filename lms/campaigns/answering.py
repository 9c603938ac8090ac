"""Taking one person's answers: the link goes, the answers come, in one transaction."""

from django.db import transaction
from django.utils import timezone

from lms.campaigns.models import Campaign, CampaignAnswers, CampaignLink, CampaignWords
from lms.campaigns.opening import digest_of


class LinkSpent(Exception):  # noqa: N818 (the name says what happened)
    """The link was used, never existed, or its campaign is closed: the three are answered alike."""


def find_campaign(secret: str) -> Campaign:
    """The open campaign that this unused link leads to. Raises LinkSpent."""
    link = CampaignLink.objects.select_related("campaign__organisation").filter(digest=digest_of(secret)).first()
    today = timezone.localdate()
    if link is None or not Campaign.objects.open_on(today).filter(pk=link.campaign_id).exists():
        raise LinkSpent
    return link.campaign


@transaction.atomic
def take_answers(secret: str, choices: dict[str, list[str]], words: dict[str, str]) -> None:
    """Keep the answers and destroy the link. Raises LinkSpent.

    The race: the form is sent twice. Only one of the two deletes the row.
    """
    campaign = find_campaign(secret)
    deleted, _rows = CampaignLink.objects.filter(digest=digest_of(secret)).delete()
    if not deleted:
        raise LinkSpent
    CampaignAnswers.objects.create(campaign=campaign, choices=choices)
    CampaignWords.objects.bulk_create(
        [CampaignWords(campaign=campaign, item=item, text=text) for item, text in words.items()]
    )
