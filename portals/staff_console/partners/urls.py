from django.urls import include, path

from portals.staff_console.partners import one, tree, views

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
    path("<uuid:partner_id>/programme/", one.in_programme, name="partner_in_programme"),
    path("<uuid:partner_id>/links/", one.links, name="partner_links"),
    path("<uuid:partner_id>/client-rebates/", one.gives, name="partner_gives"),
    path("<uuid:partner_id>/payouts/", one.paid, name="partner_paid"),
    path("<uuid:partner_id>/disputes/", one.asked, name="partner_asked"),
    path("<uuid:partner_id>/rank/", one.ranked, name="partner_ranked"),
    path("<uuid:partner_id>/abuse/", one.signs, name="partner_signs"),
    path("<uuid:partner_id>/", views.partner_page, name="partner"),
    path("<uuid:partner_id>/lines/<int:line_id>/", views.line_page, name="partner_line"),
    path("<uuid:partner_id>/payout/", views.request_payout, name="partner_payout"),
]
