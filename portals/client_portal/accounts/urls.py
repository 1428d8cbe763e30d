from django.urls import path

from portals.client_portal.accounts import opening, views

urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("new", opening.new, name="accounts_new"),
    path("list", views.listed, name="accounts_list"),
    path("<uuid:account_id>", views.account, name="account"),
    path("<uuid:account_id>/figures", views.figures, name="account_figures"),
    path("<uuid:account_id>/password", opening.password, name="account_password"),
]
