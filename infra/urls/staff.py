"""The staff console."""

from django.urls import include, path

from infra.urls.common import pages

urlpatterns = [*pages, path("", include("portals.staff_console.urls"))]

handler404 = "portals.shared.views.not_found"
handler403 = "portals.shared.views.forbidden"
handler500 = "portals.shared.views.broken"
