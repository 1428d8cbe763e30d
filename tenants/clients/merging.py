"""What a merge of two leads means for their clients; named in LEAD_MERGE_PARTS.

A client's number is in the ledger's addresses and cannot be joined to another's: of two clients one must be empty.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from atrium.kernel.errors import Refused
from tenants.identity.models import User
from tenants.leads.models import Lead

from .models import Client


def check(keep: Lead, drop: Lead) -> None:
    kept, dropped = _client(keep), _client(drop)
    if kept is None or dropped is None:
        return
    holds_kept, holds_dropped = _holdings(kept), _holdings(dropped)
    if holds_kept and holds_dropped:
        raise Refused(
            f"Both are clients that hold something: client {kept.number} has {holds_kept}, client {dropped.number} has "
            f"{holds_dropped}. Pay out or move what one of them has and archive its accounts first, then merge. Nothing "
            "was changed."
        )
    if holds_dropped:
        raise Refused(
            f"Client {dropped.number} has {holds_dropped}, and client {kept.number} is empty. Keep lead {drop.number} "
            "instead and merge the other into it. Nothing was changed."
        )


def follow(keep: Lead, drop: Lead) -> dict[str, Any]:
    """The only client goes to the kept lead. Of two, the empty one's log-in is closed."""
    kept, dropped = _client(keep), _client(drop)
    if dropped is None:
        return {}
    if kept is None:
        Client.objects.filter(id=dropped.id).update(lead=keep)
        for lead in (keep, drop):
            lead.__dict__.get("_state").fields_cache.pop("client", None)  # type: ignore[union-attr]
        return {"moved": str(dropped.id)}
    User.objects.filter(id=dropped.user_id).update(is_active=False)
    return {"closed": str(dropped.user_id)}


def go_back(keep: Lead, drop: Lead, done: Mapping[str, Any]) -> None:
    if "moved" in done:
        Client.objects.filter(id=uuid.UUID(done["moved"]), lead=keep).update(lead=drop)
    if "closed" in done:
        User.objects.filter(id=uuid.UUID(done["closed"])).update(is_active=True)


def _client(lead: Lead) -> Client | None:
    return Client.objects.filter(lead=lead).first()


def _holdings(client: Client) -> str:
    """In words, from every room that keeps something of clients; empty: nothing."""
    found = (import_string(name)(client) for name in settings.CLIENT_HOLDINGS)
    return ", ".join(words for words in found if words)
