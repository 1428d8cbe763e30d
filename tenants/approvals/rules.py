"""What is approved, and who may approve it."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Never

from atrium.kernel.errors import Denied
from atrium.kernel.money import Money


def facts_hash(*, kind: str, subject_id: uuid.UUID, facts: Mapping[str, Any], money: Money | None) -> str:
    """One fingerprint of all that the approver is shown: another amount or destination is another question."""
    whole = {
        "kind": kind,
        "subject_id": str(subject_id),
        "facts": facts,
        "amount_minor": money.amount_minor if money else None,
        "currency": money.currency if money else "",
    }
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def refuse_float(text: str) -> Never:
    """For `json.loads`: amounts in facts are text, because a binary float is not what the approver read."""
    raise TypeError(f"facts of an approval hold no floats, but {text} is one; write it as text")


@dataclass(frozen=True, slots=True)
class Party:
    """A user as four eyes see one: two users of the same person are one pair of eyes."""

    user_id: uuid.UUID
    person_id: uuid.UUID


def check_decider(*, requester: Party | None, decider: Party, permitted: bool) -> None:
    if not permitted:
        raise Denied("Your role may not decide this. Somebody with the permission can.")
    if requester and (requester.user_id == decider.user_id or requester.person_id == decider.person_id):
        raise Denied("You asked for this yourself, so somebody else has to decide it.")
