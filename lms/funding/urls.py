from django.urls import path

from lms.funding import admin_views, edition_views, sharing_views, views

app_name = "funding"
urlpatterns = [
    path("", views.conventions, name="conventions"),
    path("nouvelle/", admin_views.new_convention, name="new_convention"),
    path("<uuid:convention_id>/", views.convention, name="convention"),
    path("<uuid:convention_id>/modifier/", admin_views.change_convention, name="change_convention"),
    path("<uuid:convention_id>/en-direct/", admin_views.live, name="live"),
    path("<uuid:convention_id>/donnees.csv", views.export, name="export"),
    path("<uuid:convention_id>/editions/", edition_views.editions, name="editions"),
    path("<uuid:convention_id>/editions/<uuid:edition_id>/", edition_views.edition, name="edition"),
    path("<uuid:convention_id>/editions/<uuid:edition_id>/recu/", edition_views.receipt, name="receipt"),
    path("<uuid:convention_id>/editions/<uuid:edition_id>/rejouer/", edition_views.run_again, name="run_again"),
    path("<uuid:convention_id>/editions/<uuid:edition_id>/annexe/", admin_views.annex, name="annex"),
    path("<uuid:convention_id>/editions/<uuid:edition_id>/rapport.pdf", edition_views.pdf, name="pdf"),
    path(
        "<uuid:convention_id>/editions/<uuid:edition_id>/donnees.<slug:kind>",
        edition_views.edition_file,
        name="edition_file",
    ),
    path("<uuid:convention_id>/partage/", sharing_views.sharing, name="sharing"),
    path("<uuid:convention_id>/partage/<uuid:link_id>/fermer/", sharing_views.shut_link, name="shut_link"),
    path("<uuid:convention_id>/jetons/", sharing_views.new_token, name="new_token"),
    path("<uuid:convention_id>/jetons/<int:token_id>/fermer/", sharing_views.shut_token, name="shut_token"),
]
