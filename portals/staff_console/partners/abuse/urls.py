from django.urls import path

from portals.staff_console.partners.abuse import views

urlpatterns = [
    path("", views.queue, name="partner_abuse"),
    path("settings/", views.settings, name="partner_abuse_settings"),
    path("<uuid:flag_id>/", views.sign, name="partner_abuse_sign"),
    path("<uuid:flag_id>/decide/", views.decide, name="partner_abuse_decide"),
    path("<uuid:flag_id>/take-back/", views.take_back, name="partner_abuse_take_back"),
]
