from django.urls import path

from portals.client_portal.money import (
    deposits,
    destinations,
    exchange,
    history,
    proofs,
    statements,
    transfers,
    withdrawals,
)

urlpatterns = [
    path("deposit/", deposits.deposit, name="deposit"),
    path("deposit/offers", deposits.offers, name="deposit_offers"),
    path("deposit/back/<str:key>", deposits.back, name="deposit_back"),
    path("deposits/<uuid:deposit_id>", deposits.detail, name="deposit_detail"),
    path("deposits/<uuid:deposit_id>/leave", deposits.leave, name="deposit_leave"),
    path("deposits/<uuid:deposit_id>/state", deposits.state, name="deposit_state"),
    path("deposits/<uuid:deposit_id>/again", deposits.again, name="deposit_again"),
    path("deposits/<uuid:deposit_id>/proofs", proofs.send, name="deposit_proof"),
    path("deposits/<uuid:deposit_id>/proofs/<uuid:proof_id>", proofs.download, name="deposit_proof_file"),
    path("transfer/", transfers.transfer, name="transfer"),
    path("transfers/<uuid:transfer_id>", transfers.detail, name="transfer_detail"),
    path("transfers/<uuid:transfer_id>/state", transfers.state, name="transfer_state"),
    path("exchange/", exchange.exchange, name="exchange"),
    path("withdraw/", withdrawals.withdraw, name="withdraw"),
    path("withdrawals/<uuid:withdrawal_id>", withdrawals.detail, name="withdrawal_detail"),
    path("withdrawals/<uuid:withdrawal_id>/state", withdrawals.state, name="withdrawal_state"),
    path("withdrawals/<uuid:withdrawal_id>/cancel", withdrawals.cancel, name="withdrawal_cancel"),
    path("destinations/", destinations.destinations, name="destinations"),
    path("destinations/<uuid:destination_id>/remove", destinations.remove, name="destination_remove"),
    path("history/", history.history, name="history"),
    path("statements/", statements.statements, name="statements"),
    path("statements/file.<slug:format>", statements.statement_file, name="statement_file"),
    path("history.csv", history.export, name="history_export"),
]
