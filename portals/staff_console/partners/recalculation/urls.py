from django.urls import path

from portals.staff_console.partners.recalculation import views

urlpatterns = [
    path("", views.listing, name="partner_recalculations"),
    path("new/", views.start, name="partner_recalculation_new"),
    path("<uuid:recalculation_id>/", views.page, name="partner_recalculation"),
    path("<uuid:recalculation_id>/ask/", views.ask, name="partner_recalculation_ask"),
    path("<uuid:recalculation_id>/drop/", views.drop, name="partner_recalculation_drop"),
    path("<uuid:recalculation_id>/go-on/", views.go_on, name="partner_recalculation_go_on"),
]
