"""The API host: the programs' doors and the vendors' webhooks."""

from django.urls import include, path

urlpatterns = [
    path("v1/", include("api.v1.urls")),
    path("api/v1/", include("api.v1.urls")),
    path("webhooks/", include("api.webhooks.urls")),
]
handler404 = "api.problems.not_found"
handler500 = "api.problems.broken"
