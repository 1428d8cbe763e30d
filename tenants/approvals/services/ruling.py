"""A change of the rules themselves: made at once, or, where the broker wants it, when a second person agrees."""

import json
import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from atrium.kernel.errors import AtriumError
from tenants.identity.models import User

from .. import choosing
from ..kinds import kind_of
from ..models import Approval, Chain
from .asking import ask, needs_approval
from .chains import check_chain, check_policy, end_chain, save_chain, set_policy
from .outcomes import approved, note_result

KIND: Final = "approval_rules"


def propose(*, change: Mapping[str, Any], by: User) -> Approval | None:
    """`change`: {"do": "chain" | "end" | "policy", "kind": …, …}. None: it is made. Else the request that waits."""
    _check(change)
    if not needs_approval(kind=KIND):
        _make(change, by)
        return None
    kind = kind_of(change["kind"])
    return ask(
        kind=KIND,
        subject_id=uuid.uuid5(uuid.UUID(int=0), f"{kind.code}:{change.get('line', '')}:{change['do']}"),
        title=f"Change of approval rules: {kind.label}",
        facts={
            "rule": kind.label,
            "before": _before(change),
            "after": _after(change),
            "change": json.dumps(change, sort_keys=True),
        },
        permission="settings.approvals",
        requested_by=by.id,
    )


@transaction.atomic
def carry_out_ruling(*, approval_id: uuid.UUID) -> None:
    request = Approval.objects.select_related("requested_by").get(id=approval_id)
    if request.applied is not None or request.requested_by is None:
        return
    change = json.loads(approved(approval_id=approval_id).facts["change"])
    try:
        with transaction.atomic():
            _make(change, request.requested_by)
    except AtriumError as refusal:
        note_result(approval_id=approval_id, done=False, text=refusal.message)
    else:
        note_result(approval_id=approval_id, done=True, text="The rules are changed.")


def _check(change: Mapping[str, Any]) -> None:
    if change["do"] == "chain":
        check_chain(**_chain(change))
    elif change["do"] == "policy":
        check_policy(kind=change["kind"], mode=change["mode"], condition=change["condition"])


def _make(change: Mapping[str, Any], by: User) -> None:
    line = uuid.UUID(change["line"]) if change.get("line") else None
    if change["do"] == "chain":
        save_chain(**_chain(change), by=by, line=line)
    elif change["do"] == "policy":
        set_policy(kind=change["kind"], mode=change["mode"], condition=change["condition"], by=by)
    elif line is not None:
        end_chain(line=line, by=by)


def _chain(change: Mapping[str, Any]) -> dict[str, Any]:
    return {name: change[name] for name in ("kind", "name", "condition", "steps", "priority")}


def _before(change: Mapping[str, Any]) -> str:
    if change["do"] == "policy":
        return ""
    chain = Chain.objects.filter(line=change["line"], valid_to=None).first() if change.get("line") else None
    return _words(change["kind"], chain.name, chain.condition, chain.steps) if chain else ""


def _after(change: Mapping[str, Any]) -> str:
    if change["do"] == "end":
        return "This chain ends."
    if change["do"] == "policy":
        when = choosing.in_words(kind_of(change["kind"]), change["condition"]) if change["condition"] else ""
        return f"Asked {change['mode']} {when}".strip()
    return _words(change["kind"], change["name"], change["condition"], change["steps"])


def _words(kind: str, name: str, condition: Mapping[str, Any], steps: list[dict[str, Any]]) -> str:
    when = choosing.in_words(kind_of(kind), condition)
    return f"{name}: {when}; {choosing.steps_in_words(steps)}"
