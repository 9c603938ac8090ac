from django.urls import path

from lms.desk import views

app_name = "desk"
urlpatterns = [
    path("mon-parcours/", views.dashboard, name="dashboard"),
    path("mes-competences/", views.profile, name="profile"),
]
