from cms.models.directory import DirectorySnapshot, Place
from cms.models.home import HomePage
from cms.models.listed import Listed
from cms.models.standard import StandardPage

__all__ = ["DirectorySnapshot", "HomePage", "Listed", "Place", "StandardPage"]
