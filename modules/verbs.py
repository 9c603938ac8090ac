"""The verbs of the statements we author, from published vocabularies.

registered, attempted, answered, interacted, completed, passed, failed, shared, attended: ADL's vocabulary, in part also
cmi5's (https://aicc.github.io/CMI-5_Spec_Current/). docs/statements.md shows one of each.
"""

from enum import StrEnum


class Verb(StrEnum):
    REGISTERED = "http://adlnet.gov/expapi/verbs/registered"
    ATTEMPTED = "http://adlnet.gov/expapi/verbs/attempted"
    ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
    INTERACTED = "http://adlnet.gov/expapi/verbs/interacted"
    COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
    PASSED = "http://adlnet.gov/expapi/verbs/passed"
    FAILED = "http://adlnet.gov/expapi/verbs/failed"
    SHARED = "http://adlnet.gov/expapi/verbs/shared"
    ATTENDED = "http://adlnet.gov/expapi/verbs/attended"


DISPLAY = {
    Verb.REGISTERED: {"en": "registered", "fr": "s’est inscrit à"},
    Verb.ATTEMPTED: {"en": "attempted", "fr": "a commencé"},
    Verb.ANSWERED: {"en": "answered", "fr": "a répondu à"},
    Verb.INTERACTED: {"en": "interacted", "fr": "a agi sur"},
    Verb.COMPLETED: {"en": "completed", "fr": "a terminé"},
    Verb.PASSED: {"en": "passed", "fr": "a réussi"},
    Verb.FAILED: {"en": "failed", "fr": "n’a pas encore réussi"},
    Verb.SHARED: {"en": "shared", "fr": "a partagé"},
    Verb.ATTENDED: {"en": "attended", "fr": "a participé à"},
}

CLOSING = {Verb.COMPLETED, Verb.PASSED, Verb.FAILED}
ENDING = CLOSING | {Verb.ATTENDED}
"""Those of ours after which an activity is done: attendance is ours to say, from two signatures, and nobody else's."""


class ActivityType(StrEnum):
    COURSE = "http://adlnet.gov/expapi/activities/course"
    LESSON = "http://adlnet.gov/expapi/activities/lesson"
    ASSESSMENT = "http://adlnet.gov/expapi/activities/assessment"
    SIMULATION = "http://adlnet.gov/expapi/activities/simulation"
    INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction"
    QUESTION = "http://adlnet.gov/expapi/activities/question"
    MEETING = "http://adlnet.gov/expapi/activities/meeting"
    PROFILE = "http://adlnet.gov/expapi/activities/profile"


TYPE_OF_KIND = {
    "lesson": ActivityType.LESSON,
    "quiz": ActivityType.ASSESSMENT,
    "dialogue": ActivityType.SIMULATION,
    "note": ActivityType.LESSON,
    "questionnaire": ActivityType.ASSESSMENT,
    "virtual_site": ActivityType.SIMULATION,
    "orientation": ActivityType.SIMULATION,
    "positioning": ActivityType.ASSESSMENT,
    "workshop": ActivityType.MEETING,
}
