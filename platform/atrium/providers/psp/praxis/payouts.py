"""Payouts through Praxis' direct API for e-wallets, in its words and ours. An order of theirs bears our payout's id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from atrium.providers.errors import NeverAgain, OutcomeUnknown
from atrium.providers.psp.contract import PayoutIntent, PayoutResult, PayoutStatus
from atrium.providers.psp.praxis import payloads

Json = Mapping[str, Any]

# e-wallet → the connection's setting that names the broker's own gateway for it
GATEWAYS = {"SKRILL": "gateway_skrill", "NETELLER": "gateway_neteller"}
TRANSACTION = "payout"
_STATUSES = {
    "approved": PayoutStatus.PAID,
    "rejected": PayoutStatus.FAILED,
    "declined": PayoutStatus.FAILED,
    "cancelled": PayoutStatus.FAILED,
    "failed": PayoutStatus.FAILED,
    "reversed": PayoutStatus.RETURNED,
}


def payout_body(
    intent: PayoutIntent, gateways: Mapping[str, str], merchant: Mapping[str, str], now: int
) -> dict[str, Any]:
    payee = intent.payee
    return {
        **merchant,
        "transaction_type": TRANSACTION,
        "currency": intent.money.currency,
        "amount": intent.money.amount_minor,
        "cid": payee.id or intent.destination,
        "order_id": intent.our_id,
        "gateway": _gateway(intent.network, gateways),
        "notification_url": intent.notify_url,
        "wallet_data": {"account_identifier": intent.destination},
        "customer_data": {
            "country": payee.country or None,
            "first_name": payee.first_name or None,
            "last_name": payee.last_name or None,
            "email": intent.destination if "@" in intent.destination else None,
            "phone": payee.phone or None,
        },
        "version": payloads.VERSION,
        "timestamp": now,
    }


def _gateway(network: str, gateways: Mapping[str, str]) -> str:
    gateway = gateways.get(network, "")
    if not gateway:
        raise NeverAgain(
            f"Praxis is not set up for payouts to {network or 'this e-wallet'} here, so nothing was sent. "
            "Enter the gateway in the connection's settings.",
            code="no_payouts",
        )
    return gateway


def read_payout(text: str, our_id: str, *, changes: bool) -> PayoutResult:
    """Whatever is wrong with the answer to a sending, the payout may exist: it is looked up, never sent again."""
    answer = payloads.read_answer(text, changes=changes)
    try:
        return _payout(answer["session"], answer["transaction"])
    except (KeyError, TypeError, ValueError) as error:
        raise OutcomeUnknown(
            f"The payment provider's answer about the payout {our_id} cannot be read.", code="bad_answer"
        ) from error


def _payout(session: Json, transaction: Json) -> PayoutResult:
    status = str(transaction["transaction_status"])
    if status == "error":
        raise OutcomeUnknown(
            "The payment provider tells of an error of its own with this payout. It may have been carried out.",
            code="error",
        )
    money = payloads.money_of(transaction["amount"], transaction["currency"])
    result = _STATUSES.get(status, PayoutStatus.SENT)
    return PayoutResult(
        reference=str(transaction["tid"]),
        our_id=str(session["order_id"]),
        status=result,
        money=money,
        returned=money if result is PayoutStatus.RETURNED else None,
        proof=str(transaction.get("transaction_id") or ""),
    )
