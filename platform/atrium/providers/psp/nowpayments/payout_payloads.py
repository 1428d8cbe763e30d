"""Payouts in NOWPayments' words and ours. Names of answers come in either spelling (batch_withdrawal_id, batchWithdrawalId)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_DOWN, Context, Decimal
from typing import Any
from urllib.parse import urlencode

from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import Money
from atrium.providers.errors import NeverAgain, OutcomeUnknown
from atrium.providers.psp.contract import EventKind, PayoutIntent, PayoutResult, PayoutStatus, PspEvent
from atrium.providers.psp.nowpayments.numbers import decimal_of, read

Json = Mapping[str, Any]

# chain and coin → the provider's word for the pair
COINS = {
    ("BTC", "BTC"): "btc",
    ("ETH", "ETH"): "eth",
    ("ETH", "USDT"): "usdterc20",
    ("TRON", "TRX"): "trx",
    ("TRON", "USDT"): "usdttrc20",
}
_ASSETS = {coin: asset for (_, asset), coin in COINS.items()}
# The provider takes six decimals of any coin; what is finer stays with the broker.
_STEP = Decimal("0.000001")
_DOWN = Context(prec=60, rounding=ROUND_DOWN)
# What it is worth in our books travels in the description, because the provider counts in coins.
_WORTH = re.compile(r"(\d{1,15}(?:\.\d{1,8})?) ([A-Z0-9]{3,8}): ", re.ASCII)
_WAITING = frozenset({"creating", "waiting"})
_STATUSES = {
    "finished": PayoutStatus.PAID,
    "failed": PayoutStatus.FAILED,
    "rejected": PayoutStatus.FAILED,
}


@dataclass(frozen=True, slots=True)
class Made:
    """A payout as the provider shows it, with the batch by which it is confirmed."""

    result: PayoutResult
    batch: str
    waits_for_code: bool


def coin_of(network: str, asset: str) -> str:
    coin = COINS.get((network, asset))
    if coin is None:
        raise NeverAgain(
            f"NOWPayments is not set up for {asset or 'this coin'} on {network or 'this chain'} here, so nothing was sent.",
            code="no_coin",
        )
    return coin


def login_body(email: str, password: str) -> str:
    return json.dumps({"email": email, "password": password})


def verify_body(code: str) -> str:
    return json.dumps({"verification_code": code})


def read_token(text: str) -> str:
    try:
        token = read(text)["token"]
    except (ValueError, KeyError, TypeError) as error:
        raise NeverAgain("The payment provider gave no token to work with.", code="authentication") from error
    return str(token)


def estimate_path(money: Money, coin: str) -> str:
    asked = {"amount": money.plain(), "currency_from": money.currency.lower(), "currency_to": coin}
    return f"/estimate?{urlencode(asked)}"


def read_estimate(text: str, asset: str) -> Decimal:
    """In units of the coin, rounded down to what the provider takes."""
    try:
        exact = decimal_of(read(text)["estimated_amount"])
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise NeverAgain(
            "The payment provider told no price, so nothing was sent.", code="no_price"
        ) from error
    amount = exact.quantize(_STEP, context=_DOWN)
    if amount <= 0:
        raise NeverAgain(
            f"The amount is less than {_STEP} {asset}, so nothing was sent.", code="amount_too_small"
        )
    return amount


def payout_body(intent: PayoutIntent, coin: str, amount: Decimal) -> str:
    """The amount is written as the number it is; a float would make another of it."""
    facts = {
        "address": intent.destination,
        "currency": coin,
        "ipn_callback_url": intent.notify_url,
        "unique_external_id": intent.our_id,
        "payout_description": f"{intent.money.plain()} {intent.money.currency}: {intent.description}",
    }
    return f'{{"withdrawals":[{{"amount":{amount:f},{json.dumps(facts)[1:]}]}}'


def read_created(text: str, intent: PayoutIntent) -> Made:
    """Whatever is wrong with this answer, the payout may exist: it is looked up, never sent again."""
    try:
        answer = read(text)
        (row,) = answer["withdrawals"]
        result = PayoutResult(
            reference=str(row["id"]),
            our_id=intent.our_id,
            status=PayoutStatus.SENT,
            money=intent.money,
            sent_as=_sent_as(row),
        )
        return Made(result, str(_either(row, "batch_withdrawal_id") or answer["id"]), waits_for_code=True)
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise OutcomeUnknown("The payment provider's answer cannot be read.", code="bad_answer") from error


def read_list(text: str) -> tuple[list[Made], int]:
    """The payouts of one page that are ours, and how many the page held."""
    try:
        answer = read(text)
        batches = answer["payouts"] if isinstance(answer, dict) else answer
        rows = [row for batch in batches for row in batch.get("withdrawals", [batch])]
        ours = [row for row in rows if _either(row, "unique_external_id")]
        return [_made(row) for row in ours if _WORTH.match(_description(row))], len(batches)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, InvalidInput) as error:
        raise NeverAgain(
            "The payment provider's list of payouts cannot be read.", code="bad_answer"
        ) from error


def read_payout_event(told: Json) -> PspEvent:
    status = str(told["status"]).lower()
    worth = _WORTH.match(_description(told))
    return PspEvent(
        kind=EventKind.PAYOUT,
        external_id=f"payout:{told['id']}:{status}",
        reference=str(told["id"]),
        our_id=str(_either(told, "unique_external_id") or ""),
        money=Money.of(worth[1], worth[2]) if worth else None,
        status=_STATUSES.get(status, PayoutStatus.SENT).value,
        at=_time(_either(told, "updated_at") or _either(told, "created_at")),
        vendor_kind=f"payout.{status}",
    )


def is_payout(told: Json) -> bool:
    return bool(_either(told, "batch_withdrawal_id"))


def _made(row: Json) -> Made:
    status = str(row["status"]).lower()
    worth = _WORTH.match(_description(row))
    assert worth is not None
    result = PayoutResult(
        reference=str(row["id"]),
        our_id=str(_either(row, "unique_external_id")),
        status=_STATUSES.get(status, PayoutStatus.SENT),
        money=Money.of(worth[1], worth[2]),
        sent_as=_sent_as(row),
        proof=str(row.get("hash") or ""),
    )
    return Made(result, str(_either(row, "batch_withdrawal_id") or row["id"]), status in _WAITING)


def _sent_as(row: Json) -> str:
    """`0.0125 BTC`: an amount of a coin, as text."""
    coin = str(row["currency"]).lower()
    return f"{decimal_of(row['amount']).normalize():f} {_ASSETS.get(coin, coin.upper())}"


def _description(row: Json) -> str:
    return str(_either(row, "payout_description") or "")


def _either(row: Json, name: str) -> Any:
    first, *others = name.split("_")
    return row.get(name, row.get(first + "".join(word.capitalize() for word in others)))


def _time(text: object) -> datetime:
    try:
        at = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        return datetime.now(UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
