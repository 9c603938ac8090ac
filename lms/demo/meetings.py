"""An open forum of the demo house, five weeks after the day it opens: its page, without anyone in it."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from lms.agenda.models import MeetingPage, MeetingsPage

WEEKS_AHEAD = 5
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
    lead = "Des matinées ouvertes à tous les professionnels, pour mettre en commun ce qui marche et ce qui résiste."
    meetings = home.add_child(
        instance=MeetingsPage(title="Rencontres", slug="rencontres", lead=lead, show_in_menus=True)
    )
    day = timezone.localdate() + timedelta(weeks=WEEKS_AHEAD)
    day += timedelta(days=(TUESDAY - day.weekday()) % 7)
    start = timezone.make_aware(datetime.combine(day, MOMENTS[0][0]))
    moments: list[Any] = [("moment", {"time": at, "title": title, "text": text}) for at, title, text in MOMENTS]
    meetings.add_child(
        instance=MeetingPage(
            title="Forum ouvert : les mots de passe des autres",
            slug="forum-ouvert",
            kind=MeetingPage.Kind.OPEN_FORUM,
            lead="Que faire quand une personne vous tend son mot de passe. Rencontre inventée, pour la démonstration.",
            starts_at=start,
            ends_at=start + timedelta(hours=3, minutes=30),
            place="Médiathèque de l’Exemple, 59000 Ville-Exemple",
            access="Rez-de-chaussée, boucle magnétique, arrêt de bus devant la porte.",
            capacity=24,
            moments=moments,
        )
    )
