"""Asking for the letter, agreeing from one's own letter box, stopping."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from cms.models import WatchPage
from cms.models.subscription import WatchSubscription
from cms.reading_language import language_of_page

SIGNER = signing.Signer(salt="cms.watch-letter")
WAITS = timedelta(days=7)
"""For an agreement; then the address is forgotten."""


def ask_letter(email: str, themes: list[str], rhythm: str, now: datetime, agreed: bool = False) -> WatchSubscription:
    """Keep what is asked; the caller queues a letter to who has not agreed yet.

    `agreed`: the address is known to be theirs. A stranger who types an address that agreed already changes
    nothing of it.
    """
    email = email.strip().lower()
    asked = {"themes": sorted(themes), "rhythm": rhythm, "language": language_of_page(), "asked_at": now}
    subscription, _new = WatchSubscription.objects.get_or_create(email=email, defaults=asked)
    if agreed or subscription.confirmed_at is None:
        for name, value in asked.items():
            setattr(subscription, name, value)
        if agreed and subscription.confirmed_at is None:
            subscription.confirmed_at = subscription.told_at = now
        subscription.save()
    return subscription


def agree(subscription: WatchSubscription, now: datetime) -> None:
    """Twice is once: the day of the first agreement stays."""
    WatchSubscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(confirmed_at=now, told_at=now)


def forget_unconfirmed(now: datetime) -> int:
    gone, _each = WatchSubscription.objects.filter(confirmed_at=None, asked_at__lt=now - WAITS).delete()
    return gone


def own_address(subscription: WatchSubscription, deed: str) -> str:
    """The whole address of « confirmer » or « arreter », which only a letter names."""
    watch = WatchPage.objects.live().first()
    above = watch.url if watch else reverse("wagtail_serve", args=["veille/"])
    signature = SIGNER.signature(f"{deed}:{subscription.pk}:{subscription.email}")
    return f"{settings.WAGTAILADMIN_BASE_URL}{above}lettre/{deed}/{subscription.pk}/{signature}/"


def read_address(deed: str, key: int, signature: str) -> WatchSubscription | None:
    """Whose it is; None for an address that we never gave, or a letter already stopped."""
    subscription = WatchSubscription.objects.filter(pk=key).first()
    if subscription is None:
        return None
    wanted = SIGNER.signature(f"{deed}:{subscription.pk}:{subscription.email}")
    return subscription if constant_time_compare(signature, wanted) else None
