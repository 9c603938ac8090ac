from cms.models.actor import Actor, Partnership
from cms.models.directory import DirectorySnapshot, Place, PlaceReport
from cms.models.easy import EASY_PANELS, EasyToRead
from cms.models.english import EnglishText
from cms.models.findable import Findable, Heading
from cms.models.guide import GuidePage, ProcedurePage
from cms.models.home import HomePage
from cms.models.listed import Listed
from cms.models.standard import StandardPage
from cms.models.subscription import WatchSubscription
from cms.models.watch import WatchNote, WatchPage

__all__ = [
    "EASY_PANELS",
    "Actor",
    "DirectorySnapshot",
    "EasyToRead",
    "EnglishText",
    "Findable",
    "GuidePage",
    "Heading",
    "HomePage",
    "Listed",
    "Partnership",
    "Place",
    "PlaceReport",
    "ProcedurePage",
    "StandardPage",
    "WatchNote",
    "WatchPage",
    "WatchSubscription",
]
