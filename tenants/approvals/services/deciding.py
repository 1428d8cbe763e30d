"""Decide the step that waits, or take a request back."""

import uuid
from datetime import datetime

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Denied, InvalidInput, NotFound
from tenants.identity.models import User
from tenants.notifications.services import notify

from .. import rules, standing
from ..models import Approval, Decision, Delegation, Step
from ..types import Acting
from .rows import acting_user, announce, check_open, locked, note
from .stepping import close_all, open_next


def decide(
    *, approval_id: uuid.UUID, by: uuid.UUID, outcome: str, note: str = "", facts_hash: str = ""
) -> Approval:
    """The step that waits. `facts_hash` is what the decider's page showed; if it is given, it must be what is asked.
    The request itself is decided when its last step is approved, or any of them refused."""
    if outcome not in rules.DECISIONS:
        raise InvalidInput("Decide either “approved” or “refused”.", field="outcome")
    if outcome == "refused" and not note.strip():
        raise InvalidInput("Say why it is refused; the one who asked will read it.", field="note")
    with transaction.atomic():
        approval, decider = locked(approval_id), acting_user(by)
        at = clock.now()
        step = standing.open_step(approval)
        if step is None:
            # Ended, or not ours to see: whoever could never decide it is not told which.
            check_open(approval, facts_hash)
            raise NotFound("There is no such approval.")
        acting = _seat(decider, approval, step, approving=outcome == "approved", at=at)
        check_open(approval, facts_hash)
        _write(approval, step, acting, outcome, note.strip(), at)
        _go_on(approval, step, outcome, at)
    return approval


def withdraw(*, approval_id: uuid.UUID, by: uuid.UUID) -> Approval:
    """The one who asked takes it back while it waits."""
    with transaction.atomic():
        approval, user = locked(approval_id), acting_user(by)
        if approval.requested_by is None or approval.requested_by.person_id != user.person_id:
            raise Denied("Only the one who asked for this can take it back. You may refuse it instead.")
        check_open(approval, "")
        _end(approval, Approval.State.WITHDRAWN, clock.now())
    return approval


def _seat(decider: User, approval: Approval, step: Step, *, approving: bool, at: datetime) -> Acting:
    acting, delegation, reason, seen = standing.choose_seat(
        decider, approval, step, approving=approving, at=at
    )
    if acting is None:
        # One's own rows and those in sight get the reason; of others one learns nothing but what the role says.
        raise Denied(reason) if reason or seen else NotFound("There is no such approval.")
    if delegation is not None and not _still_handed_over(delegation):
        raise Denied(f"{acting.behalf} has taken the authority back meanwhile, so nothing was decided.")
    return acting


def _still_handed_over(delegation: Delegation) -> bool:
    """Locked until the decision is written: whoever ends it waits for that, or comes first and is heeded."""
    row = Delegation.objects.select_for_update(no_key=True).get(id=delegation.id)
    return row.active_from <= clock.now() < row.active_to


def _write(approval: Approval, step: Step, acting: Acting, outcome: str, note: str, at: datetime) -> None:
    behalf = acting.behalf
    Decision.objects.create(
        approval=approval,
        step=step,
        round=approval.round,
        by=acting.member.user,
        person_id=acting.member.user.person_id,
        for_member_id=behalf.id if behalf else None,
        for_person_id=behalf.user.person_id if behalf else None,
        for_name=str(behalf) if behalf else "",
        outcome=outcome,
        note=note,
        facts_hash=approval.facts_hash,
        at=at,
    )


def _go_on(approval: Approval, step: Step, outcome: str, at: datetime) -> None:
    if outcome == "refused":
        return _end(approval, Approval.State.REFUSED, at)
    yes = step.decisions.filter(outcome="approved", is_void=False).count()
    if yes < step.people:
        return announce("approval.stepped", approval, outcome="")
    Step.objects.filter(id=step.id).update(state=Step.State.DONE, ended_at=at)
    if open_next(approval, at):
        return announce("approval.stepped", approval, outcome="")
    return _end(approval, Approval.State.APPROVED, at)


def _end(approval: Approval, state: Approval.State, at: datetime) -> None:
    close_all(approval, at)
    approval.state, approval.decided_at, approval.due_at = state, at, None
    approval.save(update_fields=["state", "decided_at", "due_at"])
    announce("approval.decided", approval, outcome=str(state))
    note(approval, "decided", f"{state.label}: {approval.title}")
    _tell_requester(approval, state)


def _tell_requester(approval: Approval, state: Approval.State) -> None:
    """A colleague who asked hears of it; clients and partners see it in their portal."""
    asker = approval.requested_by
    if asker is None or asker.realm != User.Realm.STAFF or state == Approval.State.WITHDRAWN:
        return
    last = approval.decision
    notify(
        users=[asker],
        kind="approval.decided",
        title=f"{state.label}: {approval.title}",
        text=last.note if last else "",
        url=f"/approvals/{approval.id}/",
        key=f"approval.decided:{approval.id}",
    )
