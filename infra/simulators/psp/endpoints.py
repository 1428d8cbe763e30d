"""Webhook endpoints: where the merchant wants its events, and the secret that signs them."""

from urllib.parse import urlsplit

from infra.simulators.psp.desk import Call, now
from infra.simulators.psp.listing import listing
from infra.simulators.psp.wire import (
    Json,
    Problem,
    metadata_of,
    missing,
    new_id,
    required,
)


def create_endpoint(call: Call) -> Json:
    url, wanted = required(call.params, "url"), call.params.get("enabled_events")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise Problem(
            "Invalid URL: An explicit scheme (such as https) must be provided.",
            param="url",
        )
    if not isinstance(wanted, list) or not wanted:
        raise missing("enabled_events")
    endpoint: Json = {
        "id": new_id("we_"),
        "object": "webhook_endpoint",
        "api_version": call.params.get("api_version"),
        "created": now(),
        "description": call.params.get("description"),
        "enabled_events": wanted,
        "livemode": False,
        "metadata": metadata_of(call.params),
        "secret": new_id("whsec_", 32),
        "status": "enabled",
        "url": url,
    }
    return call.desk.store.put(call.account, endpoint)


def _without_secret(endpoint: Json) -> Json:
    """The secret is shown once, in the answer to its creation."""
    return {name: value for name, value in endpoint.items() if name != "secret"}


def retrieve_endpoint(call: Call) -> Json:
    return _without_secret(call.load("webhook_endpoint", "webhook endpoint"))


def list_endpoints(call: Call) -> Json:
    found = call.desk.store.all(call.account, "webhook_endpoint")
    return listing(call, [_without_secret(endpoint) for endpoint in found], "/v1/webhook_endpoints")


def update_endpoint(call: Call) -> Json:
    endpoint = call.load("webhook_endpoint", "webhook endpoint")
    if "url" in call.params:
        endpoint["url"] = required(call.params, "url")
    if "enabled_events" in call.params:
        endpoint["enabled_events"] = call.params["enabled_events"]
    if "disabled" in call.params:
        endpoint["status"] = "disabled" if call.params["disabled"] == "true" else "enabled"
    return _without_secret(call.desk.store.put(call.account, endpoint))


def delete_endpoint(call: Call) -> Json:
    endpoint = call.load("webhook_endpoint", "webhook endpoint")
    call.desk.store.db.execute("delete from object where id = ?", (endpoint["id"],))
    return {"id": endpoint["id"], "object": "webhook_endpoint", "deleted": True}
