"""What banks and payers do by themselves: dispute a charge, decide the dispute, let a refund fail days later."""

from aiohttp import web

from infra.simulators.psp.balance import enter
from infra.simulators.psp.desk import DESK, Desk, now
from infra.simulators.psp.events import record
from infra.simulators.psp.wire import Json, new_id

FEE_MINOR = 1_500


async def open_dispute(request: web.Request) -> web.Response:
    """The payer took it back: the amount and a fee leave the merchant's balance at once. By charge or payment intent."""
    desk = request.app[DESK]
    wanted: Json = await request.json() if request.can_read_body else {}
    found = _charge(desk, request.match_info["id"])
    if found is None:
        return web.json_response({"error": "There is no such charge."}, status=404)
    account, charge = found
    with desk.store.transaction():
        dispute = _dispute(charge, int(wanted["amount"] if "amount" in wanted else charge["amount"]))
        taken = enter(
            desk, account, "adjustment", -dispute["amount"], FEE_MINOR, charge["currency"], dispute["id"]
        )
        dispute["balance_transactions"] = [taken]
        desk.store.put(account, dispute)
        record(desk, account, "charge.dispute.created", dispute)
        record(desk, account, "charge.dispute.funds_withdrawn", dispute)
    desk.courier.wake()
    return web.json_response(dispute, status=201)


async def close_dispute(request: web.Request) -> web.Response:
    """`{"status": "won" | "lost", "fee_back": true}`; what was won comes back to the balance, its fee only where asked for."""
    desk, wanted = request.app[DESK], await request.json()
    found = desk.store.find(request.match_info["id"])
    if found is None or found[1]["object"] != "dispute" or wanted.get("status") not in ("won", "lost"):
        return web.json_response({"error": "There is no such dispute, or no such end of it."}, status=404)
    account, dispute = found
    with desk.store.transaction():
        dispute["status"] = wanted["status"]
        desk.store.put(account, dispute)
        if dispute["status"] == "won":
            fee = -FEE_MINOR if wanted.get("fee_back") else 0
            given = enter(
                desk, account, "adjustment", dispute["amount"], fee, dispute["currency"], dispute["id"]
            )
            dispute["balance_transactions"].append(given)
            desk.store.put(account, dispute)
            record(desk, account, "charge.dispute.funds_reinstated", dispute)
        record(desk, account, "charge.dispute.closed", dispute)
    desk.courier.wake()
    return web.json_response(dispute)


async def fail_refund(request: web.Request) -> web.Response:
    """The card's bank sends a refund back: Stripe's refund becomes failed, whatever it was before."""
    desk = request.app[DESK]
    found = desk.store.find(request.match_info["id"])
    if found is None or found[1]["object"] != "refund":
        return web.json_response({"error": "There is no such refund."}, status=404)
    account, refund = found
    with desk.store.transaction():
        refund |= {"status": "failed", "failure_reason": "lost_or_stolen_card"}
        enter(desk, account, "refund_failure", refund["amount"], 0, refund["currency"], refund["id"])
        desk.store.put(account, refund, grouping=refund["payment_intent"])
        record(desk, account, "refund.failed", refund)
    desk.courier.wake()
    return web.json_response(refund)


def _charge(desk: Desk, identifier: str) -> tuple[str, Json] | None:
    found = desk.store.find(identifier)
    if found is not None and found[1]["object"] == "payment_intent":
        found = desk.store.find(str(found[1]["latest_charge"]))
    return found if found is not None and found[1]["object"] == "charge" else None


def _dispute(charge: Json, amount: int) -> Json:
    return {
        "id": new_id("du_"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": now(),
        "currency": charge["currency"],
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": "fraudulent",
        "status": "needs_response",
    }
