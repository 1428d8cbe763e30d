"""The pages of this surface, one include a screen group."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portals.ib_portal.dashboard.urls")),
    path("agreement/", include("portals.ib_portal.agreement.urls")),
    path("links/", include("portals.ib_portal.links.urls")),
    path("sub-ibs/", include("portals.ib_portal.sub_ibs.urls")),
    path("trades/", include("portals.ib_portal.trades.urls")),
    path("client-rebates/", include("portals.ib_portal.client_rebates.urls")),
    path("api-keys/", include("portals.ib_portal.api_keys.urls")),
    path("join/", include("portals.ib_portal.join.urls")),
    path("rebates/", include("portals.ib_portal.rebates.urls")),
    path("clients/", include("portals.ib_portal.clients.urls")),
    path("tree/", include("portals.ib_portal.tree.urls")),
    path("payouts/", include("portals.ib_portal.payouts.urls")),
    path("cpa/", include("portals.ib_portal.cpa.urls")),
    path("invoices/", include("portals.ib_portal.invoices.urls")),
    path("conditions/", include("portals.ib_portal.conditions.urls")),
    path("disputes/", include("portals.ib_portal.disputes.urls")),
]
