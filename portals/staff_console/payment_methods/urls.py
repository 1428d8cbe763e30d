from django.urls import path

from portals.staff_console.payment_methods import terms, views

urlpatterns = [
    path("", views.overview, name="payment_methods"),
    path("methods/new/", views.method, name="payment_method_new"),
    path("methods/<uuid:method_id>/", views.method, name="payment_method"),
    path("routes/new/", views.route, name="payment_route_new"),
    path("routes/<uuid:route_id>/", views.route, name="payment_route"),
    path("routes/<uuid:route_id>/remove/", views.remove, name="payment_route_remove"),
    path("bank-accounts/new/", views.bank_account, name="bank_account_new"),
    path("bank-accounts/<uuid:account_id>/", views.bank_account, name="bank_account"),
    path("withdrawals/", terms.withdrawals, name="withdrawal_terms"),
    path("exchange/", terms.exchange, name="exchange_terms"),
    path("exchange/remove/", terms.remove_markup, name="exchange_terms_remove"),
]
