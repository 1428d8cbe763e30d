from django.urls import path

from portals.staff_console.trading import archiving, views

urlpatterns = [
    path("", views.accounts, name="trading_accounts"),
    path("<uuid:account_id>/archive/", archiving.archive, name="account_archive"),
    path("<uuid:account_id>/restore/", archiving.restore, name="account_restore"),
]
