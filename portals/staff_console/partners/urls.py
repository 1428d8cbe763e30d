from django.urls import include, path

from portals.staff_console.partners import views

urlpatterns = [
    path("", views.partner_list, name="partners"),
    path("plans/", include("portals.staff_console.partners.plans.urls")),
    path("recalculation/", include("portals.staff_console.partners.recalculation.urls")),
    path("disputes/", include("portals.staff_console.partners.disputes.urls")),
    path("tree/", views.tree, name="partners_tree"),
    path("<uuid:partner_id>/", views.partner_page, name="partner"),
    path("<uuid:partner_id>/lines/<int:line_id>/", views.line_page, name="partner_line"),
    path("<uuid:partner_id>/payout/", views.request_payout, name="partner_payout"),
]
