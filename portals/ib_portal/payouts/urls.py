from django.urls import include, path

from . import destinations, settled, statements, views

urlpatterns = [
    path("", views.payouts, name="payouts"),
    path("holds/", include("portals.ib_portal.holds.urls")),
    path("destinations/", destinations.destinations, name="ib_destinations"),
    path("destinations/<uuid:destination_id>/remove/", destinations.remove, name="ib_destination_remove"),
    path("settled/", settled.settled, name="ib_settled"),
    path("statements/", statements.statements, name="ib_statements"),
    path("statements/file.<slug:format>", statements.statement_file, name="ib_statement_file"),
    path("statements/print", statements.print_statement, name="ib_statement_print"),
    path("statements/print/<uuid:job_id>", statements.printing_statement, name="ib_statement_printing"),
    path("statements/print/<uuid:job_id>/file", statements.printed_statement, name="ib_statement_printed"),
    path("<uuid:payout_id>/cancel/", views.cancel, name="payout_cancel"),
]
