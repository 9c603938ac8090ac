from django.urls import path

from lms.workforce import views

app_name = "workforce"
urlpatterns = [
    path("equipe/competences/", views.matrix, name="matrix"),
    path("equipe/competences/tableau.<slug:kind>", views.export, name="export"),
    path("equipe/competences/<uuid:person_id>/", views.person, name="person"),
    path("mes-competences/vues-par-mon-employeur/", views.seen_by_employer, name="seen_by_employer"),
]
