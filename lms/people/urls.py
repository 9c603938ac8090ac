from django.urls import path

from lms.people.staff import views

app_name = "people"
urlpatterns = [
    path("equipe/effectif/", views.staff, name="staff"),
    path("equipe/effectif/modele.<slug:kind>", views.model_file, name="staff_model"),
    path("equipe/effectif/<uuid:import_id>/", views.staff_file, name="staff_file"),
    path("equipe/effectif/<uuid:import_id>/a-corriger/", views.corrections, name="staff_corrections"),
    path("equipe/effectif/<uuid:import_id>/enregistrer/", views.agree_to_file, name="staff_agree"),
]
