"""The merchant's balance at the provider: a float to begin with, then one entry per charge, refund, transfer."""

from infra.simulators.psp.desk import Call, Desk, now
from infra.simulators.psp.listing import expanded, listing
from infra.simulators.psp.wire import Json, new_id

OPENING_MINOR = 100_000_00


def enter(
    desk: Desk,
    account: str,
    kind: str,
    amount: int,
    fee: int,
    currency: str,
    source: str,
) -> Json:
    entry: Json = {
        "id": new_id("txn_"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": now(),
        "created": now(),
        "currency": currency,
        "fee": fee,
        "net": amount - fee,
        "source": source,
        "status": "available",
        "type": kind,
    }
    return desk.store.put(account, entry, grouping=currency)


def available(desk: Desk, account: str, currency: str) -> int:
    entries = desk.store.all(account, "balance_transaction", grouping=currency, limit=1_000_000)
    return OPENING_MINOR + sum(int(entry["net"]) for entry in entries)


def retrieve_balance(call: Call) -> Json:
    entries = call.desk.store.all(call.account, "balance_transaction", limit=1_000_000)
    currencies = sorted({str(entry["currency"]) for entry in entries} | {"usd"})
    amounts = [(currency, available(call.desk, call.account, currency)) for currency in currencies]
    return {
        "object": "balance",
        "available": [
            {"amount": amount, "currency": currency, "source_types": {"card": amount}}
            for currency, amount in amounts
        ],
        "pending": [
            {"amount": 0, "currency": currency, "source_types": {"card": 0}} for currency in currencies
        ],
        "livemode": False,
    }


def list_entries(call: Call) -> Json:
    """Newest first, as asked for by `created`, each with what `expand[]=data.…` names."""
    created = call.params.get("created") or {}
    since, until = int(created.get("gte", 0)), int(created.get("lt", 2**40))
    entries = call.desk.store.all(call.account, "balance_transaction", limit=1_000_000)
    found = [entry for entry in entries if since <= int(entry["created"]) < until]
    page = listing(call, found, "/v1/balance_transactions")
    paths = [str(path).removeprefix("data.") for path in call.params.get("expand") or []]
    page["data"] = [expanded(call, entry, paths) for entry in page["data"]]
    return page
