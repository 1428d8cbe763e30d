from django.urls import URLPattern, URLResolver, include, path

from portals.staff_console.settings import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.overview, name="settings"),
    path("brand/", views.brand, name="settings_brand"),
    path("brand/preview/", views.brand_preview, name="settings_brand_preview"),
    path("staff/", include("portals.staff_console.settings.people.urls")),
    path("roles/", include("portals.staff_console.settings.roles.urls")),
    path("desks/", include("portals.staff_console.settings.desks.urls")),
]
