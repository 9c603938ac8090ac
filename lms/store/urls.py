from django.urls import path

from lms.store import credentials, forwarding, views
from lms.store.unaligned import unaligned

app_name = "store"
urlpatterns = [
    path("", views.statements, name="statements"),
    path("enonce/<uuid:statement_id>/", views.statement, name="statement"),
    path("non-rattaches/", unaligned, name="unaligned"),
    path("acces/", credentials.credentials, name="credentials"),
    path("transmission/", forwarding.forwarding, name="forwarding"),
    path("volume/", views.growth, name="growth"),
    path("journal/", views.trail, name="trail"),
]
