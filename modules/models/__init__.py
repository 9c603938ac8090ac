from modules.activities.dialogue.models import DialoguePage
from modules.activities.lesson.models import LessonPage
from modules.activities.note.models import NotePage
from modules.activities.orientation.models import OrientationPage
from modules.activities.positioning.models import PositioningPage, PositioningQuestion
from modules.activities.questionnaire.models import QuestionnairePage
from modules.activities.quiz.models import QuizPage, QuizQuestion
from modules.activities.virtual_site.models import VirtualSitePage
from modules.activities.workshop.models import WorkshopPage
from modules.models.activity import Activity, ActivityAlignment
from modules.models.attempt import Answer, Attempt
from modules.models.checklist import ChecklistTask, ChecklistTaskState
from modules.models.edition import Edition, EditionActivity, EditionQuestion
from modules.models.institute import InstitutePage
from modules.models.module import HALF_DAY_MINUTES, Module, ModuleAlignment, ModuleOutcome
from modules.models.opinion import OpinionCount
from modules.models.programme import Programme, ProgrammeModule
from modules.models.programme_registration import ProgrammeRegistration, ProgrammeStage
from modules.models.projection import ProjectionCursor, Reason, UnalignedStatement
from modules.models.question import Difficulty, Question, QuestionStatus
from modules.models.question_kinds import (
    ChoiceQuestion,
    HighlightQuestion,
    MatchingQuestion,
    MatchingRow,
    Option,
    OrderedItem,
    OrderingQuestion,
    Segment,
    ShortTextQuestion,
    TrueFalseQuestion,
    Variant,
)
from modules.models.registration import ActivityProgress, Bookmark, Registration

__all__ = [
    "HALF_DAY_MINUTES",
    "Activity",
    "ActivityAlignment",
    "ActivityProgress",
    "Answer",
    "Attempt",
    "Bookmark",
    "ChecklistTask",
    "ChecklistTaskState",
    "ChoiceQuestion",
    "DialoguePage",
    "Difficulty",
    "Edition",
    "EditionActivity",
    "EditionQuestion",
    "HighlightQuestion",
    "InstitutePage",
    "LessonPage",
    "MatchingQuestion",
    "MatchingRow",
    "Module",
    "ModuleAlignment",
    "ModuleOutcome",
    "NotePage",
    "OpinionCount",
    "Option",
    "OrderedItem",
    "OrderingQuestion",
    "OrientationPage",
    "PositioningPage",
    "PositioningQuestion",
    "Programme",
    "ProgrammeModule",
    "ProgrammeRegistration",
    "ProgrammeStage",
    "ProjectionCursor",
    "Question",
    "QuestionStatus",
    "QuestionnairePage",
    "QuizPage",
    "QuizQuestion",
    "Reason",
    "Registration",
    "Segment",
    "ShortTextQuestion",
    "TrueFalseQuestion",
    "UnalignedStatement",
    "Variant",
    "VirtualSitePage",
    "WorkshopPage",
]
