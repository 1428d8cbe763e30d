from django.urls import path

from portals.staff_console.partners.payouts import papers, views

urlpatterns = [
    path("payouts/", views.runs, name="partner_runs"),
    path("payouts/propose/", views.propose, name="partner_runs_propose"),
    path("payouts/<uuid:run_id>/", views.run, name="partner_run"),
    path("invoices/", papers.invoice_list, name="partner_invoices"),
    path("invoices/write/", papers.write, name="partner_invoices_write"),
    path("invoices/<uuid:invoice_id>.pdf", papers.download, name="partner_invoice"),
    path("invoices/<uuid:invoice_id>/credit/", papers.credit, name="partner_invoice_credit"),
    path("clawbacks/", papers.clawback_list, name="partner_clawbacks"),
    path("clawbacks/new/<int:line_id>/", papers.clawback, name="partner_clawback"),
    path("<uuid:partner_id>/terms/", views.partner_terms, name="partner_terms"),
    path("<uuid:partner_id>/billing/", views.partner_billing, name="partner_billing"),
]
