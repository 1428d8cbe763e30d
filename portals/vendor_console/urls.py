"""The pages of this surface, one include a screen group."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portals.vendor_console.brokers.urls")),
    path("log/", include("portals.vendor_console.activity.urls")),
]
