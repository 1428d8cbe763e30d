from django.urls import path

from portals.client_portal.first_password import views

urlpatterns = [path("", views.first_password, name="first_password")]
