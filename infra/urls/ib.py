"""The IB portal."""

from django.urls import include, path

from infra.urls.common import pages

urlpatterns = [
    *pages,
    path("visit/", include("portals.shared.visit_urls")),
    path("", include("portals.ib_portal.urls")),
]

handler404 = "portals.shared.views.not_found"
handler403 = "portals.shared.views.forbidden"
handler500 = "portals.shared.views.broken"
