from django.urls import path

from portals.client_portal.profile import views

urlpatterns = [
    path("", views.profile, name="profile"),
    path("language", views.choose_language, name="choose_language"),
]
