"""The pages of this surface, one include a screen group."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portals.client_portal.dashboard.urls")),
    path("", include("portals.client_portal.register.urls")),
    path("", include("portals.client_portal.money.urls")),
    path("accounts/", include("portals.client_portal.accounts.urls")),
    path("verification/", include("portals.client_portal.verification.urls")),
    path("first-password/", include("portals.client_portal.first_password.urls")),
    path("rebates/", include("portals.client_portal.rebates.urls")),
    path("requests/", include("portals.client_portal.requests.urls")),
    path("profile/", include("portals.client_portal.profile.urls")),
]
