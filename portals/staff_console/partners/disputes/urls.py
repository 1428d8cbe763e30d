from django.urls import path

from portals.staff_console.partners.disputes import views

urlpatterns = [
    path("", views.listing, name="partner_disputes"),
    path("<uuid:dispute_id>/", views.page, name="partner_dispute"),
    path("<uuid:dispute_id>/decide/", views.decide, name="partner_dispute_decide"),
    path("<uuid:dispute_id>/goodwill/", views.give_goodwill, name="partner_dispute_goodwill"),
]
