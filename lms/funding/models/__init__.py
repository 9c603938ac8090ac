from lms.funding.models.annex_reading import AnnexReading
from lms.funding.models.api_token import ApiToken
from lms.funding.models.convention import Convention, ConventionModule
from lms.funding.models.edition_pdf import EditionPdf
from lms.funding.models.edition_request import EditionRequest
from lms.funding.models.funding_edition import FundingEdition
from lms.funding.models.invitation import Invitation
from lms.funding.models.observatory_edition import ObservatoryEdition
from lms.funding.models.opinion_table import OpinionTable
from lms.funding.models.share_link import ShareLink, ShareLinkReading

__all__ = [
    "AnnexReading",
    "ApiToken",
    "Convention",
    "ConventionModule",
    "EditionPdf",
    "EditionRequest",
    "FundingEdition",
    "Invitation",
    "ObservatoryEdition",
    "OpinionTable",
    "ShareLink",
    "ShareLinkReading",
]
