"""Two open forums of the demo house: one in five weeks, without anyone in it; one five months ago, whose invented
guests answered its questionnaires.
"""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from cms.seeding import give_easy, read_content
from lms.agenda.meetings.questionnaire import Theme, items_at
from lms.agenda.models import MeetingPage, MeetingReply, MeetingSeat, MeetingsPage, Moment

WEEKS_AHEAD = 5
WEEKS_BEFORE = 22
GUESTS = 64
SAY_YES = {Moment.BEFORE: 0.4, Moment.AFTER: 0.65, Moment.LATER: 0.6}
ANSWER = {Moment.BEFORE: 0.9, Moment.AFTER: 0.85, Moment.LATER: 0.6}
TUESDAY = 1
MOMENTS = [
    (time(9, 0), "Accueil, un café et une question sur un mur", ""),
    (
        time(9, 30),
        "Trois minutes chacun : une démarche qui a coincé",
        "Des situations, jamais de noms.",
    ),
    (time(10, 30), "Le forum", "Chacun propose un sujet, choisit une table, en change quand il veut."),
    (time(12, 0), "Ce que nous essayons d’ici trois mois", "Une phrase par table, relue à la rencontre suivante."),
]


def open_meetings(home: Page) -> None:
    """What is there is left as it is."""
    if MeetingsPage.objects.exists():
        return
    meetings = MeetingsPage(slug="rencontres", show_in_menus=True, **read_content("rencontres"))
    home.add_child(instance=give_easy(meetings))
    today = timezone.localdate()
    told = "Rencontre inventée, pour la démonstration."
    add_forum(
        meetings,
        today + timedelta(weeks=WEEKS_AHEAD),
        title="Forum ouvert : les mots de passe des autres",
        slug="forum-ouvert",
        lead=f"Que faire quand une personne vous tend son mot de passe. {told}",
        capacity=24,
    )
    past = add_forum(
        meetings,
        today - timedelta(weeks=WEEKS_BEFORE),
        title="Forum ouvert : qui aide, et où",
        slug="forum-ouvert-qui-aide-et-ou",
        lead=f"Se connaître entre administrations, lieux d’aide et équipes sociales. {told}",
        capacity=GUESTS,
    )
    fill_with_guests(past)


def add_forum(meetings: Page, about: date, **said: Any) -> MeetingPage:
    """On the first Tuesday from that day on."""
    day = about + timedelta(days=(TUESDAY - about.weekday()) % 7)
    start = timezone.make_aware(datetime.combine(day, MOMENTS[0][0]))
    moments: list[Any] = [("moment", {"time": at, "title": title, "text": text}) for at, title, text in MOMENTS]
    forum: MeetingPage = meetings.add_child(
        instance=MeetingPage(
            kind=MeetingPage.Kind.OPEN_FORUM,
            starts_at=start,
            ends_at=start + timedelta(hours=3, minutes=30),
            place="Médiathèque de l’Exemple, 59000 Ville-Exemple",
            access="Rez-de-chaussée, boucle magnétique, arrêt de bus devant la porte.",
            moments=moments,
            **said,
        )
    )
    return forum


def fill_with_guests(forum: MeetingPage) -> None:
    """Every seat taken by someone already forgotten, whose answers are drawn: the same each time."""
    chance = random.Random(forum.slug)  # noqa: S311 (no secret: a demonstration)
    seats = MeetingSeat.objects.bulk_create(
        MeetingSeat(meeting=forum, name="", number=place, told=MeetingSeat.Told.SEATED, asked=Moment.LATER)
        for place in range(1, GUESTS + 1)
    )
    MeetingReply.objects.bulk_create(
        MeetingReply(seat=seat, moment=moment, choices=draw_choices(moment, chance))
        for seat in seats
        for moment in Moment
        if chance.random() < ANSWER[moment]
    )


def draw_choices(moment: Moment, chance: random.Random) -> dict[str, int]:
    yes = SAY_YES[moment]
    drawn = {}
    for item in items_at(moment):
        scale = (2, 1) if item.theme is Theme.SINCE else (4, 3, 2, 1)
        drawn[item.key] = chance.choice(scale[: len(scale) // 2] if chance.random() < yes else scale[len(scale) // 2 :])
    return drawn
