from django.urls import path

from lms.frameworks import rule_views, views

app_name = "frameworks"
urlpatterns = [
    path("", views.frameworks, name="frameworks"),
    path("creer/", views.create, name="create"),
    path("importer/", views.bring_in, name="bring_in"),
    path("regles/", rule_views.rules, name="rules"),
    path("regles/<slug:key>/", rule_views.new_version, name="rule"),
    path("<uuid:framework_id>/", views.framework, name="framework"),
    path("<uuid:framework_id>/fiche/", views.edit, name="edit"),
    path("<uuid:framework_id>/exporter/", views.export, name="export"),
    path("<uuid:framework_id>/copier/", views.copy, name="copy"),
    path("<uuid:framework_id>/adopter/", views.adopt_or_deprecate, name="adopt"),
    path("<uuid:framework_id>/supprimer/", views.delete, name="delete"),
    path("<uuid:framework_id>/elements/ajouter/", views.add_item, name="add_item"),
    path("<uuid:framework_id>/elements/<uuid:item_id>/", views.item, name="item"),
]
