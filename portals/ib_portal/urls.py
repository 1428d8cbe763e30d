"""The pages of this surface, one include a screen group."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portals.ib_portal.dashboard.urls")),
    path("join/", include("portals.ib_portal.join.urls")),
    path("rebates/", include("portals.ib_portal.rebates.urls")),
    path("clients/", include("portals.ib_portal.clients.urls")),
    path("tree/", include("portals.ib_portal.tree.urls")),
    path("payouts/", include("portals.ib_portal.payouts.urls")),
    path("conditions/", include("portals.ib_portal.conditions.urls")),
]
