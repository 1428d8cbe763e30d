"""Payouts in coins: made after logging in, carried out once confirmed with a code, told step by step.

The same id twice is two payouts, as over there: whoever sends again pays again.
"""

import base64
import hashlib
import hmac
import re
import secrets
import time
from datetime import UTC, datetime
from decimal import Decimal

from infra.simulators.psp.desk import Desk
from infra.simulators.psp.nowpayments import payments
from infra.simulators.psp.wire import Json, new_id

STEPS = ("PROCESSING", "SENDING", "FINISHED")
TOKEN_SECONDS = 300
_MOST_TRIES = 10
_ADDRESS = re.compile(r"[A-Za-z0-9]{20,90}")


def totp_secret(api_key: str) -> str:
    """What the account's settings show; here it follows from the key, so that a test may know it."""
    return base64.b32encode(hashlib.sha256(f"totp:{api_key}".encode()).digest()[:20]).decode()


def log_in(desk: Desk, account: str) -> str:
    token = new_id("ey", 60)
    desk.store.put(account, {"id": token, "object": "np.token", "until": time.time() + TOKEN_SECONDS})
    return token


def is_logged_in(desk: Desk, account: str, header: str) -> bool:
    found = desk.store.get(account, header.removeprefix("Bearer "), "np.token")
    return found is not None and found["until"] > time.time()


def fault_of(wanted: Json) -> str:
    """What is wrong with one withdrawal, or nothing."""
    if str(wanted.get("currency")) not in payments.COINS:
        return f"Currency {wanted.get('currency')} is currently unavailable"
    amount = Decimal(str(wanted.get("amount", "0")))
    if not amount.is_finite() or amount <= 0 or -int(amount.normalize().as_tuple().exponent) > 6:
        return "amount must be a positive number with at most 6 decimals"
    if not _ADDRESS.fullmatch(str(wanted.get("address"))):
        return "Invalid payout_address"
    return ""


def make(desk: Desk, account: str, withdrawals: list[Json], secret: str) -> Json:
    number, now = str(secrets.randbelow(9 * 10**9) + 10**9), _iso()
    batch: Json = {"id": number, "object": "np.batch", "created_at": now, "withdrawals": [], "tries": 0}
    for wanted in withdrawals:
        identifier = str(secrets.randbelow(9 * 10**9) + 10**9)
        row: Json = {
            "id": identifier,
            "object": "np.payout",
            "is_request_payouts": False,
            "address": wanted["address"],
            "currency": wanted["currency"],
            "amount": str(wanted["amount"]),
            "batch_withdrawal_id": number,
            "ipn_callback_url": wanted.get("ipn_callback_url"),
            "status": "CREATING",
            "extra_id": None,
            "hash": None,
            "error": None,
            "payout_description": wanted.get("payout_description"),
            "unique_external_id": wanted.get("unique_external_id"),
            "created_at": now,
            "requested_at": None,
            "updated_at": None,
            "_endpoint": "",
        }
        if wanted.get("ipn_callback_url"):
            row["_endpoint"] = payments.endpoint(desk, account, wanted["ipn_callback_url"], secret)
        desk.store.put(account, row)
        batch["withdrawals"].append(identifier)
    return desk.store.put(account, batch)


def confirm(desk: Desk, account: str, batch: Json, code: str, api_key: str) -> str:
    """What is wrong with the code, or nothing: then it is carried out."""
    rows = [row for row in map(desk.store.find, batch["withdrawals"]) if row is not None]
    if any(row["status"] != "CREATING" for _, row in rows):
        return "This payout was verified before"
    if batch["tries"] >= _MOST_TRIES:
        return "Too many attempts"
    if code not in _codes(totp_secret(api_key)):
        batch["tries"] += 1
        desk.store.put(account, batch)
        return "Incorrect verification code"
    steps: tuple[str, ...] = STEPS
    if desk.faults.take("hold_payout") is not None:
        steps = STEPS[:-1]
    elif desk.faults.take("fail_payout") is not None:
        steps = (STEPS[0], "FAILED")
    for _, row in rows:
        for status in steps:
            move(desk, account, row, status)
    return ""


def move(desk: Desk, account: str, row: Json, status: str) -> None:
    row["status"], row["updated_at"] = status, _iso()
    if status == "FINISHED":
        row["hash"] = hashlib.sha256(row["id"].encode()).hexdigest()
    desk.store.put(account, row)
    if row["_endpoint"]:
        event: Json = {
            "id": new_id("ipn_"),
            "object": "np.ipn",
            "type": f"payout.{status}",
            "created": int(time.time()),
            "body": shown(row),
        }
        desk.store.put(account, event)
        desk.courier.send(event, row["_endpoint"])


def listed(desk: Desk, account: str, limit: int, page: int) -> list[Json]:
    found = desk.store.all(account, "np.payout", limit=(page + 1) * limit)
    return [shown(row) for row in found[page * limit :]]


def batch_shown(desk: Desk, batch: Json) -> Json:
    rows = [row for row in map(desk.store.find, batch["withdrawals"]) if row is not None]
    return {
        "id": batch["id"],
        "created_at": batch["created_at"],
        "withdrawals": [shown(row) for _, row in rows],
    }


def shown(row: Json) -> Json:
    return {name: value for name, value in row.items() if name not in ("object", "_endpoint")}


def _codes(secret: str) -> set[str]:
    """Of now and of the step before and after."""
    step = int(time.time()) // 30
    return {_code(secret, step + by) for by in (-1, 0, 1)}


def _code(secret: str, counter: int) -> str:
    digest = hmac.new(base64.b32decode(secret), counter.to_bytes(8, "big"), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(int.from_bytes(digest[place : place + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"


def _iso() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
