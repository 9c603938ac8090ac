"""An attestation in words, and found by its code or its id, whatever it attests: a module or a programme."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lms.agenda.models import Attestation, ProgrammeAttestation
from lms.agenda.papers.content import Content, ProgrammeContent
from lms.agenda.papers.lines import write_competencies, write_lines
from lms.agenda.papers.programme_lines import write_programme_lines


def paper_of_code(code: str) -> Attestation | ProgrammeAttestation | None:
    return Attestation.objects.filter(code=code).first() or ProgrammeAttestation.objects.filter(code=code).first()


def paper_of_id(paper_id: UUID) -> Attestation | ProgrammeAttestation:
    found = Attestation.objects.filter(pk=paper_id).first()
    return found or ProgrammeAttestation.objects.get(pk=paper_id)


def replacement_of(paper: Attestation | ProgrammeAttestation) -> Attestation | ProgrammeAttestation | None:
    """What stands in the place of one that was revoked; None for one that stands itself."""
    if paper.is_standing:
        return None
    if isinstance(paper, ProgrammeAttestation):
        latest: ProgrammeAttestation | None = paper.programme_registration.attestations.first()
        return latest if latest is not None and latest.is_standing else None
    found: Attestation | None = Attestation.objects.standing().filter(registration=paper.registration_id).first()
    return found


def words_of(content: Content | ProgrammeContent) -> dict[str, Any]:
    """What the page, the PDF and the verification page show."""
    facts = {"name": content.name, "title": content.title}
    if isinstance(content, ProgrammeContent):
        lines = write_programme_lines(content)
        lead = _("%(name)s took the programme “%(title)s” to its end.") % facts
    else:
        lines = write_lines(content)
        lead = _("%(name)s took the half-day “%(title)s” to its end.") % facts
    return {"content": content, "lines": lines, "lead": lead, "competencies": write_competencies(content)}
