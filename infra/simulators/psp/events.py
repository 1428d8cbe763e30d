"""Events: written with the change they tell of, handed to the courier, listed by the API."""

from infra.simulators.psp.desk import Call, Desk, now
from infra.simulators.psp.listing import listing
from infra.simulators.psp.wire import API_VERSION, Json, new_id


def record(
    desk: Desk,
    account: str,
    kind: str,
    thing: Json,
    *,
    request_id: str | None = None,
    key: str | None = None,
) -> Json:
    event: Json = {
        "id": new_id("evt_"),
        "object": "event",
        "api_version": API_VERSION,
        "created": now(),
        "data": {"object": thing},
        "livemode": False,
        "pending_webhooks": 0,
        "request": {"id": request_id, "idempotency_key": key},
        "type": kind,
    }
    event["pending_webhooks"] = desk.courier.enqueue(account, event)
    return desk.store.put(account, event, grouping=kind)


def record_for(call: Call, kind: str, thing: Json) -> Json:
    return record(
        call.desk,
        call.account,
        kind,
        thing,
        request_id=call.request_id,
        key=call.idempotency_key,
    )


def retrieve_event(call: Call) -> Json:
    return call.load("event", "event")


def list_events(call: Call) -> Json:
    found = call.desk.store.all(call.account, "event", grouping=str(call.params.get("type", "")))
    return listing(call, found, "/v1/events")
