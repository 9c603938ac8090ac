from lms.agenda.models.attestation import Attestation, PdfState
from lms.agenda.models.contest import Contest
from lms.agenda.models.half_day import HalfDay, HalfDayMember, Presence
from lms.agenda.models.hour_entry import HourEntry

__all__ = ["Attestation", "Contest", "HalfDay", "HalfDayMember", "HourEntry", "PdfState", "Presence"]
