from django.urls import path

from portals.staff_console.statements import views

urlpatterns = [
    path("", views.statements, name="statements"),
    path("<uuid:statement_id>/", views.statement, name="statement"),
    path("<uuid:statement_id>/book/", views.book, name="statement_book"),
    path("lines/<uuid:line_id>/", views.line_page, name="bank_line"),
    path("lines/<uuid:line_id>/match/", views.match, name="bank_line_match"),
    path("proofs/<uuid:proof_id>/", views.proof, name="deposit_proof_seen"),
]
