from django.urls import path

from lms.workforce import hours_views, plan_views, profile_views, refresh_views, validation_views, views

app_name = "workforce"
urlpatterns = [
    path("equipe/competences/", views.matrix, name="matrix"),
    path("equipe/competences/tableau.<slug:kind>", views.export, name="export"),
    path("equipe/competences/<uuid:person_id>/", views.person, name="person"),
    path("equipe/attendus/", profile_views.profiles, name="profiles"),
    path("equipe/attendus/nouveau/", profile_views.new_profile, name="new_profile"),
    path("equipe/attendus/<uuid:profile_id>/", profile_views.profile, name="profile"),
    path("equipe/attendus/<uuid:profile_id>/version/", profile_views.new_version, name="new_version"),
    path("equipe/ecarts/", plan_views.gaps, name="gaps"),
    path("equipe/plans/nouveau/", plan_views.new_plan, name="new_plan"),
    path("equipe/plans/<uuid:plan_id>/", plan_views.plan, name="plan"),
    path("equipe/plans/<uuid:plan_id>/annuler/", plan_views.undo, name="undo_plan"),
    path("equipe/a-renouveler/", refresh_views.staff_refresh, name="staff_refresh"),
    path("equipe/a-renouveler/liste.<slug:kind>", refresh_views.refresh_file, name="refresh_file"),
    path("equipe/heures/", hours_views.hours, name="hours"),
    path("equipe/heures/heures.<slug:kind>", hours_views.hours_file, name="hours_file"),
    path("mes-competences/a-renouveler/", refresh_views.own_refresh, name="own_refresh"),
    path("equipe/validations/", validation_views.validations, name="validations"),
    path("equipe/validations/<int:request_id>/", validation_views.validation, name="validation"),
    path("mes-competences/<uuid:item_id>/faire-valider/", validation_views.ask, name="ask_validation"),
    path("mes-competences/<uuid:item_id>/faire-valider/repondre/", validation_views.reply, name="reply_validation"),
    path("mes-competences/vues-par-mon-employeur/", views.seen_by_employer, name="seen_by_employer"),
    path("mes-competences/qui-a-regarde/", views.consultations, name="consultations"),
]
