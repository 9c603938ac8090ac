from django.urls import path

from modules import programme_views, views
from modules.reasons import views as reasons
from modules.sheets import views as sheets

app_name = "modules"
urlpatterns = [
    path("pourquoi-ces-modules/", reasons.why, name="why"),
    path("pourquoi-ces-modules/couverture/", reasons.show_coverage, name="coverage"),
    path("fiches/", sheets.list_sheets, name="sheets"),
    path("fiches/<slug:key>/", sheets.show_sheet, name="sheet"),
    path("modules/<slug:slug>/animation/", sheets.show_session, name="session"),
    path("modules/", views.catalogue, name="catalogue"),
    path("modules/<int:module_id>/suivre/", views.follow, name="follow"),
    path("programmes/<int:programme_id>/suivre/", programme_views.follow, name="follow_programme"),
    path("mes-programmes/<uuid:programme_registration_id>/", programme_views.show, name="programme"),
    path("parcours/<uuid:registration_id>/edition/", views.take_correction, name="take_correction"),
    path("parcours/<uuid:registration_id>/", views.path, name="path"),
    path("parcours/<uuid:registration_id>/bilan/", views.end, name="end"),
    path("parcours/<uuid:registration_id>/<slug:slug>/", views.activity, name="activity"),
    path("parcours/<uuid:registration_id>/<slug:slug>/papier/", views.on_paper, name="paper"),
]
