"""The directory of places: dated snapshots, each a whole file of the national format, never changed once taken."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

import cms.directory.holding  # noqa: F401 (the lookup `holds` of its lists)
from cms.directory.distance import kilometres


class DirectorySnapshot(models.Model):
    """A file of places as it was on a day. What is computed from it can be computed again."""

    key = models.SlugField(_("name"), max_length=80, unique=True)
    series = models.SlugField(_("series"), max_length=80)
    """The same territory from one day to another: the newest file of a series is the one shown."""
    title = models.CharField(_("title"), max_length=255)
    dated_on = models.DateField(_("dated"))
    is_invented = models.BooleanField(_("invented"), default=False)
    digest = models.CharField(_("digest"), max_length=64)
    taken_at = models.DateTimeField(_("taken in"), auto_now_add=True)

    class Meta:
        verbose_name = _("directory snapshot")
        verbose_name_plural = _("directory snapshots")
        ordering = ["-dated_on", "key"]

    def __str__(self) -> str:
        return self.title


class PlaceQuerySet(models.QuerySet["Place"]):
    def current(self) -> "PlaceQuerySet":
        """Of the newest file of each series; invented places only as long as no real file is there."""
        later = Q(dated_on__gt=OuterRef("snapshot__dated_on"))
        later |= Q(dated_on=OuterRef("snapshot__dated_on"), pk__gt=OuterRef("snapshot"))
        newer = DirectorySnapshot.objects.filter(later, series=OuterRef("snapshot__series"))
        real = DirectorySnapshot.objects.filter(is_invented=False)
        return self.filter(~Exists(newer)).exclude(Q(snapshot__is_invented=True) & Exists(real))

    def located(self) -> "PlaceQuerySet":
        return self.filter(latitude__isnull=False)


class Place(index.Indexed, models.Model):
    snapshot = models.ForeignKey(DirectorySnapshot, models.CASCADE, related_name="places", verbose_name=_("snapshot"))
    identifier = models.CharField(_("identifier"), max_length=255)
    pivot = models.CharField(_("SIRET or RNA"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=255)
    town = models.CharField(_("town"), max_length=255)
    postcode = models.CharField(_("postcode"), max_length=10)
    insee = models.CharField(_("commune code"), max_length=10, blank=True)
    address = models.CharField(_("address"), max_length=500)
    address_more = models.CharField(_("address, continued"), max_length=500, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    kinds = models.JSONField(_("kinds of structure"), default=list, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    emails = models.JSONField(_("e-mail addresses"), default=list, blank=True)
    website = models.CharField(_("website"), max_length=1000, blank=True)
    hours = models.CharField(_("opening hours"), max_length=1000, blank=True)
    summary = models.TextField(_("in short"), blank=True)
    detail = models.TextField(_("in detail"), blank=True)
    source = models.CharField(_("source"), max_length=255, blank=True)
    roaming = models.JSONField(_("roaming or fixed"), default=list, blank=True)
    parent = models.CharField(_("parent structure"), max_length=255, blank=True)
    updated_on = models.DateField(_("updated"))
    services = models.JSONField(_("services"), default=list)
    publics = models.JSONField(_("publics addressed"), default=list, blank=True)
    care = models.JSONField(_("specific care"), default=list, blank=True)
    fees = models.JSONField(_("fees"), default=list, blank=True)
    programmes = models.JSONField(_("national programmes"), default=list, blank=True)
    labels = models.JSONField(_("labels"), default=list, blank=True)
    other_labels = models.JSONField(_("other labels"), default=list, blank=True)
    access = models.JSONField(_("how to get in"), default=list, blank=True)
    support = models.JSONField(_("ways of helping"), default=list, blank=True)
    accessibility_url = models.CharField(_("accessibility sheet"), max_length=1000, blank=True)
    booking_url = models.CharField(_("booking"), max_length=1000, blank=True)

    objects = PlaceQuerySet.as_manager()
    search_fields = [
        *[index.SearchField(name) for name in ("name", "town", "summary", "services", "publics", "care", "detail")],
        index.FilterField("id"),
    ]

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["snapshot", "postcode", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "identifier"],
                name="place_once_a_snapshot",
                violation_error_message=_("This place is already in the snapshot."),
            ),
            models.CheckConstraint(
                # A comparison with nothing is neither true nor false, and a check lets it pass: say « not null » too.
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_on_the_globe",
                violation_error_message=_("Latitude and longitude go together, in degrees."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.town})"

    def kilometres_from(self, point: tuple[float, float]) -> float | None:
        if self.latitude is None or self.longitude is None:
            return None
        return kilometres((self.latitude, self.longitude), point)


class PlaceReport(models.Model):
    """An error that somebody saw on a place's sheet: for the editors, who tell the source. It says nothing of who."""

    class Wrong(models.TextChoices):
        CLOSED = "closed", _("The place is closed, or has moved")
        HOURS = "hours", _("The opening hours")
        CONTACT = "contact", _("The telephone, the e-mail or the site")
        SERVICES = "services", _("What the place offers, or for whom")
        ACCESS = "access", _("How one gets in, or its price")
        OTHER = "other", _("Something else")

    place = models.ForeignKey(Place, models.CASCADE, related_name="reports", verbose_name=_("place"))
    wrong = models.CharField(_("what is wrong"), max_length=10, choices=Wrong.choices)
    words = models.CharField(_("in your words"), max_length=300, blank=True)
    told_at = models.DateTimeField(_("told"), auto_now_add=True)
    is_handled = models.BooleanField(_("handled"), default=False)
    answer = models.CharField(_("what was done"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("error on a place")
        verbose_name_plural = _("errors on places")
        ordering = ["is_handled", "-told_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_handled=False) | ~Q(answer=""),
                name="handled_report_says_what_was_done",
                violation_error_message=_("Say what was done before calling it handled."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place.name} · {self.get_wrong_display()}"
