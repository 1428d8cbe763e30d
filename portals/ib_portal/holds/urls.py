from django.urls import path

from portals.ib_portal.holds import views

urlpatterns = [
    path("", views.holds, name="ib_holds"),
    path("<uuid:flag_id>/", views.hold, name="ib_hold"),
]
