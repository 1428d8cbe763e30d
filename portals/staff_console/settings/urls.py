from django.urls import path

from portals.staff_console.settings import views

urlpatterns = [
    path("", views.overview, name="settings"),
    path("brand/", views.brand, name="settings_brand"),
    path("brand/preview/", views.brand_preview, name="settings_brand_preview"),
    path("staff/", views.staff_list, name="settings_staff"),
]
