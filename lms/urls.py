"""Every address of the site. Pages of the CMS come last: they answer whatever is left."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView, TemplateView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.directory.actors import list_actors, show_actor
from cms.directory.views import list_places, report_error, show_place
from cms.pictures import show_picture
from cms.search.views import search
from cms.serving import serve
from cms.site_map import show_site_map, write_sitemap
from cms.views import choose_display
from lms.funding.api import api
from lms.funding.api_views import api_page
from lms.funding.observatory_views import observatory
from lms.funding.sharing_views import shared
from lms.health import health
from lms.people.views import start
from modules.studio.views import closed

urlpatterns = [
    path("health/", health, name="health"),
    path("xapi/", include("xapi_store.urls")),
    path("xapi/1.0.3/", include("xapi_store.urls", namespace="xapi_store_1"), {"default_version": "1"}),
    path("ims/case/v1p1/", include("competencies.case.urls")),
    # One way in, the one that counts wrong passwords.
    path("studio/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("studio/depot/", include("lms.store.urls")),  # before Wagtail's: its gate is the table of rights
    path("studio/referentiels/", include("lms.frameworks.urls")),  # likewise
    # It names the latest page of each type, whoever's it is: one institute would read another's titles.
    re_path(r"^studio/reports/page-types-usage/", closed),
    re_path(r"^studio/api/main/(?:documents|images)/", closed),  # Wagtail's admin lists every institute's there
    path("studio/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("compte/", include("allauth.account.urls")),
    path("commencer/", start, name="start"),
    path("", include("lms.people.urls")),
    path("", include("lms.workforce.urls")),
    path("", include("lms.diagnosis.urls")),
    path("", include("lms.prior.urls")),
    path("", include("lms.reminders.urls")),
    path("", include("lms.transfer.urls")),
    path("", include("lms.campaigns.urls")),
    path("", include("lms.meeting_outcomes.urls")),
    path("", include("lms.desk.urls")),
    path("", include("lms.agenda.urls")),  # before modules: parcours/<uuid>/<slug>/ would take the attestation
    path("conventions/", include("lms.funding.urls")),
    path("observatoire/", observatory, name="observatory"),
    path("partage/<str:signed>/", shared, name="funding_shared"),
    path("api/v1/", api.urls),
    path("api/", api_page, name="api_page"),
    path("", include("modules.urls")),
    path("affichage/", choose_display, name="display"),
    path("recherche/", search, name="search"),
    path("annuaire/", list_places, name="directory"),
    path("annuaire/acteurs/", list_actors, name="actors"),
    path("annuaire/acteurs/<slug:slug>/", show_actor, name="actor"),
    path("annuaire/<int:place_id>/", show_place, name="place"),
    path("annuaire/<int:place_id>/erreur/", report_error, name="report_place"),
    path("plan-du-site/", show_site_map, name="site_map"),
    path("sitemap.xml", write_sitemap, name="sitemap"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
    path("media/images/<str:name>", show_picture, name="picture"),
    re_path(wagtail_urls.serve_pattern, serve),
    path("", include(wagtail_urls)),
]
