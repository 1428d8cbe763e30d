"""What every surface with pages has: log-in, the brand's stylesheet, the API under its own path, development's mail."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from portals.shared import views

pages: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("brand/<str:digest>.css", views.brand_stylesheet, name="brand_stylesheet"),
    path("_csp", views.csp_report, name="csp_report"),
    path("api/v1/", include("api.v1.urls")),
]

if settings.ENV.mode in {"development", "test"}:
    pages += [
        path("_mail/", views.caught_mail, name="caught_mail"),
        path("_components", views.components, name="components"),
    ]
