"""The kinds of activity. A kind is a folder of activities/: its page, its pure functions, its view, its template."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from modules.activities.dialogue.views import take_dialogue
from modules.activities.lesson.views import take_lesson
from modules.activities.note.views import take_note
from modules.activities.orientation.views import take_orientation
from modules.activities.positioning.views import take_positioning
from modules.activities.questionnaire.views import take_questionnaire
from modules.activities.quiz.views import take_quiz
from modules.activities.virtual_site.views import take_virtual_site
from modules.activities.workshop.views import take_workshop
from modules.taking import Taken

TAKE: dict[str, Callable[[HttpRequest, Taken], HttpResponse]] = {
    "dialogue": take_dialogue,
    "lesson": take_lesson,
    "note": take_note,
    "orientation": take_orientation,
    "positioning": take_positioning,
    "questionnaire": take_questionnaire,
    "quiz": take_quiz,
    "virtual_site": take_virtual_site,
    "workshop": take_workshop,
}
