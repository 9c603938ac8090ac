"""Addresses of the agenda. Included before those of `modules`: parcours/<uuid>/<slug>/ would take the attestation's."""

from django.urls import path

from lms.agenda import contest_views, presence_views, views
from lms.agenda.papers import institute_views as institute
from lms.agenda.papers import programme_views as programmes
from lms.agenda.papers import views as papers

app_name = "agenda"
urlpatterns = [
    path("groupes/", views.groups, name="groups"),
    path("groupes/nouveau/", presence_views.plan, name="plan_half_day"),
    path("groupes/<int:half_day_id>/presence/<int:member_id>/", presence_views.sign_theirs, name="sign_theirs"),
    path("groupes/<int:half_day_id>/annuler/", presence_views.call_off_half_day, name="call_off"),
    path("mes-demi-journees/", presence_views.half_days, name="my_half_days"),
    path("mes-demi-journees/<int:member_id>/signer/", presence_views.sign_mine, name="sign_mine"),
    path("groupes/<int:half_day_id>/", views.group, name="group"),
    path("groupes/<int:half_day_id>/atelier/<slug:slug>/", views.workshop, name="workshop"),
    path("mes-competences/<uuid:item_id>/contester/", contest_views.contest, name="contest"),
    path("niveaux-contestes/", contest_views.contests, name="contests"),
    path("niveaux-contestes/<int:contest_id>/", contest_views.answer, name="contest_answer"),
    path("parcours/<uuid:registration_id>/attestation/", papers.attestation, name="attestation"),
    path("parcours/<uuid:registration_id>/attestation/pdf/", papers.attestation_pdf, name="attestation_pdf"),
    path(
        "mes-programmes/<uuid:programme_registration_id>/attestation/",
        programmes.programme_attestation,
        name="programme_attestation",
    ),
    path(
        "mes-programmes/<uuid:programme_registration_id>/attestation/pdf/",
        programmes.programme_attestation_pdf,
        name="programme_attestation_pdf",
    ),
    path("attestations/", institute.attestations, name="attestations"),
    path("attestations/<uuid:attestation_id>/", institute.manage_attestation, name="manage_attestation"),
    path("attestations/<uuid:attestation_id>/a-nouveau/", institute.reissue, name="reissue"),
    path("heures/<uuid:registration_id>/", institute.hours, name="hours"),
    path("heures/<uuid:registration_id>/<int:entry_id>/", institute.correct_entry, name="correct_entry"),
    path("verifier/", papers.ask_code, name="ask_code"),
    path("verifier/<str:typed>/", papers.verify, name="verify"),
]
