from django.urls import include, path

from portals.staff_console.partners import tree, views

urlpatterns = [
    path("", views.partner_list, name="partners"),
    path("programmes/", include("portals.staff_console.partners.programmes.urls")),
    path("plans/", include("portals.staff_console.partners.plans.urls")),
    path("recalculation/", include("portals.staff_console.partners.recalculation.urls")),
    path("disputes/", include("portals.staff_console.partners.disputes.urls")),
    path("moves/", include("portals.staff_console.partners.moves.urls")),
    path("ranks/", include("portals.staff_console.partners.ranks.urls")),
    path("abuse/", include("portals.staff_console.partners.abuse.urls")),
    path("", include("portals.staff_console.partners.payouts.urls")),
    path("tree/", tree.tree, name="partners_tree"),
    path("tree/<uuid:partner_id>/below/", tree.below, name="partners_tree_below"),
    path("<uuid:partner_id>/", views.partner_page, name="partner"),
    path("<uuid:partner_id>/lines/<int:line_id>/", views.line_page, name="partner_line"),
    path("<uuid:partner_id>/payout/", views.request_payout, name="partner_payout"),
]
