from django.urls import path

from portals.client_portal.dashboard import views

urlpatterns = [path("", views.dashboard, name="dashboard")]
