"""CASE 1.1, relative to /ims/case/v1p1/."""

from django.urls import path

from competencies.case import views
from competencies.case.discovery import discovery

app_name = "case"
urlpatterns = [
    path("CFDocuments", views.documents, name="documents"),
    path("CFDocuments/<str:sourced_id>", views.document, name="document"),
    path("CFPackages/<str:sourced_id>", views.package, name="package"),
    path("CFItems/<str:sourced_id>", views.item, name="item"),
    path("CFItemAssociations/<str:sourced_id>", views.item_associations, name="item_associations"),
    path("CFAssociations/<str:sourced_id>", views.association, name="association"),
    path("CFConcepts/<str:sourced_id>", views.concepts, name="concepts"),
    path("CFSubjects/<str:sourced_id>", views.subjects, name="subjects"),
    path("CFItemTypes/<str:sourced_id>", views.item_types, name="item_types"),
    path("CFLicenses/<str:sourced_id>", views.licenses, name="licenses"),
    path("CFAssociationGroupings/<str:sourced_id>", views.association_groupings, name="association_groupings"),
    path("CFRubrics/<str:sourced_id>", views.rubrics, name="rubrics"),
    path("discovery/imscasev1p1_openapi3_v1p0.json", discovery, name="discovery"),
    path("<path:rest>", views.no_such_resource, name="no_such_resource"),
]
