from lms.funding.models.convention import Convention, ConventionModule
from lms.funding.models.edition_request import EditionRequest
from lms.funding.models.funding_edition import FundingEdition
from lms.funding.models.invitation import Invitation

__all__ = ["Convention", "ConventionModule", "EditionRequest", "FundingEdition", "Invitation"]
