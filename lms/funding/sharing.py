"""Showing an edition outside: links for people, tokens for programs. The one writer of both."""

from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from lms.funding.models import ApiToken, Convention, FundingEdition, ShareLink, ShareLinkReading
from lms.people.models import User

SIGNER = signing.Signer(salt="funding.link")
TOKEN_LIFE = timedelta(days=365)


def make_link(edition: FundingEdition, by: User, purpose: str, days: int) -> ShareLink:
    now = timezone.now()
    return ShareLink.objects.create(
        edition=edition, made_by=by, purpose=purpose, made_at=now, expires_at=now + timedelta(days=days)
    )


def address_of(link: ShareLink) -> str:
    return reverse("funding_shared", args=[SIGNER.sign(str(link.pk))])


def read_address(signed: str) -> ShareLink | None:
    """The link of a signed address, open or not; None for an address that we never gave."""
    try:
        key = UUID(SIGNER.unsign(signed))
    except (signing.BadSignature, ValueError):
        return None
    return ShareLink.objects.filter(pk=key).select_related("edition__convention__funder").first()


def note_reading(link: ShareLink) -> None:
    ShareLinkReading.objects.create(link=link)


def close_link(link: ShareLink) -> None:
    """For good. Closed twice, it keeps its first day."""
    ShareLink.objects.filter(pk=link.pk, closed_at=None).update(closed_at=timezone.now())


def open_token(convention: Convention, by: User, name: str) -> tuple[ApiToken, str]:
    """The token, and what the program must send: it is told here and nowhere else."""
    return ApiToken.objects.open(convention, name, by, timezone.now() + TOKEN_LIFE)


def close_token(token: ApiToken) -> None:
    ApiToken.objects.filter(pk=token.pk, closed_at=None).update(closed_at=timezone.now())


def note_use(token: ApiToken) -> None:
    """To the day: a write for each request would cost more than the request."""
    today = timezone.localdate()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
