from lms.agenda.models.attestation import Attestation, PdfState
from lms.agenda.models.half_day import HalfDay, HalfDayMember

__all__ = ["Attestation", "HalfDay", "HalfDayMember", "PdfState"]
