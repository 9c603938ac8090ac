from competencies.models.assessed_actor import AssessedActor
from competencies.models.cf_association import AssociationType, CFAssociation
from competencies.models.cf_document import CFDocument
from competencies.models.cf_item import CFItem, CFItemType
from competencies.models.evidence import Evidence, EvidenceKind, MeasuredEvidence, ObservedEvidence
from competencies.models.gap import Gap, GapProof
from competencies.models.level import Level
from competencies.models.level_rule import LevelRule
from competencies.models.loaded_folder import LoadedFolder
from competencies.models.survey_cell import SurveyCell
from competencies.models.survey_claim import ClaimCell, ClaimCellUse, Comparison, Measure, SurveyClaim
from competencies.models.survey_source import SurveySource
from competencies.models.survey_table import SurveyTable, Unit

__all__ = [
    "AssessedActor",
    "AssociationType",
    "CFAssociation",
    "CFDocument",
    "CFItem",
    "CFItemType",
    "ClaimCell",
    "ClaimCellUse",
    "Comparison",
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
    "SurveyCell",
    "SurveyClaim",
    "SurveySource",
    "SurveyTable",
    "Unit",
]
