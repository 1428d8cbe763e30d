from django.urls import path

from portals.client_portal.money import deposits, history, transfers

urlpatterns = [
    path("deposit/", deposits.deposit, name="deposit"),
    path("deposit/back/<str:key>", deposits.back, name="deposit_back"),
    path("deposits/<uuid:deposit_id>", deposits.detail, name="deposit_detail"),
    path("deposits/<uuid:deposit_id>/leave", deposits.leave, name="deposit_leave"),
    path("deposits/<uuid:deposit_id>/state", deposits.state, name="deposit_state"),
    path("transfer/", transfers.transfer, name="transfer"),
    path("transfers/<uuid:transfer_id>", transfers.detail, name="transfer_detail"),
    path("transfers/<uuid:transfer_id>/state", transfers.state, name="transfer_state"),
    path("history/", history.history, name="history"),
    path("history.csv", history.export, name="history_export"),
]
