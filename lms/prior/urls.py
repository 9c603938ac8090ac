from django.urls import path

from lms.prior import views

app_name = "prior"
urlpatterns = [
    path("mes-competences/<uuid:item_id>/acquis/", views.send, name="send"),
    path("mes-competences/acquis/<int:request_id>/document/", views.own_document, name="own_document"),
    path("mes-competences/acquis/<int:request_id>/retirer/", views.take_back, name="take_back"),
    path("acquis-anterieurs/", views.requests, name="requests"),
    path("acquis-anterieurs/<int:request_id>/", views.review, name="review"),
    path("acquis-anterieurs/<int:request_id>/document/", views.document, name="document"),
]
