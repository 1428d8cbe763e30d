"""A partner gives its clients a part of its own rebates, by group and from a moment; the broker agrees, if it wants to be asked."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError, Conflict, InvalidInput, NotFound
from tenants.activity.services import note
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.outbox.services import announce

from .. import dating
from ..models import ClientRebate, ClientRebateChange, Partner
from ..rules import whole_second
from ..selectors.client_rebates import ANY, client_shares_at
from ..selectors.policy import policy
from .finding import partner_row

KIND: Final = "client_rebate"
PERMISSION: Final = "partners.manage"


@transaction.atomic
def give_client_rebate(
    *,
    partner_id: uuid.UUID,
    client_group: str,
    share: Decimal,
    by: uuid.UUID,
    wanted_from: datetime | None = None,
) -> ClientRebateChange:
    """0 ends it. Deals closed before the moment keep what held then."""
    partner = partner_row(partner_id, lock=True)
    _check(client_group, share, wanted_from)
    if ClientRebateChange.objects.filter(partner=partner, client_group=client_group, state="asked").exists():
        raise Conflict(
            "A change for this group waits for the broker already. Nothing was added.", field="client_group"
        )
    change = ClientRebateChange.objects.create(
        partner=partner, client_group=client_group, share=share, wanted_from=wanted_from
    )
    if policy().client_rebates_asked:
        _ask(change, partner, by)
    else:
        make_change(change_id=change.id)
        change.refresh_from_db()
    announce("client_rebate.changed", partner_id=str(partner_id))
    return change


@transaction.atomic
def make_change(*, change_id: uuid.UUID) -> ClientRebateChange:
    """Not before now, whatever was wanted: what was earned stays as it was."""
    change = ClientRebateChange.objects.select_for_update().get(id=change_id)
    if change.state != ClientRebateChange.State.ASKED:
        return change
    now = clock.now()
    at = whole_second(max(change.wanted_from or now, now))
    rows = ClientRebate.objects.filter(partner_id=change.partner_id, client_group=change.client_group)
    if dating.end(rows, at, is_same=lambda row: row.share == change.share) and change.share:
        ClientRebate.objects.create(
            partner_id=change.partner_id, client_group=change.client_group, share=change.share, valid_from=at
        )
    change.state, change.result = ClientRebateChange.State.MADE, f"From {at:%F %T} UTC"
    change.valid_from = at
    change.save(update_fields=["state", "result", "valid_from"])
    repeat_shares(partner_id=change.partner_id)
    note(
        subject_kind="partner",
        subject_id=change.partner_id,
        verb="client_rebate",
        text=f"Gives clients of {_group(change.client_group)} {change.share:.2%} from {at:%F %T} UTC",
    )
    return change


@transaction.atomic
def take_back_change(*, partner_id: uuid.UUID, change_id: uuid.UUID, by: uuid.UUID) -> ClientRebateChange:
    """One that waits for the broker, or one that is agreed to and has not begun. What was before goes on."""
    partner = partner_row(partner_id, lock=True)
    change = ClientRebateChange.objects.select_for_update().filter(id=change_id, partner=partner).first()
    if change is None:
        raise NotFound("There is no such change.")
    if change.state == ClientRebateChange.State.ASKED:
        _withdraw_request(change, by)
    elif change.state == ClientRebateChange.State.MADE:
        _undo(change)
    else:
        raise Conflict("This change is not waiting for anything any more. Nothing was changed.")
    change.state, change.result = ClientRebateChange.State.WITHDRAWN, "Taken back"
    change.save(update_fields=["state", "result"])
    repeat_shares(partner_id=partner_id)
    note(
        subject_kind="partner",
        subject_id=partner_id,
        verb="client_rebate",
        text=f"Took back {change.share:.2%} for clients of {_group(change.client_group)}",
    )
    announce("client_rebate.changed", partner_id=str(partner_id))
    return change


def _withdraw_request(change: ClientRebateChange, by: uuid.UUID) -> None:
    waiting = Approval.objects.filter(kind=KIND, subject_id=change.id, state=Approval.State.PENDING)
    for request in waiting:
        approvals.withdraw(approval_id=request.id, by=by)


def _undo(change: ClientRebateChange) -> None:
    """Only the latest of its group, and only before its first second."""
    start = change.valid_from
    if start is None or start <= clock.now():
        raise Conflict("It counts already, so it cannot be taken back. Give another part instead.")
    rows = ClientRebate.objects.filter(partner_id=change.partner_id, client_group=change.client_group)
    if rows.filter(valid_from__gt=start).exists() or rows.filter(valid_to__gt=start).exists():
        raise Conflict("A later change follows this one. Take that one back first; nothing was changed.")
    rows.filter(valid_from=start).delete()  # it never held for a second
    rows.filter(valid_to=start).update(valid_to=None)


@transaction.atomic
def take_decision(*, change_id: uuid.UUID, approval_id: uuid.UUID, outcome: str) -> None:
    """What the broker said. A second telling changes nothing."""
    change = ClientRebateChange.objects.filter(id=change_id, state="asked").first()
    if change is None:
        return
    if outcome == "approved":
        _carry_out(change, approval_id)
    else:
        ClientRebateChange.objects.filter(id=change_id).update(
            state="refused", result="The broker did not agree."
        )
    announce("client_rebate.changed", partner_id=str(change.partner_id))


def repeat_shares(*, partner_id: uuid.UUID) -> None:
    """`Partner.client_shares` says again what holds now."""
    held = client_shares_at([partner_id], clock.now()).get(partner_id, {})
    shares = {group: format(share.normalize(), "f") for group, share in held.items()}
    Partner.objects.filter(id=partner_id).exclude(client_shares=shares).update(client_shares=shares)


def repeat_due_shares() -> int:
    """Of partners whose client rebates began or ended since they were last said. How many changed."""
    partners = set(ClientRebate.objects.values_list("partner_id", flat=True).distinct())
    before = dict(Partner.objects.filter(id__in=partners).values_list("id", "client_shares"))
    held = client_shares_at(partners, clock.now())
    due = [
        partner_id
        for partner_id, said in before.items()
        if {group: Decimal(share) for group, share in said.items()} != held.get(partner_id, {})
    ]
    for partner_id in due:
        repeat_shares(partner_id=partner_id)
    return len(due)


def _check(client_group: str, share: Decimal, wanted_from: datetime | None) -> None:
    most = policy().most_client_share
    if not 0 <= share <= 1:
        raise InvalidInput("A share is 0 to 100 per cent. Nothing was changed.", field="share")
    if share > most:
        raise InvalidInput(
            f"The broker allows at most {most * 100:.2f} per cent. Choose less; nothing was changed.",
            field="share",
        )
    if client_group != ANY and not Client.objects.filter(group=client_group).exists():
        raise InvalidInput("No client is in this group. Nothing was changed.", field="client_group")
    if wanted_from is not None and wanted_from < clock.now():
        raise InvalidInput("Choose a day that is still to come. Nothing was changed.", field="wanted_from")


def _ask(change: ClientRebateChange, partner: Partner, by: uuid.UUID) -> None:
    held = (
        client_shares_at([partner.id], clock.now()).get(partner.id, {}).get(change.client_group, Decimal(0))
    )
    approvals.ask(
        kind=KIND,
        subject_id=change.id,
        title=f"{partner.name} gives clients {change.share:.2%}",
        facts={
            "partner": f"{partner.number} {partner.name}",
            "client_group": _group(change.client_group),
            "before": f"{held:.2%}",
            "share": f"{change.share:.2%}",
            "from": f"{change.wanted_from:%F %T} UTC" if change.wanted_from else "as soon as it is approved",
        },
        permission=PERMISSION,
        requested_by=by,
    )


def _carry_out(change: ClientRebateChange, approval_id: uuid.UUID) -> None:
    approvals.approved(approval_id=approval_id)
    try:
        with transaction.atomic():
            made = make_change(change_id=change.id)
    except AtriumError as refusal:
        ClientRebateChange.objects.filter(id=change.id).update(state="refused", result=refusal.message[:300])
        approvals.note_result(approval_id=approval_id, done=False, text=refusal.message)
        return
    approvals.note_result(approval_id=approval_id, done=True, text=made.result)


def _group(client_group: str) -> str:
    return "any other group" if client_group == ANY else client_group
