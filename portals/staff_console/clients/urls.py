from django.urls import path

from portals.staff_console.card import kyc
from portals.staff_console.card import views as card
from portals.staff_console.clients import views

urlpatterns = [
    path("", views.client_list, name="clients"),
    path("<uuid:client_id>/", card.of_client, name="client"),
    path("<uuid:client_id>/kyc/<uuid:check_id>/", kyc.decide, name="client_kyc"),
    path("<uuid:client_id>/<slug:tab>/", card.of_client, name="client_tab"),
]
