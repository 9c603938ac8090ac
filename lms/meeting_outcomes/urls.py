from django.urls import path

from lms.meeting_outcomes import views

app_name = "meeting_outcomes"
urlpatterns = [
    path("bilan-des-rencontres/", views.meetings, name="meetings"),
    path("bilan-des-rencontres.csv", views.meetings_csv, name="csv"),
    path("bilan-des-rencontres/<int:meeting_id>/", views.meeting, name="meeting"),
]
