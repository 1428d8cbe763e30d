from django.urls import path

from portals.client_portal.verification import views

urlpatterns = [
    path("", views.verification, name="verification"),
    path("state", views.state, name="verification_state"),
]
