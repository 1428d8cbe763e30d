from django.urls import path

from portals.staff_console.clients import views

urlpatterns = [
    path("", views.client_list, name="clients"),
    path("<uuid:client_id>/", views.client_card, name="client"),
    path("<uuid:client_id>/live/money/", views.live_money, name="client_money"),
    path("<uuid:client_id>/live/timeline/", views.live_timeline, name="client_timeline"),
    path("<uuid:client_id>/kyc/<uuid:check_id>/", views.decide_kyc, name="client_kyc"),
]
