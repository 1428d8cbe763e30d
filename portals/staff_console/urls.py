"""The pages of the staff console, one include a screen group."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portals.staff_console.visits.urls")),  # before the tabs of a client's card
    path("", include("portals.staff_console.my_day.urls")),
    path("", include("portals.staff_console.work.urls")),
    path("people/", include("portals.staff_console.card.urls")),
    path("notifications/", include("portals.staff_console.notifications.urls")),
    path("leads/import/", include("portals.staff_console.imports.urls")),
    path("leads/board/", include("portals.staff_console.board.urls")),
    path("leads/", include("portals.staff_console.leads.urls")),
    path("clients/", include("portals.staff_console.clients.urls")),
    path("accounts/", include("portals.staff_console.trading.urls")),
    path("approvals/", include("portals.staff_console.approvals.urls")),
    path("finance/statements/", include("portals.staff_console.statements.urls")),
    path("finance/", include("portals.staff_console.finance.urls")),
    path("partners/", include("portals.staff_console.partners.urls")),
    path("desks/", include("portals.staff_console.desks.urls")),
    path("lists/", include("portals.staff_console.lists.urls")),
    path("search/", include("portals.staff_console.search.urls")),
    path("audit/", include("portals.staff_console.audit.urls")),
    path("jobs/", include("portals.staff_console.jobs.urls")),
    path("", include("portals.staff_console.bulk.urls")),
    path("settings/leads/", include("portals.staff_console.lead_rules.urls")),
    path("settings/payments/", include("portals.staff_console.payment_methods.urls")),
    path("settings/approvals/", include("portals.staff_console.approval_rules.urls")),
    path("settings/", include("portals.staff_console.settings.urls")),
]
