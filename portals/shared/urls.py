from django.urls import path

from portals.shared import views

urlpatterns = [
    path("brand/<slug:digest>.css", views.brand_stylesheet, name="brand_stylesheet"),
    path("_components", views.components, name="components"),
]
