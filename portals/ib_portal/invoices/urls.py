from django.urls import path

from portals.ib_portal.invoices import views

urlpatterns = [
    path("", views.invoices, name="ib_invoices"),
    path("details/", views.details, name="ib_billing"),
    path("<uuid:invoice_id>.pdf", views.download, name="ib_invoice"),
]
