from django.urls import path

from portals.staff_console.partners.programmes import agreements, material, views

urlpatterns = [
    path("", views.overview, name="partner_programmes"),
    path("rules/", views.rules, name="partner_rules"),
    path("new/", views.new_programme, name="partner_programme_new"),
    path("applications/", views.applications, name="partner_applications"),
    path("agreements/new/", agreements.new_agreement, name="partner_agreement_new"),
    path("agreements/<uuid:agreement_id>/", agreements.agreement, name="partner_agreement"),
    path("agreements/<uuid:agreement_id>/publish/", agreements.publish, name="partner_agreement_publish"),
    path("pages/new/", material.new_landing, name="partner_landing_new"),
    path("pages/<uuid:landing_id>/", material.landing, name="partner_landing"),
    path("material/", material.material, name="partner_promo"),
    path("material/new/", material.new_promo, name="partner_promo_new"),
    path("material/<uuid:promo_id>/picture/", material.picture, name="partner_promo_picture"),
    path("material/<uuid:promo_id>/switch/", material.switch, name="partner_promo_switch"),
    path("<uuid:programme_id>/", views.programme, name="partner_programme"),
    path("<uuid:programme_id>/join/", views.join, name="partner_programme_join"),
]
