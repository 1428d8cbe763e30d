from django.urls import path

from portals.ib_portal.join import views

urlpatterns = [
    path("", views.join, name="join"),
    path("thanks/", views.thanks, name="join_thanks"),
]
