from django.urls import path

from lms.transfer import views

app_name = "transfer"
urlpatterns = [
    path("equipe/trois-mois-apres/", views.people, name="people"),
    path("equipe/trois-mois-apres/obstacles/", views.obstacles, name="obstacles"),
    path("equipe/trois-mois-apres/<uuid:person_id>/", views.tell, name="tell"),
]
