from cms.models.directory import DirectorySnapshot, Place
from cms.models.guide import GuidePage, ProcedurePage
from cms.models.home import HomePage
from cms.models.listed import Listed
from cms.models.standard import StandardPage
from cms.models.watch import WatchNote, WatchPage

__all__ = [
    "DirectorySnapshot",
    "GuidePage",
    "HomePage",
    "Listed",
    "Place",
    "ProcedurePage",
    "StandardPage",
    "WatchNote",
    "WatchPage",
]
