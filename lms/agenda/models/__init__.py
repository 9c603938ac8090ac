from lms.agenda.models.attestation import Attestation
from lms.agenda.models.contest import Contest
from lms.agenda.models.half_day import HalfDay, HalfDayMember, Presence
from lms.agenda.models.hour_entry import HourEntry
from lms.agenda.models.meeting import MeetingPage, MeetingSeat, MeetingsPage
from lms.agenda.models.meeting_reply import MeetingReply, Moment
from lms.agenda.models.paper import Paper, PdfState
from lms.agenda.models.programme_attestation import ProgrammeAttestation

__all__ = [
    "Attestation",
    "Contest",
    "HalfDay",
    "HalfDayMember",
    "HourEntry",
    "MeetingPage",
    "MeetingReply",
    "MeetingSeat",
    "MeetingsPage",
    "Moment",
    "Paper",
    "PdfState",
    "Presence",
    "ProgrammeAttestation",
]
