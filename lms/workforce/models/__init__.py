from lms.workforce.models.plan import Assignment, Plan, Reach
from lms.workforce.models.profile import Concerns, Profile, ProfileVersion, RequiredLevel

__all__ = ["Assignment", "Concerns", "Plan", "Profile", "ProfileVersion", "Reach", "RequiredLevel"]
