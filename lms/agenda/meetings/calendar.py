"""A meeting for one's own calendar (RFC 5545)."""

from django.utils import timezone
from icalendar import Calendar, Event

from lms.agenda.models import MeetingPage


def write_calendar(meeting: MeetingPage, address: str) -> bytes:
    """The same event each time: a calendar that has it already changes it."""
    event = Event()
    event.add("uid", f"{meeting.translation_key}@faire-avec")
    event.add("dtstamp", meeting.last_published_at or timezone.now())
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", meeting.title)
    event.add("location", meeting.place)
    event.add("description", meeting.lead)
    event.add("url", address)
    event.add("status", "CANCELLED" if meeting.is_called_off else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Faire avec//Rencontres//FR")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return calendar.to_ical()
