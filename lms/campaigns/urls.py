from django.urls import path

from lms.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("campagnes/", views.campaigns, name="campaigns"),
    path("campagnes/<uuid:campaign_id>/", views.campaign, name="campaign"),
    path("campagnes/<uuid:campaign_id>/liens/", views.links, name="links"),
    path("enquete/<str:secret>/", views.answer, name="answer"),
]
