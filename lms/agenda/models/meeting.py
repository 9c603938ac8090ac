"""Meetings for everyone: a conference, an open forum. Their pages are the editors'; their seats are counted here."""

from datetime import time
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, StructBlock, TextBlock, TimeBlock
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.models import EASY_PANELS, EasyToRead, Findable, Heading
from cms.panels import FOUND_BY, RemarksPanel
from cms.saying import say_all

MEETINGS = Heading("rencontres", _("Meetings"))
WHEN_AND_WHERE = ("starts_at", "ends_at", "place", "access")


class MomentBlock(StructBlock):
    """One line of a programme."""

    time = TimeBlock(label=_("time"), help_text=_("For example: 09:30."))
    title = CharBlock(
        label=_("what happens"), help_text=_("For example: Three minutes each, a procedure that got stuck.")
    )
    text = TextBlock(label=_("in a few words"), required=False, help_text=_("For example: situations, never names."))

    class Meta:
        icon = "time"
        label = _("moment")
        template = "agenda/meetings/moment.html"
        description = _("One line of the programme: a time, and what happens.")
        preview_value = {
            "time": time(9, 30),
            "title": "Trois minutes chacun : une démarche qui a coincé",
            "text": "Des situations, jamais de noms.",
        }


class MeetingsPage(EasyToRead, Findable, Page):
    found_as = MEETINGS
    explains = ("title", "lead")
    lead = models.TextField(_("first sentences"), blank=True)

    template = "agenda/meetings/list.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["agenda.MeetingPage"]
    content_panels: ClassVar[list[Any]] = [RemarksPanel(), *Page.content_panels, FieldPanel("lead"), *EASY_PANELS]
    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("lead")]

    class Meta:
        verbose_name = _("list of meetings")
        verbose_name_plural = _("lists of meetings")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        meetings = MeetingPage.objects.child_of(self).live().public()
        now = timezone.now()
        coming, past = meetings.filter(ends_at__gte=now), meetings.filter(ends_at__lt=now)
        own = {"coming": coming.order_by("starts_at"), "past": past.order_by("-starts_at")[:20]}
        own = {name: say_all(each, ("title", "place")) for name, each in own.items()}
        return super().get_context(request, *args, **kwargs) | own


class MeetingPage(EasyToRead, Findable, RoutablePageMixin, Page):
    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("Conference")
        OPEN_FORUM = "open_forum", _("Open forum")
        MEETING = "meeting", _("Meeting")

    found_as = MEETINGS
    explains = ("title", "lead", *WHEN_AND_WHERE, "moments")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.MEETING)
    lead = models.TextField(_("what it is for"), help_text=_("Two sentences: why come, for whom."))
    starts_at = models.DateTimeField(_("starts"), help_text=_("Day and hour. For example: 23/11/2026 09:30."))
    ends_at = models.DateTimeField(_("ends"), help_text=_("For example: 23/11/2026 12:30."))
    place = models.CharField(_("place"), max_length=255, help_text=_("For example: Médiathèque, 12 rue de l’Exemple."))
    access = models.TextField(_("access"), blank=True, help_text=_("Lift, hearing loop, sign language, bus stop."))
    capacity = models.PositiveSmallIntegerField(
        _("seats"), default=30, help_text=_("Whoever comes after is on the waiting list.")
    )
    moments = StreamField([("moment", MomentBlock())], verbose_name=_("programme"), blank=True)
    is_called_off = models.BooleanField(
        _("called off"), default=False, help_text=_("Everyone who registered is told by e-mail as soon as you publish.")
    )

    template = "agenda/meetings/meeting.html"
    parent_page_types: ClassVar[list[str]] = ["agenda.MeetingsPage"]
    subpage_types: ClassVar[list[str]] = []
    writing_words = _("A meeting")
    content_panels: ClassVar[list[Any]] = [
        RemarksPanel(),
        *Page.content_panels,
        *[FieldPanel(name) for name in ("kind", "lead")],
        MultiFieldPanel([FieldPanel(name) for name in WHEN_AND_WHERE], _("When and where")),
        *[FieldPanel(name) for name in ("capacity", "moments", "is_called_off")],
        *EASY_PANELS,
    ]
    promote_panels = FOUND_BY
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        *[index.SearchField(name) for name in ("lead", "place", "moments")],
    ]

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="meeting_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A meeting ends after it starts: look at its two hours."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.pk and self.seats.filter(number__gt=self.capacity).exists():
            raise ValidationError({"capacity": _("More people than that already have a seat.")})

    @property
    def is_open(self) -> bool:
        """Whether one may still register."""
        return self.live and not self.is_called_off and timezone.now() < self.starts_at

    def free_seats(self) -> int:
        return max(0, self.capacity - self.seats.filter(number__isnull=False).count())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"free": self.free_seats()}

    @path("inscription/")  # type: ignore[untyped-decorator]
    def register(self, request: HttpRequest) -> HttpResponse:
        from lms.agenda.meetings.views import register  # the views know the models: read when asked

        return register(request, self)

    @path("ma-place/<int:key>/<str:signature>/")  # type: ignore[untyped-decorator]
    def own_seat(self, request: HttpRequest, key: int, signature: str) -> HttpResponse:
        from lms.agenda.meetings.views import own_seat

        return own_seat(request, self, key, signature)

    @path("ma-place/<int:key>/<str:signature>/questionnaire/")  # type: ignore[untyped-decorator]
    def questionnaire(self, request: HttpRequest, key: int, signature: str) -> HttpResponse:
        from lms.agenda.meetings.reply_views import answer

        return answer(request, self, key, signature)

    @path("agenda/")  # type: ignore[untyped-decorator]
    def calendar(self, request: HttpRequest) -> HttpResponse:
        from lms.agenda.meetings.calendar import write_calendar

        words = write_calendar(self, request.build_absolute_uri(self.get_url(request)))
        named = {"Content-Disposition": f'attachment; filename="{self.slug}.ics"'}
        return HttpResponse(words, content_type="text/calendar; charset=utf-8", headers=named)


class MeetingSeat(models.Model):
    """Someone who comes, or waits for a seat. Their name and address go once the meeting is over (`forget_people`).

    Whoever agreed to be asked three months after keeps their address here until then, and nothing else.
    """

    class Told(models.TextChoices):
        NOTHING = "", _("nothing yet")
        SEATED = "seated", _("has a seat")
        WAITING = "waiting", _("is on the waiting list")
        CALLED_OFF = "called_off", _("the meeting is called off")

    meeting = models.ForeignKey(MeetingPage, models.CASCADE, related_name="seats", verbose_name=_("meeting"))
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), null=True)  # noqa: DJ001 (erased: several may be, and none is the same)
    structure = models.CharField(_("structure"), max_length=160, blank=True)
    needs = models.CharField(_("what would help you take part"), max_length=300, blank=True)
    number = models.PositiveSmallIntegerField(_("seat"), null=True, blank=True)
    """Empty: on the waiting list, in the order of arrival."""
    told = models.CharField(_("last told"), max_length=10, choices=Told.choices, default=Told.NOTHING, blank=True)
    may_be_asked_later = models.BooleanField(_("may be asked three months after"), default=False)
    asked = models.CharField(_("last questionnaire sent"), max_length=6, blank=True)
    """The moment of it (`meeting_reply.Moment`)."""
    registered_at = models.DateTimeField(_("registered"), auto_now_add=True)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["meeting", "pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="seat_taken_once",
                violation_error_message=_("This seat was just taken."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "email"],
                name="one_seat_an_address",
                violation_error_message=_("This address is already registered."),
            ),
            models.CheckConstraint(
                name="seats_are_counted_from_one",
                condition=Q(number__isnull=True) | Q(number__gte=1),
                violation_error_message=_("Seats are counted from one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting.title} · {self.number or '…'}"

    @property
    def is_seated(self) -> bool:
        return self.number is not None

    def due_news(self) -> str:
        """What the next letter says."""
        if self.meeting.is_called_off:
            return self.Told.CALLED_OFF
        return self.Told.SEATED if self.is_seated else self.Told.WAITING
