from django.urls import path

from lms.funding import views

app_name = "funding"
urlpatterns = [
    path("", views.conventions, name="conventions"),
    path("<uuid:convention_id>/", views.convention, name="convention"),
    path("<uuid:convention_id>/donnees.csv", views.export, name="export"),
]
