from cms.models.directory import DirectorySnapshot, Place, PlaceReport
from cms.models.findable import Findable, Heading
from cms.models.guide import GuidePage, ProcedurePage
from cms.models.home import HomePage
from cms.models.listed import Listed
from cms.models.standard import StandardPage
from cms.models.watch import WatchNote, WatchPage

__all__ = [
    "DirectorySnapshot",
    "Findable",
    "GuidePage",
    "Heading",
    "HomePage",
    "Listed",
    "Place",
    "PlaceReport",
    "ProcedurePage",
    "StandardPage",
    "WatchNote",
    "WatchPage",
]
