from modules.activities.dialogue.models import DialoguePage
from modules.activities.lesson.models import LessonPage
from modules.activities.note.models import NotePage
from modules.activities.questionnaire.models import QuestionnairePage
from modules.activities.quiz.models import QuizPage, QuizQuestion
from modules.models.activity import Activity, ActivityAlignment
from modules.models.attempt import Answer, Attempt
from modules.models.edition import Edition, EditionActivity, EditionQuestion
from modules.models.institute import InstitutePage
from modules.models.module import HALF_DAY_MINUTES, Module, ModuleAlignment, ModuleOutcome
from modules.models.question import ChoiceQuestion, MatchingQuestion, MatchingRow, Option, Question, QuestionStatus
from modules.models.registration import ActivityProgress, Bookmark, Registration

__all__ = [
    "HALF_DAY_MINUTES",
    "Activity",
    "ActivityAlignment",
    "ActivityProgress",
    "Answer",
    "Attempt",
    "Bookmark",
    "ChoiceQuestion",
    "DialoguePage",
    "Edition",
    "EditionActivity",
    "EditionQuestion",
    "InstitutePage",
    "LessonPage",
    "MatchingQuestion",
    "MatchingRow",
    "Module",
    "ModuleAlignment",
    "ModuleOutcome",
    "NotePage",
    "Option",
    "Question",
    "QuestionStatus",
    "QuestionnairePage",
    "QuizPage",
    "QuizQuestion",
    "Registration",
]
