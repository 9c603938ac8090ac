from lms.people.models.institute_place import InstitutePlace
from lms.people.models.organisation import Organisation, OrganisationKind, StructureType
from lms.people.models.post import Post, Profession
from lms.people.models.role_assignment import RoleAssignment
from lms.people.models.user import User

__all__ = [
    "InstitutePlace",
    "Organisation",
    "OrganisationKind",
    "Post",
    "Profession",
    "RoleAssignment",
    "StructureType",
    "User",
]
