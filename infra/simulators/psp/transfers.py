"""Transfers: money from the merchant's balance to a connected account, which is how a payout is made."""

import re

from infra.simulators.psp.balance import available, enter
from infra.simulators.psp.desk import Call, now
from infra.simulators.psp.events import record_for
from infra.simulators.psp.listing import listing
from infra.simulators.psp.wire import (
    Json,
    Problem,
    currency_of,
    integer,
    metadata_of,
    new_id,
    required,
)


def create_transfer(call: Call) -> Json:
    params = call.params
    amount, currency = integer(params, "amount"), currency_of(params)
    destination = _destination(required(params, "destination"))
    if amount < 1:
        raise Problem("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    _check_balance(call, amount, currency)
    transfer: Json = {
        "id": new_id("tr_"),
        "object": "transfer",
        "amount": amount,
        "amount_reversed": 0,
        "created": now(),
        "currency": currency,
        "description": params.get("description"),
        "destination": destination,
        "destination_payment": new_id("py_"),
        "livemode": False,
        "metadata": metadata_of(params),
        "reversed": False,
        "source_type": "card",
        "transfer_group": params.get("transfer_group"),
    }
    entry = enter(call.desk, call.account, "transfer", -amount, 0, currency, transfer["id"])
    transfer["balance_transaction"] = entry["id"]
    call.desk.store.put(call.account, transfer, grouping=transfer["transfer_group"] or "")
    record_for(call, "transfer.created", transfer)
    return transfer


def _destination(text: str) -> str:
    """Any well-formed connected account exists here, but one whose id says that it is missing."""
    if not re.fullmatch(r"acct_[A-Za-z0-9]{6,}", text) or "missing" in text:
        raise Problem(
            f"No such destination: '{text}'",
            code="resource_missing",
            param="destination",
        )
    return text


def _check_balance(call: Call, amount: int, currency: str) -> None:
    short = call.desk.faults.take("fail_transfer") is not None
    if short or available(call.desk, call.account, currency) < amount:
        message = "You have insufficient available funds in your Stripe account."
        raise Problem(message, code="balance_insufficient", kept=True)


def retrieve_transfer(call: Call) -> Json:
    return call.load("transfer", "transfer")


def list_transfers(call: Call) -> Json:
    group = str(call.params.get("transfer_group", ""))
    found = call.desk.store.all(call.account, "transfer", grouping=group)
    return listing(call, found, "/v1/transfers")


def reverse_transfer(call: Call) -> Json:
    transfer = call.load("transfer", "transfer")
    amount = integer(call.params, "amount", default=transfer["amount"] - transfer["amount_reversed"])
    if not 0 < amount <= transfer["amount"] - transfer["amount_reversed"]:
        raise Problem("The amount is greater than what is left of the transfer.", param="amount")
    reversal: Json = {
        "id": new_id("trr_"),
        "object": "transfer_reversal",
        "amount": amount,
        "created": now(),
        "currency": transfer["currency"],
        "metadata": metadata_of(call.params),
        "transfer": transfer["id"],
    }
    enter(
        call.desk,
        call.account,
        "transfer_refund",
        amount,
        0,
        transfer["currency"],
        reversal["id"],
    )
    transfer["amount_reversed"] += amount
    transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
    call.desk.store.put(call.account, transfer, grouping=transfer["transfer_group"] or "")
    call.desk.store.put(call.account, reversal)
    record_for(call, "transfer.reversed", transfer)
    return reversal
