from django.urls import path

from portals.staff_console.visits import views

urlpatterns = [
    path("clients/<uuid:client_id>/portal/", views.as_client, name="client_impersonate"),
    path("partners/<uuid:partner_id>/portal/", views.as_partner, name="partner_impersonate"),
]
