from competencies.models.assessed_actor import AssessedActor
from competencies.models.cf_association import AssociationType, CFAssociation
from competencies.models.cf_definition import CFDefinition, DefinitionKind
from competencies.models.cf_document import AdoptionStatus, CFDocument
from competencies.models.cf_item import CFItem, CFItemType
from competencies.models.evidence import (
    Band,
    DeclaredEvidence,
    Evidence,
    EvidenceKind,
    MeasuredEvidence,
    ObservedEvidence,
    Obstacle,
    PositioningEvidence,
    PriorLearningEvidence,
    TransferEvidence,
    Use,
    Voice,
)
from competencies.models.gap import Gap, GapProof
from competencies.models.level import Level
from competencies.models.level_rule import LevelRule
from competencies.models.loaded_folder import LoadedFolder
from competencies.models.survey_cell import SurveyCell
from competencies.models.survey_claim import ClaimCell, ClaimCellUse, Comparison, Measure, SurveyClaim
from competencies.models.survey_source import SurveySource
from competencies.models.survey_table import SurveyTable, Unit

__all__ = [
    "AdoptionStatus",
    "AssessedActor",
    "AssociationType",
    "Band",
    "CFAssociation",
    "CFDefinition",
    "CFDocument",
    "CFItem",
    "CFItemType",
    "ClaimCell",
    "ClaimCellUse",
    "Comparison",
    "DeclaredEvidence",
    "DefinitionKind",
    "Evidence",
    "EvidenceKind",
    "Gap",
    "GapProof",
    "Level",
    "LevelRule",
    "LoadedFolder",
    "Measure",
    "MeasuredEvidence",
    "ObservedEvidence",
    "Obstacle",
    "PositioningEvidence",
    "PriorLearningEvidence",
    "SurveyCell",
    "SurveyClaim",
    "SurveySource",
    "SurveyTable",
    "TransferEvidence",
    "Unit",
    "Use",
    "Voice",
]
