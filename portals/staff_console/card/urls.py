from django.urls import path

from portals.staff_console.card import views

urlpatterns = [
    path("<uuid:lead_id>/", views.of_lead, name="person"),
    path("<uuid:lead_id>/part/<slug:name>/", views.part, name="person_part"),
    path("<uuid:lead_id>/<slug:tab>/", views.of_lead, name="person_tab"),
]
