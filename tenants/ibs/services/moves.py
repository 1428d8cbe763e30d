"""Moves in the tree: asked for, agreed to where the broker wants it, written as dated rows, undone while nothing hangs on them.

Every verb takes the tree's one lock first, so two moves at once cannot close a circle that neither of them sees.
"""

import uuid
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError, InvalidInput, NotFound, Refused
from tenants.activity.services import note
from tenants.approvals import services as approvals
from tenants.outbox.services import announce

from .. import dating, selectors
from ..models import Partner, PartnerParent, TreeMove
from ..rules import moves as rules
from ..rules import parents_at, whole_second
from ..selectors.moves import refusal_of
from .finding import partner_row
from .tree import lock_tree

KIND: Final = "partner_move"


@transaction.atomic
def move_partner(
    *,
    partner_id: uuid.UUID,
    parent_id: uuid.UUID | None,
    reason: str,
    by: uuid.UUID | None,
    at: datetime | None = None,
    with_downline: bool = True,
) -> TreeMove:
    """Written at once, also for a moment to come, unless the broker wants a second person: then it is asked for."""
    now = whole_second(clock.now())
    at = whole_second(at) if at else now
    if at < now:
        raise InvalidInput(
            "A move begins now or later: what was earned until now stays as it is.", field="at"
        )
    reason = " ".join(reason.split())
    if len(reason) < 3:
        raise InvalidInput("Say in a few words why.", field="reason")
    lock_tree()
    partner = partner_row(partner_id)
    parent = partner_row(parent_id) if parent_id else None
    move = TreeMove(
        partner=partner, to_parent=parent, with_downline=with_downline, at=at, reason=reason[:300],
        requested_by=by, created_at=clock.now(),
    )  # fmt: skip
    facts = _facts(move)
    if approvals.needs_approval(kind=KIND, facts=facts):
        _changes(move)  # what cannot be is not asked for
        move.state = TreeMove.State.WAITING
        move.approval_id = _ask(move, facts)
        move.save(force_insert=True)
    else:
        move.state = TreeMove.State.WRITTEN
        _write(move)
        move.save(force_insert=True)
    return move


@transaction.atomic
def take_move_decision(*, move_id: uuid.UUID, approval_id: uuid.UUID, approved: bool) -> None:
    """A move that was to begin meanwhile begins at the decision: no second that is over changes."""
    lock_tree()
    move = _waiting(move_id, approval_id)
    if move is None:
        return
    move.ended_at = clock.now()
    if not approved:
        move.state = TreeMove.State.REFUSED
        move.save(update_fields=["state", "ended_at"])
        return
    approvals.require_approved(approval_id=approval_id, facts=_facts(move))
    move.at = max(move.at, whole_second(clock.now()))
    try:
        with transaction.atomic():
            _write(move)
    except AtriumError as refusal:
        move.state, move.outcome = TreeMove.State.REFUSED, refusal.message[:300]
        approvals.note_result(approval_id=approval_id, done=False, text=refusal.message)
    else:
        move.state = TreeMove.State.WRITTEN
        approvals.note_result(approval_id=approval_id, done=True, text=f"From {move.at:%F %T} UTC")
    move.save()


@transaction.atomic
def undo_move(*, move_id: uuid.UUID, by: uuid.UUID | None) -> TreeMove:
    """As if it had not been: only while no later change of these partners and nothing that was earned hangs on it."""
    lock_tree()
    move = (
        TreeMove.objects.select_for_update(of=("self",)).select_related("partner").filter(id=move_id).first()
    )
    if move is None:
        raise NotFound("There is no such move.")
    if move.state != TreeMove.State.WRITTEN:
        raise Refused("Only a move that is in the tree can be undone. Nothing was changed.")
    for name in settings.MOVE_DEPENDENTS if move.at <= clock.now() else ():
        if words := import_string(name)(move):
            raise Refused(f"{words} Nothing was undone; move the partner back from now on instead.")
    back = {uuid.UUID(each["partner"]): _id(each["before"]) for each in move.changes}
    _take_out(move)
    cycle = rules.on_cycle(selectors.edges(), back, move.at)
    if cycle is not None:
        raise Refused("A later move hangs on this one. Undo that one first; nothing was undone.")
    move.state, move.ended_at, move.outcome = TreeMove.State.UNDONE, clock.now(), "Undone"
    move.save(update_fields=["state", "ended_at", "outcome"])
    _tell(back, "move_undone", f"The move of {move.partner} from {move.at:%F %T} UTC was undone")
    return move


def _write(move: TreeMove) -> None:
    """The dated rows. Refuses what is no tree any more, or has a later change already."""
    before, changes = _changes(move)
    for child, parent in changes.items():
        place(child, parent, move.at)
    move.from_parent_id = before.get(move.partner_id)
    move.changes = [
        {"partner": str(child), "before": _text(before.get(child)), "after": _text(parent)}
        for child, parent in changes.items()
    ]
    above = move.to_parent.name if move.to_parent else "nobody"
    _tell(changes, "moved", f"{move.partner} stands under {above} from {move.at:%F %T} UTC: {move.reason}")


def place(partner_id: uuid.UUID, parent_id: uuid.UUID | None, at: datetime) -> None:
    """One row ends and the next begins. The caller holds the tree's lock and has looked for circles."""
    rows = PartnerParent.objects.filter(partner_id=partner_id)
    if dating.end(rows, at, is_same=lambda row: row.parent_id == parent_id) and parent_id is not None:
        PartnerParent.objects.create(partner_id=partner_id, parent_id=parent_id, valid_from=at)


def _changes(move: TreeMove) -> tuple[dict[uuid.UUID, uuid.UUID], rules.Changes]:
    edges = selectors.edges()
    before = parents_at(edges, move.at)
    changes = rules.changes_of(
        before, partner=move.partner_id, parent=move.to_parent_id, with_downline=move.with_downline
    )
    cycle = rules.on_cycle(rules.altered(edges, changes, move.at), changes, move.at)
    refusal = refusal_of(changes, cycle, Partner.objects.in_bulk([cycle] if cycle else []))
    if refusal:
        raise Refused(refusal, field="parent")
    return before, changes


def _take_out(move: TreeMove) -> None:
    """The rows that begin with the move go, and those that ended with it are open again."""
    for change in move.changes:
        rows = PartnerParent.objects.filter(partner_id=change["partner"])
        is_last = not rows.filter(valid_from__gt=move.at).exists()
        made = rows.filter(valid_from=move.at, valid_to=None)
        stands = made.filter(parent_id=change["after"]).exists() if change["after"] else not made.exists()
        ended = rows.filter(valid_to=move.at)
        was = ended.filter(parent_id=change["before"]).exists() if change["before"] else not ended.exists()
        if not (is_last and stands and was):
            raise Refused(
                "There is a later change of the same partners. Undo that one first; nothing was undone."
            )
        made.delete()
        ended.update(valid_to=None)


def _waiting(move_id: uuid.UUID, approval_id: uuid.UUID) -> TreeMove | None:
    rows = TreeMove.objects.select_for_update(of=("self",)).select_related("partner", "to_parent")
    return rows.filter(id=move_id, approval_id=approval_id, state=TreeMove.State.WAITING).first()


def _ask(move: TreeMove, facts: dict[str, str]) -> uuid.UUID:
    return approvals.ask(
        kind=KIND,
        subject_id=move.id,
        title=f"Move {move.partner.name} under {move.to_parent.name if move.to_parent else 'nobody'}",
        facts=facts,
        permission="partners.manage",
        requested_by=move.requested_by,
    ).id


def _facts(move: TreeMove) -> dict[str, str]:
    return {
        "partner": f"{move.partner.name} (IB {move.partner.number})",
        "under": f"{move.to_parent.name} (IB {move.to_parent.number})" if move.to_parent else "Nobody",
        "downline": "Moves too" if move.with_downline else "Stays with the old parent",
        "from": f"{move.at:%F %T} UTC",
        "reason": move.reason,
    }


def _tell(partners: rules.Changes, verb: str, text: str) -> None:
    for partner_id in partners:
        note(subject_kind="partner", subject_id=partner_id, verb=verb, text=text)
        announce("partner.moved", partner_id=str(partner_id))


def _text(partner_id: uuid.UUID | None) -> str:
    return str(partner_id) if partner_id else ""


def _id(text: str) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None
