"""The page of patterns without the studio around it, for the browser: what other pages are made of."""

from django.urls import path

from cms.patterns import show_patterns
from lms.urls import urlpatterns as addresses_of_the_site

urlpatterns = [path("planche/", show_patterns, name="sheet"), *addresses_of_the_site]
