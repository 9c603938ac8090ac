from django.urls import path

from lms.diagnosis import views

app_name = "diagnosis"
urlpatterns = [
    path("diagnostic/", views.structures, name="structures"),
    path("diagnostic/<uuid:organisation_id>/", views.structure, name="structure"),
    path("diagnostic/<uuid:organisation_id>/repondre/", views.answer, name="answer"),
]
