"""What the meetings changed, for everyone to read: the indicators that the event sheets of the 2018 study ask for.

Nothing is shown while a questionnaire is open: two readings would tell who said what. Then each figure is « so many of
so many people », shown when at least eleven said yes and eleven did not, by the one engine. Before and after are
counted on the same people; what is said three months after stands on those who said it, and no change is drawn from it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from competencies.percent import percent_of, percent_text, wilson_interval
from lms.agenda.meetings.questionnaire import ITEMS, Item, Theme, items_of, window
from lms.agenda.models import MeetingPage, MeetingReply, Moment
from lms.funding.grid import CountedPerson, Depth, Rules, Step, each_alone, grid, tally

RULES = Rules(k=11, outside_largest_employer=0)
YES, OTHER = "yes", "other"
Choices = Mapping[str, int]


@dataclass(frozen=True)
class Share:
    """`people` of `base` said yes; both None: withheld."""

    people: int | None = None
    base: int | None = None

    @property
    def is_shown(self) -> bool:
        return self.people is not None

    @property
    def percent(self) -> str:
        percent = percent_of(self.people, self.base)
        return "" if percent is None else percent_text(percent)

    @property
    def interval(self) -> str:
        """95 %, Wilson."""
        return wilson_interval(self.people, self.base).text if self.people is not None and self.base else ""


WITHHELD = Share()


@dataclass(frozen=True)
class Line:
    """An item, and who said yes to it at each moment that counts it."""

    item: Item
    shares: Mapping[Moment, Share]


@dataclass(frozen=True)
class Outcomes:
    """Of one meeting. A moment still open has no share at all."""

    meeting: MeetingPage
    registered: int
    seated: int
    lines: Sequence[Line]
    closed: frozenset[Moment]

    @property
    def is_told(self) -> bool:
        """Whether the questionnaire of the end is closed."""
        return Moment.AFTER in self.closed

    def of(self, theme: Theme) -> list[Line]:
        return [line for line in self.lines if line.item.theme is theme]

    @property
    def representations(self) -> list[Line]:
        return self.of(Theme.REPRESENTATIONS)

    @property
    def satisfaction(self) -> list[Line]:
        return self.of(Theme.SATISFACTION)

    @property
    def since(self) -> list[Line]:
        return self.of(Theme.SINCE)

    @property
    def shows_something(self) -> bool:
        return any(share.is_shown for line in self.lines for share in line.shares.values())


def past_meetings(now: datetime) -> QuerySet[MeetingPage]:
    """Those that took place, the latest first, with how many `came_forward` and how many `had_a_seat`."""
    took_place = MeetingPage.objects.live().public().filter(ends_at__lt=now, is_called_off=False)
    return took_place.annotate(
        came_forward=Count("seats"), had_a_seat=Count("seats", filter=Q(seats__number__isnull=False))
    ).order_by("-starts_at", "pk")


def outcomes_of(meetings: Iterable[MeetingPage], now: datetime) -> list[Outcomes]:
    """Of `past_meetings`, in their order. One query more than theirs."""
    meetings = list(meetings)
    replies: dict[int, dict[Moment, dict[int, Choices]]] = defaultdict(lambda: defaultdict(dict))
    told = MeetingReply.objects.filter(seat__meeting__in=meetings, seat__number__isnull=False)
    for meeting, seat, moment, choices in told.values_list("seat__meeting", "seat", "moment", "choices"):
        replies[meeting][Moment(moment)][seat] = choices
    return [_outcomes(meeting, replies[meeting.pk], now) for meeting in meetings]


def _outcomes(meeting: MeetingPage, replies: Mapping[Moment, Mapping[int, Choices]], now: datetime) -> Outcomes:
    closed = frozenset(each for each in Moment if window(each, meeting.starts_at, meeting.ends_at).end <= now)
    return Outcomes(
        meeting=meeting,
        registered=meeting.came_forward,  # counted by past_meetings
        seated=meeting.had_a_seat,
        lines=count_lines({moment: replies.get(moment, {}) for moment in closed}),
        closed=closed,
    )


def count_lines(replies: Mapping[Moment, Mapping[int, Choices]]) -> list[Line]:
    """From what each person (a number) answered at each closed moment. Pure."""
    counted: dict[Theme, dict[Moment, list[Choices]]] = defaultdict(dict)
    if Moment.AFTER in replies:
        before, after = replies.get(Moment.BEFORE, {}), replies[Moment.AFTER]
        both = sorted(before.keys() & after.keys())
        counted[Theme.REPRESENTATIONS][Moment.BEFORE] = [before[each] for each in both]
        counted[Theme.REPRESENTATIONS][Moment.AFTER] = [after[each] for each in both]
        counted[Theme.SATISFACTION][Moment.AFTER] = list(after.values())
    if Moment.LATER in replies:
        later = list(replies[Moment.LATER].values())
        counted[Theme.REPRESENTATIONS][Moment.LATER] = counted[Theme.SINCE][Moment.LATER] = later
    return [
        Line(item, {moment: _share(item, answers) for moment, answers in counted[theme].items()})
        for theme in Theme
        for item in items_of(theme)
    ]


def _share(item: Item, answers: Sequence[Choices]) -> Share:
    people = [
        CountedPerson(number, "", Step.INVITED, 0, {"says": YES if item.says_yes(dict(choices)) else OTHER})
        for number, choices in enumerate(answers)
    ]
    groups = grid(each_alone(tally(people, "says")), Depth.F1, RULES)
    return WITHHELD if groups is None else Share(groups[(YES,)].reached(Step.INVITED), len(people))


INDICATORS: tuple[tuple[str, Moment], ...] = (
    ("knows_places", Moment.BEFORE),
    ("knows_places", Moment.AFTER),
    ("public_knows", Moment.BEFORE),
    ("public_knows", Moment.AFTER),
    ("useful", Moment.AFTER),
    ("changed_something", Moment.LATER),
)
"""What the page of all meetings sets side by side: an item and a moment for each column."""


def indicator(outcomes: Outcomes, key: str, moment: Moment) -> Share | None:
    """None while its questionnaire is open."""
    line = next(line for line in outcomes.lines if line.item is ITEMS[key])
    return line.shares.get(moment)
