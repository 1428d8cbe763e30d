"""The invoices that the broker writes for the partner."""
