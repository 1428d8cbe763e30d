"""Taking back what one source gave (rebates.md 3.7, 8): the event `reverse`, with a second person's agreement.

What was paid stays paid: the reversing lines make the balance negative, and the next settlements are netted with it.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q, QuerySet, Sum

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError, InvalidInput, Refused
from atrium.kernel.keys import lock_key
from tenants.approvals import services as approvals
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.outbox.services import announce
from tenants.rebates.engine.numbers import plain

from ..models import Clawback, Happening, Line, Plan
from . import subledger

KIND: Final = "rebate_clawback"
PERMISSION: Final = "rebates.approve"
_IDENTITY: Final = (
    "plan_id", "leg", "party_kind", "party", "level", "partner_id", "client_id", "of_client_id", "symbol",
    "currency",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """What one party has of the source now, corrections and earlier clawbacks counted."""

    of: dict[str, Any]
    amount: Decimal


@transaction.atomic
def ask_clawback(
    *, line: Line, reason: str, explanation: str, by: uuid.UUID, partner: Partner | None = None
) -> Clawback:
    """Of everything that the line's source gave, or of one partner's part. Nothing is posted before it is agreed to."""
    if reason not in Clawback.Reason.values:
        raise InvalidInput("Choose a reason.", field="reason")
    explanation = " ".join(explanation.split())
    if len(explanation) < 5:
        raise InvalidInput("Say in a sentence why: the partner reads it.", field="explanation")
    wish = Clawback(
        of_kind=line.source_kind, of_source=line.source, client_id=line.of_client_id, partner=partner, reason=reason,
        explanation=explanation[:400], requested_by=by, created_at=clock.now(),
    )  # fmt: skip
    _one_at_a_time(wish)
    open_one = Clawback.objects.filter(
        of_kind=wish.of_kind, of_source=wish.of_source, partner=partner, state=Clawback.State.WAITING
    )
    if open_one.exists():
        raise Refused("This is waiting for a second person already. Nothing was asked again.")
    found = standing(wish)
    if not found:
        raise Refused("Nothing stands of this any more: it was taken back already, or never earned anything.")
    wish.approval_id = _ask(wish, found)
    wish.save(force_insert=True)
    return wish


@transaction.atomic
def take_clawback_decision(*, clawback_id: uuid.UUID, approval_id: uuid.UUID, approved: bool) -> None:
    """What stands must still be what was agreed to; else nothing is taken back, and it says so."""
    wish = Clawback.objects.filter(id=clawback_id, approval_id=approval_id).first()
    if wish is None:
        return
    _one_at_a_time(wish)
    wish.refresh_from_db()
    if wish.state != Clawback.State.WAITING:
        return
    wish.state, wish.ended_at = Clawback.State.REFUSED, clock.now()
    if approved:
        found = standing(wish)
        try:
            approvals.require_approved(approval_id=approval_id, facts=_facts(wish, found))
        except AtriumError as refusal:
            approvals.note_result(approval_id=approval_id, done=False, text=refusal.message)
        else:
            wish.lines = _post(wish, found)
            wish.state = Clawback.State.DONE
            approvals.note_result(approval_id=approval_id, done=True, text=f"{wish.lines} lines taken back")
    wish.save(update_fields=["state", "ended_at", "lines"])


def standing(wish: Clawback) -> list[Standing]:
    """Per party and level the sum of all its lines of this source and of what took them back; only what is not zero."""
    rows = lines_of(wish.of_kind, wish.of_source)
    if wish.partner_id:
        rows = rows.filter(partner_id=wish.partner_id)
    sums = rows.order_by().values(*_IDENTITY).annotate(total=Sum("amount"))
    found = [Standing({name: row[name] for name in _IDENTITY}, row["total"]) for row in sums if row["total"]]
    return sorted(
        found, key=lambda one: (str(one.of["plan_id"]), one.of["leg"], one.of["party_kind"], one.of["party"])
    )


def lines_of(kind: str, source: str) -> QuerySet[Line]:
    """Of a source, and those of the events that took of it back."""
    codes = [
        wish.code
        for wish in Clawback.objects.filter(of_kind=kind, of_source=source, state=Clawback.State.DONE)
    ]
    own = Q(source_kind=kind, source=source)
    deal = (
        Line.objects.filter(own).values_list("deal_id", flat=True)[:1] if kind == Line.SourceKind.DEAL else ()
    )
    if deal:  # lines of deals are found by the deal
        own &= Q(deal_id=deal[0])
    return Line.objects.filter(own | Q(source_kind=Line.SourceKind.EVENT, source__in=codes))


def _post(wish: Clawback, found: Sequence[Standing]) -> int:
    now = clock.now().replace(microsecond=0)
    Happening.objects.create(
        code=wish.code, kind=Happening.Kind.REVERSE, at=now, client_id=wish.client_id,
        facts={
            "of": wish.of_source, "reason": wish.reason,
            "partner": str(wish.partner.number) if wish.partner else None,
        },
    )  # fmt: skip
    partners = Partner.objects.in_bulk([one.of["partner_id"] for one in found if one.of["partner_id"]])
    clients = Client.objects.in_bulk([one.of["client_id"] for one in found if one.of["client_id"]])
    plans = Plan.objects.in_bulk([one.of["plan_id"] for one in found if one.of["plan_id"]])
    lines = [
        Line(
            **{
                name: one.of[name] for name in _IDENTITY if name not in ("partner_id", "client_id", "plan_id")
            },
            partner=partners.get(one.of["partner_id"]),
            client=clients.get(one.of["client_id"]),
            plan=plans.get(one.of["plan_id"]),
            source_kind=Line.SourceKind.EVENT,
            source=wish.code,
            amount=-one.amount,
            reason=wish.reason,
            time=now,
            due=now,
            inputs={"reverse": {"of": wish.of_source, "amount": plain(one.amount)}},
            batch_id=wish.id,
        )
        for one in found
    ]
    Line.objects.bulk_create(lines)
    subledger.post(batch_id=wish.id, lines=lines)
    ids = sorted({str(line.partner_id) for line in lines if line.partner_id})
    announce("rebates.accrued", batch_id=str(wish.id), partner_ids=ids)
    return len(lines)


def _ask(wish: Clawback, found: Sequence[Standing]) -> uuid.UUID:
    return approvals.ask(
        kind=KIND,
        subject_id=wish.id,
        title=f"Take back what {wish.of_source} earned",
        facts=_facts(wish, found),
        permission=PERMISSION,
        requested_by=wish.requested_by,
        client_id=wish.client_id,
    ).id


def _facts(wish: Clawback, found: Sequence[Standing]) -> dict[str, str]:
    """Amounts of each party are in the words; the digest holds all of them, however many."""
    said = [
        f"{'IB' if one.of['party_kind'] == 'partner' else 'client'} {one.of['party']}: "
        f"{plain(one.amount)} {one.of['currency']}"
        for one in found
    ]
    return {
        "source": wish.of_source,
        "parties": "; ".join(said[:20]) + (f"; and {len(said) - 20} more" if len(said) > 20 else ""),
        "why": wish.explanation,
        "reason": wish.reason,
        "lines": hashlib.sha256("\n".join(said).encode()).hexdigest(),
    }


def _one_at_a_time(wish: Clawback) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s)", [lock_key("rebates", "reverse", wish.of_kind, wish.of_source)]
        )
