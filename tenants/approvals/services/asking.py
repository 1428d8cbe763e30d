"""Ask, and find the steps that the question goes through."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict
from atrium.kernel.money import Money

from .. import choosing, rates, rules
from ..models import Approval
from .indexing import index_approvals
from .rows import announce, note, plain
from .stepping import begin_round


def ask(
    *,
    kind: str,
    subject_id: uuid.UUID,
    title: str,
    facts: Mapping[str, Any],
    permission: str,
    requested_by: uuid.UUID | None,
    money: Money | None = None,
    risk: str = "",
    desk_id: uuid.UUID | None = None,
    client_id: uuid.UUID | None = None,
    country: str = "",
    requested_as: str = "",
) -> Approval:
    """One open question a subject. Asking again with the same facts gives the question that is open.

    `permission` decides it unless the broker made a chain for this kind. `requested_as` names somebody without a log-in.
    """
    stored = plain(facts)
    fingerprint = rules.facts_hash(kind=kind, subject_id=subject_id, facts=stored, money=money)
    with transaction.atomic():
        approval, is_new = Approval.objects.get_or_create(
            kind=kind,
            subject_id=subject_id,
            state=Approval.State.PENDING,
            defaults={
                "title": title[:200],
                "facts": stored,
                "facts_hash": fingerprint,
                "amount_minor": money.amount_minor if money else None,
                "currency": money.currency if money else "",
                "broker_minor": rates.in_broker_currency(money),
                "permission": permission,
                "requested_by_id": requested_by,
                "requested_as": requested_as[:160],
                "requested_at": clock.now(),
                "risk": risk,
                "desk_id": desk_id,
                "client_id": client_id,
                "country": country[:2].upper(),
            },
        )
        if is_new:
            begin_round(approval)
            announce("approval.asked", approval, outcome="")
            note(approval, "asked", f"Asked for approval: {approval.title}")
            index_approvals([approval])
        elif fingerprint not in _asked_as(approval):
            raise Conflict("Another approval of this is open and has other facts. Decide that one first.")
    return approval


def needs_approval(*, kind: str, money: Money | None = None, facts: Mapping[str, Any] | None = None) -> bool:
    """Whether the broker wants a second person for this, or the room may go on by itself."""
    return choosing.is_asked(kind, choosing.facts_for(kind, money=money, facts=facts or {}), clock.now())


def _asked_as(approval: Approval) -> set[str]:
    """As it is now, and as it was before reviewers amended it: asking the same again is no other question."""
    before = approval.amendments.values_list("hash_before", flat=True)
    return {approval.facts_hash, *before}
