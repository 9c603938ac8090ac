"""What training cannot close: a room, equipment, a project, a job description are the employer's to give."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from competencies.instruments import interview_guide, wording_of
from competencies.survey import Figure, figures
from lms.diagnosis.models import StructureDiagnosis
from lms.people.models import Organisation

NO = "non"


class Concern(models.TextChoices):
    ROOM = "room", _("A room to receive people")
    EQUIPMENT = "equipment", _("Equipment")
    PROJECT = "project", _("Digital practice written in the project")
    JOB_DESCRIPTION = "job_description", _("Job descriptions brought up to date")
    TRAINING = "training", _("Training")


# Concern → the cell of 2018 that shows how common the lack was
CELLS_OF_2018 = {
    Concern.ROOM: "T24/total/non",
    Concern.EQUIPMENT: "T23/total/oui",
    Concern.PROJECT: "T17/total/non",
    Concern.JOB_DESCRIPTION: "T22/total/non",
    Concern.TRAINING: "T04/total/non",
}


@dataclass(frozen=True)
class Lack:
    """Something the head said the structure does not have."""

    concern: Concern
    question: str
    reason: str
    """The head's words; empty when none were given."""
    in_2018: Figure


@dataclass(frozen=True)
class Diagnosis:
    row: StructureDiagnosis
    employer_only: list[Lack]
    training_closes: list[Lack]


def diagnosis_of(organisation: Organisation) -> StructureDiagnosis | None:
    """That of the structure, or of the nearest one above it that answered. One query."""
    step = organisation.steplen
    paths = [organisation.path[:end] for end in range(step, len(organisation.path) + 1, step)]
    found = StructureDiagnosis.objects.filter(organisation__path__in=paths).select_related("organisation")
    return max(found, key=lambda row: len(row.organisation.path), default=None)


def beyond_training(organisation: Organisation) -> list[Lack]:
    """What the structure lacks that no module gives; empty when nothing is lacking or its head has not answered."""
    row = diagnosis_of(organisation)
    return read_diagnosis(row).employer_only if row else []


def read_diagnosis(row: StructureDiagnosis) -> Diagnosis:
    """The lacks, those that training closes apart. One query."""
    shown = figures(CELLS_OF_2018.values())
    lacks = [
        Lack(
            concern=Concern(item.concerns),
            question=wording_of(interview_guide(), key),
            reason=row.words.get(f"{key}-pourquoi", ""),
            in_2018=shown[CELLS_OF_2018[Concern(item.concerns)]],
        )
        for key, item in interview_guide().items.items()
        if item.concerns and NO in row.choices.get(key, [])
    ]
    closable = [lack for lack in lacks if lack.concern == Concern.TRAINING]
    return Diagnosis(row, [lack for lack in lacks if lack.concern != Concern.TRAINING], closable)
