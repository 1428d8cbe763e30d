from django.urls import path

from portals.staff_console.finance import views

urlpatterns = [
    path("", views.deposits, name="finance"),
    path("payouts/", views.payouts, name="finance_payouts"),
    path("books/", views.books, name="finance_books"),
]
