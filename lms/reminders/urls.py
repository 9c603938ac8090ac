from django.urls import path

from lms.reminders import views

app_name = "reminders"
urlpatterns = [
    path("equipe/rappels/", views.preview, name="preview"),
    path("rappels/arreter/<str:signed>/", views.stop, name="stop"),
]
