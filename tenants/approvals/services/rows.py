"""What the verbs share: the locked row, its fingerprint, its word to others."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from atrium.kernel.errors import Conflict, NotFound, Stale
from tenants.activity import services as activity
from tenants.identity.models import User
from tenants.outbox import services as outbox

from .. import rules
from ..models import Amendment, Approval


def locked(approval_id: uuid.UUID) -> Approval:
    """Deciding, amending, cancelling and escalating one request go one after the other."""
    approval = Approval.objects.select_for_update(of=("self",)).filter(id=approval_id).first()
    if approval is None:
        raise NotFound("There is no such approval.")
    return approval


def acting_user(user_id: uuid.UUID) -> User:
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        raise NotFound("There is no such approval.")
    return user


def check_open(approval: Approval, seen: str) -> None:
    """It still waits, nobody touched the row past the verbs, and what was shown is what is asked."""
    if approval.state != Approval.State.PENDING:
        raise Conflict(f"This was {approval.get_state_display().lower()} before. That decision stands.")
    if not approval.is_intact:
        raise Conflict("What is to be decided is not what was shown. Look at it again.")
    if seen and seen != approval.facts_hash:
        theirs = _changed_since(approval, seen)
        if not theirs:
            raise Conflict("What is to be decided is not what was shown. Look at it again.")
        raise Stale(
            theirs,
            "This was changed while you were looking at it. Nothing is decided yet and nothing you wrote is lost: "
            "compare the two and decide again.",
        )


def _changed_since(approval: Approval, seen: str) -> dict[str, tuple[str, str]]:
    """What differs between the version that the page showed and the one that is asked now."""
    then = Amendment.objects.filter(approval=approval, hash_before=seen).order_by("at").first()
    return rules.changes_between(then.before, snapshot(approval)) if then else {}


def snapshot(approval: Approval) -> dict[str, Any]:
    money = approval.money
    return {**approval.facts, **({"amount": str(money)} if money else {})}


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """As the row will hold them, so that the fingerprint is the same before and after."""
    text = json.dumps(facts, cls=DjangoJSONEncoder)
    return dict(json.loads(text, parse_float=rules.refuse_float))


def announce(event: str, approval: Approval, *, outcome: str) -> None:
    outbox.announce(
        event,
        approval_id=approval.id,
        kind=approval.kind,
        subject_id=approval.subject_id,
        outcome=outcome,
    )


def note(approval: Approval, verb: str, text: str) -> None:
    """On the timeline of the client that the request is about."""
    if approval.client_id is not None:
        key = f"{approval.id}:{verb}:{approval.round}"
        activity.note(
            subject_kind="client", subject_id=approval.client_id, verb=f"approval.{verb}", text=text, key=key
        )
