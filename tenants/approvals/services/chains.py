"""The broker's rules of approval, in versions: what was in force when is never rewritten.

Where the broker wants a second person for changes of these rules too, a change is asked for and made when it is approved.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from atrium.kernel.keys import lock_key
from tenants.identity.models import User
from tenants.outbox.services import announce
from tenants.staff.models import Role
from tenants.staff.permissions import ALL

from .. import choosing, rules
from ..kinds import Kind, is_known, kind_of
from ..models import Chain, Policy


def save_chain(
    *,
    kind: str,
    name: str,
    condition: Mapping[str, Any],
    steps: list[dict[str, Any]],
    priority: int,
    by: User | None,
    line: uuid.UUID | None = None,
) -> Chain:
    """A new chain, or the next version of `line`. Requests that are open keep the steps they began with."""
    document = check_chain(kind=kind, name=name, condition=condition, steps=steps, priority=priority)
    with transaction.atomic():
        _lock(kind)
        before = _end_line(line) if line else None
        now = clock.now()
        chain = Chain.objects.create(
            kind=kind,
            line=before.line if before else uuid.uuid4(),
            version=before.version + 1 if before else 1,
            name=name.strip(),
            condition=dict(condition),
            steps=document,
            priority=priority,
            valid_from=before.valid_to if before and before.valid_to else now,
            made_by=by,
        )
        announce("approval_rules.changed", kind=kind)
    return chain


def end_chain(*, line: uuid.UUID, by: User | None) -> None:
    with transaction.atomic():
        ended = _end_line(line)
        announce("approval_rules.changed", kind=ended.kind)


def set_policy(*, kind: str, mode: str, condition: Mapping[str, Any], by: User | None) -> Policy:
    found = check_policy(kind=kind, mode=mode, condition=condition)
    with transaction.atomic():
        _lock(found.code)
        before = Policy.objects.select_for_update().filter(kind=kind, valid_to=None).first()
        now = clock.now()
        if before is not None:
            before.valid_to = max(now, before.valid_from)
            before.save(update_fields=["valid_to"])
        policy = Policy.objects.create(
            kind=kind,
            mode=mode,
            condition=dict(condition) if mode == Policy.Mode.WHEN else {},
            version=before.version + 1 if before else 1,
            valid_from=now,
            made_by=by,
        )
        announce("approval_rules.changed", kind=kind)
    return policy


def check_chain(
    *, kind: str, name: str, condition: Mapping[str, Any], steps: list[dict[str, Any]], priority: int
) -> list[dict[str, Any]]:
    """The steps as they are kept, or what is wrong, by field."""
    found = _known(kind)
    if not 1 <= len(name.strip()) <= 120:
        raise InvalidInput("Give the chain a name of at most 120 characters.", field="name")
    if not 1 <= priority <= 999:
        raise InvalidInput(
            "The priority is a whole number from 1 to 999; the lowest is tried first.", field="priority"
        )
    choosing.check_condition(found, condition)
    plans, wrong = rules.read_steps(steps, permissions=ALL, roles=[str(pk) for pk in _roles()])
    if wrong:
        field, message = next(iter(wrong.items()))
        raise InvalidInput(message, field=field)
    return [plan.as_document() for plan in plans]


def check_policy(*, kind: str, mode: str, condition: Mapping[str, Any]) -> Kind:
    found = _known(kind)
    if mode not in Policy.Mode.values:
        raise InvalidInput("Ask always, never, or under a condition.", field="mode")
    if not found.asks_may_change and mode != Policy.Mode.ALWAYS:
        raise Refused(f"“{found.label}” always needs a second person.", field="mode")
    if mode == Policy.Mode.WHEN:
        choosing.check_condition(found, condition)
        if not condition:
            raise InvalidInput("Say under which condition it is asked about.", field="condition")
    return found


def _known(kind: str) -> Kind:
    if not is_known(kind):
        raise InvalidInput("There is no such kind of request.", field="kind")
    return kind_of(kind)


def _end_line(line: uuid.UUID) -> Chain:
    found = Chain.objects.select_for_update().filter(line=line, valid_to=None).first()
    if found is None:
        raise NotFound("There is no such chain, or somebody else ended it meanwhile.")
    found.valid_to = max(clock.now(), found.valid_from)
    found.save(update_fields=["valid_to"])
    return found


def _roles() -> list[uuid.UUID]:
    return list(Role.objects.values_list("id", flat=True))


def _lock(kind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key("approvals", "rules", kind)])
