"""The client portal."""

from django.urls import include, path

from infra.urls.common import pages

# The portal first: registering here makes a client, which allauth's own page would not.
urlpatterns = [
    path("visit/", include("portals.shared.visit_urls")),
    path("", include("portals.client_portal.urls")),
    *pages,
]

handler404 = "portals.shared.views.not_found"
handler403 = "portals.shared.views.forbidden"
handler500 = "portals.shared.views.broken"
