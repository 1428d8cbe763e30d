"""The addresses of visits, on the two portals that have owners."""

from django.urls import path

from portals.shared import visits

urlpatterns = [
    path("", visits.mine, name="visits"),
    path("end/", visits.end, name="visit_end"),
    path("over/", visits.over, name="visit_over"),
    path("<str:token>/", visits.arrive, name="visit_arrive"),
]
