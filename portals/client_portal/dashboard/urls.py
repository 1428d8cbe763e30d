from django.urls import path

from portals.client_portal.dashboard import views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("worth", views.worth, name="dashboard_worth"),
    path("latest", views.latest, name="dashboard_latest"),
]
