"""Sentry, if a DSN is set: no personal data, no bodies; every event says which broker, surface and request it belongs to."""

from typing import Any

import sentry_sdk
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration

from atrium.kernel import actor, tenancy


def start(*, dsn: str, environment: str, release: str, **options: Any) -> None:
    """Nothing is loaded or sent without a DSN."""
    if not dsn:
        return
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        release=release or None,
        send_default_pii=False,
        max_request_body_size="never",
        integrations=[DjangoIntegration(), CeleryIntegration()],
        before_send=tagged,  # type: ignore[arg-type]  # the SDK's own Event is a typed dict
        **options,
    )


def tagged(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """Read where the error is reported: the ContextVars are right in requests, coroutines, sockets and tasks alike."""
    tenant, who = tenancy.current(), actor.current()
    event["tags"] = {
        **event.get("tags", {}),
        "broker": tenant.slug if tenant else "-",
        "surface": who.surface or "-",
        "request_id": who.request_id or "-",
    }
    return event
