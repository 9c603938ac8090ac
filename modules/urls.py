from django.urls import path

from modules import views

app_name = "modules"
urlpatterns = [
    path("modules/", views.catalogue, name="catalogue"),
    path("modules/<int:module_id>/suivre/", views.follow, name="follow"),
    path("parcours/<uuid:registration_id>/", views.path, name="path"),
    path("parcours/<uuid:registration_id>/bilan/", views.end, name="end"),
    path("parcours/<uuid:registration_id>/<slug:slug>/", views.activity, name="activity"),
]
