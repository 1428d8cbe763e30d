"""What happens when a card pays a session: intent, charge, balance transaction, refund, and their events."""

from infra.simulators.psp.balance import enter
from infra.simulators.psp.cards import Card
from infra.simulators.psp.checkout import shown
from infra.simulators.psp.desk import Call, Desk, now
from infra.simulators.psp.events import record, record_for
from infra.simulators.psp.listing import expanded, listing
from infra.simulators.psp.wire import Json, Problem, integer, metadata_of, new_id

FEE_BASIS_POINTS = 250


def pay(desk: Desk, account: str, session: Json, card: Card, email: str) -> Json | None:
    """Complete the session, or return Stripe's error when the card is declined."""
    intent = _intent(desk, account, session)
    if error := _decline(desk, card):
        intent |= {"status": "requires_payment_method", "last_payment_error": error}
        desk.store.put(account, intent)
        desk.store.put(account, session)
        record(desk, account, "payment_intent.payment_failed", intent)
        return error
    if other := desk.faults.take("wrong_amount"):
        session |= {"amount_total": other.get("amount", session["amount_total"])}
        session |= {"currency": str(other.get("currency", session["currency"])).lower()}
    _complete(desk, account, session, intent, card, email)
    return None


def _intent(desk: Desk, account: str, session: Json) -> Json:
    found = desk.store.get(account, str(session["payment_intent"]), "payment_intent")
    if found is not None:
        return found
    intent: Json = {
        "id": new_id("pi_"),
        "object": "payment_intent",
        "amount": session["amount_total"],
        "amount_received": 0,
        "capture_method": "automatic",
        "created": now(),
        "currency": session["currency"],
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": session["_intent_metadata"],
        "payment_method_types": ["card"],
        "status": "requires_payment_method",
    }
    session["payment_intent"] = intent["id"]
    return intent


def _decline(desk: Desk, card: Card) -> Json | None:
    planned = desk.faults.take("decline")
    decline = (str(planned.get("code", "generic_decline")), "card_declined") if planned else card.decline
    if decline is None:
        return None
    return {
        "type": "card_error",
        "code": decline[1],
        "decline_code": decline[0],
        "message": "Your card was declined.",
    }


def _complete(desk: Desk, account: str, session: Json, intent: Json, card: Card, email: str) -> None:
    amount, currency = session["amount_total"], session["currency"]
    fee = (amount * FEE_BASIS_POINTS + 5_000) // 10_000
    charge = _charge(intent["id"], amount, currency, card, email)
    entry = enter(desk, account, "charge", amount, fee, currency, charge["id"])
    charge["balance_transaction"] = entry["id"]
    paid = {"amount": amount, "amount_received": amount, "currency": currency}
    intent |= paid | {
        "status": "succeeded",
        "last_payment_error": None,
        "latest_charge": charge["id"],
    }
    session |= {"status": "complete", "payment_status": "paid", "url": None}
    session["customer_details"] = {"email": email, "name": card.name or None}
    for thing in (charge, intent, session):
        desk.store.put(account, thing)
    record(desk, account, "charge.succeeded", charge)
    record(desk, account, "payment_intent.succeeded", intent)
    record(desk, account, "checkout.session.completed", shown(session))


def _charge(intent_id: str, amount: int, currency: str, card: Card, email: str) -> Json:
    return {
        "id": new_id("ch_"),
        "object": "charge",
        "amount": amount,
        "amount_captured": amount,
        "amount_refunded": 0,
        "balance_transaction": None,
        "billing_details": {"email": email, "name": card.name or None},
        "captured": True,
        "created": now(),
        "currency": currency,
        "livemode": False,
        "metadata": {},
        "paid": True,
        "payment_intent": intent_id,
        "payment_method_details": {
            "type": "card",
            "card": {
                "brand": card.brand,
                "exp_month": card.month,
                "exp_year": card.year,
                "last4": card.number[-4:],
            },
        },
        "refunded": False,
        "status": "succeeded",
    }


def retrieve_intent(call: Call) -> Json:
    return expanded(call, call.load("payment_intent", "payment_intent"))


def retrieve_refund(call: Call) -> Json:
    return call.load("refund", "refund")


def list_refunds(call: Call) -> Json:
    intent = str(call.params.get("payment_intent", ""))
    found = call.desk.store.all(call.account, "refund", grouping=intent)
    return listing(call, found, "/v1/refunds")


def create_refund(call: Call) -> Json:
    charge = _refunded_charge(call)
    if call.desk.faults.take("fail_refund") is not None:
        message = "This card cannot be refunded any more."
        raise Problem(message, code="charge_not_refundable", kept=True)
    left = charge["amount"] - charge["amount_refunded"]
    amount = integer(call.params, "amount", default=left)
    if not 0 < amount <= left:
        message = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})"
        raise Problem(message, param="amount")
    refund: Json = {
        "id": new_id("re_"),
        "object": "refund",
        "amount": amount,
        "charge": charge["id"],
        "created": now(),
        "currency": charge["currency"],
        "metadata": metadata_of(call.params),
        "payment_intent": charge["payment_intent"],
        "reason": call.params.get("reason"),
        "status": "succeeded",
    }
    entry = enter(call.desk, call.account, "refund", -amount, 0, charge["currency"], refund["id"])
    refund["balance_transaction"] = entry["id"]
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    if call.desk.faults.take("pending_refund") is not None:
        refund["status"] = "pending"
    call.desk.store.put(call.account, refund, grouping=charge["payment_intent"])
    call.desk.store.put(call.account, charge)
    record_for(call, "refund.created", refund)
    record_for(call, "charge.refunded", charge)
    return refund


def _refunded_charge(call: Call) -> Json:
    store, charge_id = call.desk.store, call.params.get("charge")
    if intent_id := call.params.get("payment_intent"):
        intent = store.get(call.account, str(intent_id), "payment_intent") or {}
        charge_id = intent.get("latest_charge")
    charge = store.get(call.account, str(charge_id), "charge")
    if charge is None:
        message = "This PaymentIntent or charge does not exist or has no successful charge to refund."
        raise Problem(message, code="resource_missing", status=404)
    return charge
