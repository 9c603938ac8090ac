"""Who does what near here, and what they agreed together: the actors’ sheets and conventions of proposals 3 and 5."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models.directory import Place


class Actor(models.Model):
    """A service, never a person: what it does, what it does not do, how to reach it."""

    class Kind(models.TextChoices):
        ADMINISTRATION = "administration", _("Administration")
        SOCIAL = "social", _("Social structure")
        MEDIATION = "mediation", _("Digital mediation")
        ASSOCIATION = "association", _("Association")
        LIBRARY = "library", _("Library")
        OTHER = "other", _("Other actor")

    name = models.CharField(_("name"), max_length=160, help_text=_("Of the service. For example: Relais du Bourg."))
    slug = models.SlugField(
        _("end of its address"), max_length=80, unique=True, help_text=_("For example: relais-du-bourg.")
    )
    kind = models.CharField(_("kind of actor"), max_length=14, choices=Kind.choices)
    territory = models.CharField(_("territory"), max_length=160, help_text=_("For example: Roubaix and its villages."))
    missions = models.TextField(_("what it does"), help_text=_("Two or three sentences, in everyday words."))
    limits = models.TextField(
        _("what it does not do"), blank=True, help_text=_("So that nobody is sent there in vain. One sentence each.")
    )
    role = models.TextField(
        _("its part in the network"), blank=True, help_text=_("For example: it takes in whoever has no device.")
    )
    reached_by = models.CharField(
        _("how a professional reaches it"),
        max_length=255,
        help_text=_("A switchboard, a shared address, a counter. Never a person’s name nor own number."),
    )
    website = models.URLField(_("website"), blank=True)
    place_identifier = models.CharField(
        _("identifier of its place"),
        max_length=255,
        blank=True,
        help_text=_("As in the file of places: its sheet and the place’s then lead to each other."),
    )
    checked_on = models.DateField(
        _("read again by the actor on"), null=True, blank=True, help_text=_("Left empty, the sheet says it was not.")
    )
    is_invented = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("actor’s sheet")
        verbose_name_plural = _("actors’ sheets")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("actor", args=[self.slug])

    def place(self) -> Place | None:
        """Its place in the newest file of the directory, if it is there."""
        if not self.place_identifier:
            return None
        return Place.objects.current().filter(identifier=self.place_identifier).first()


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def running_on(self, day: date | None = None) -> "PartnershipQuerySet":
        """Signed and not over that day (today by default); the last one begun first."""
        today = day or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today).order_by("-starts_on", "pk")


class Partnership(models.Model):
    """A convention between actors, and what it lets a worker do. A funder's convention is another thing."""

    title = models.CharField(
        _("title"), max_length=200, help_text=_("For example: A computer and an hour with someone, without a file.")
    )
    actors = models.ManyToManyField(Actor, related_name="partnerships", verbose_name=_("between"))
    purpose = models.TextField(_("what it is for"), help_text=_("One or two sentences: who, for whom, why."))
    gesture = models.TextField(
        _("what it changes for a worker"),
        help_text=_("What one may do from tomorrow. For example: call on Thursday, she is expected on Friday."),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("Empty: until one of them ends it."))
    text_address = models.URLField(_("address of its text"), blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership convention")
        verbose_name_plural = _("partnership conventions")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="partnership_ends_after_it_starts",
                violation_error_message=_("A convention ends after it starts: check the two days."),
            )
        ]

    def __str__(self) -> str:
        return self.title
