from django.urls import path

from lms.desk import views

app_name = "desk"
urlpatterns = [
    path("mon-parcours/", views.dashboard, name="dashboard"),
    path("mes-competences/", views.profile, name="profile"),
    path("mes-competences/declarer/", views.declare, name="declare"),
    path("mes-competences/trois-mois-apres/", views.transfer, name="transfer"),
]
