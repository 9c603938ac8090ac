"""Of someone who follows a module, the half-day where it is signed that they were there."""

from django.urls import reverse
from django.utils import timezone

from lms.agenda.models import HalfDayMember
from modules.activities.workshop.attendance import Attendance
from modules.models import Registration


def attendance_of(registration: Registration) -> Attendance | None:
    """The half-day that both have signed, else the latest that stands. One query."""
    standing = HalfDayMember.objects.filter(registration=registration, half_day__revoked_at=None)
    members = list(standing.select_related("half_day__institute", "presence").order_by("-half_day__held_on", "-pk"))
    if not members:
        return None
    member = next((each for each in members if _is_signed(each)), members[0])
    presence = getattr(member, "presence", None)
    return Attendance(
        held_on=member.half_day.held_on,
        institute=member.half_day.institute.name,
        address=reverse("agenda:my_half_days"),
        may_be_signed=member.half_day.held_on <= timezone.localdate(),
        signed_by_learner=bool(presence and presence.learner_signed_at),
        signed_by_trainer=bool(presence and presence.trainer_signed_at),
    )


def _is_signed(member: HalfDayMember) -> bool:
    presence = getattr(member, "presence", None)
    return presence is not None and presence.is_signed
