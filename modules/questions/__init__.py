"""Questions of the bank, asked: reading an answer, grading it, saying it in xAPI, showing the form. Pure, all of it:
no database, no request.

A kind is a struct of `loading/schema.py`; mypy refuses a deed that forgets one (`assert_never`).
"""

from modules.questions.grading import grade
from modules.questions.reading import AnswerMissing, read_confidence, read_response
from modules.questions.response import Response
from modules.questions.saying import interaction_of, say_response

__all__ = [
    "AnswerMissing",
    "Response",
    "grade",
    "interaction_of",
    "read_confidence",
    "read_response",
    "say_response",
]
