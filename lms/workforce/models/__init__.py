from lms.workforce.models.consultation import Consultation, ConsultedPage
from lms.workforce.models.plan import Assignment, Plan, Reach
from lms.workforce.models.profile import Concerns, Profile, ProfileVersion, RequiredLevel
from lms.workforce.models.validation import ValidationRequest

__all__ = [
    "Assignment",
    "Concerns",
    "Consultation",
    "ConsultedPage",
    "Plan",
    "Profile",
    "ProfileVersion",
    "Reach",
    "RequiredLevel",
    "ValidationRequest",
]
