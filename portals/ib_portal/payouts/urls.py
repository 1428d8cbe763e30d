from django.urls import path

from . import views

urlpatterns = [
    path("", views.payouts, name="payouts"),
    path("<uuid:payout_id>/cancel/", views.cancel, name="payout_cancel"),
]
