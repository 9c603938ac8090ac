from lms.people.models.institute_place import InstitutePlace
from lms.people.models.organisation import Organisation, OrganisationKind, StructureType
from lms.people.models.post import Post, Profession
from lms.people.models.role_assignment import RoleAssignment
from lms.people.models.staff import ImportState, SignInInvitation, StaffImport, StaffNumber
from lms.people.models.user import User

__all__ = [
    "ImportState",
    "InstitutePlace",
    "Organisation",
    "OrganisationKind",
    "Post",
    "Profession",
    "RoleAssignment",
    "SignInInvitation",
    "StaffImport",
    "StaffNumber",
    "StructureType",
    "User",
]
