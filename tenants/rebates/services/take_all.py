"""Taking back everything that a confirmed sign of abuse is about: seen before it is asked for, agreed to by a second person.

Each deal or event is taken back by a reversal of its own, as if somebody had asked for each: its line says what it reverses. Lines
written after the asking are not in it. Killed in between it goes on where it was, because what is taken back stands no more.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError, InvalidInput, Refused
from tenants.abuse import selectors as abuse
from tenants.abuse.models import Flag
from tenants.approvals import services as approvals
from tenants.rebates.engine.numbers import plain

from ..models import Clawback, Line
from .clawback import PERMISSION, post_reversal

KIND: Final = "rebate_take_all"
OF_SIGN: Final = "sign"
CHUNK: Final = 100
SHOWN: Final = 20
_TOOK_BACK: Final = Q(source_kind="event", reason__in=["clawback", "rejected", "correction"])


@dataclass(frozen=True, slots=True)
class Party:
    kind: str
    party: str
    name: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Everything:
    """What stands of it now: from how many deals and events, and each party's sum."""

    sources: int
    parties: tuple[Party, ...]


def everything_of(flag: Flag, until: object = None) -> Everything:
    """Nothing is written."""
    lines = _lines(flag, until)
    rows = lines.values("party_kind", "party", "partner__name", "client__lead__name", "currency")
    sums = rows.annotate(total=Sum("amount")).order_by("party_kind", "party", "currency")
    parties = tuple(
        Party(
            row["party_kind"],
            row["party"],
            row["partner__name"] or row["client__lead__name"] or "",
            row["total"],
            row["currency"],
        )
        for row in sums
        if row["total"]
    )
    return Everything(_sources(flag, until).count() if parties else 0, parties)


@transaction.atomic
def ask_take_all(*, flag: Flag, explanation: str, by: uuid.UUID) -> Clawback:
    """Nothing is posted before it is agreed to."""
    if flag.state != Flag.State.CONFIRMED:
        raise Refused("Only what a confirmed sign is about can be taken back as a whole. Nothing was asked.")
    explanation = " ".join(explanation.split())
    if len(explanation) < 5:
        raise InvalidInput("Say in a sentence why: the partner reads it.", field="explanation")
    partner = None if flag.holds_everybody else flag.partner
    if Clawback.objects.filter(
        of_kind=OF_SIGN, of_source=str(flag.id), state=Clawback.State.WAITING
    ).exists():
        raise Refused("This is waiting for a second person already. Nothing was asked again.")
    now = clock.now()
    found = everything_of(flag, now)
    if not found.parties:
        raise Refused("Nothing stands of this any more: it was taken back already, or never earned anything.")
    wish = Clawback(
        of_kind=OF_SIGN, of_source=str(flag.id), client=flag.client, partner=partner, explanation=explanation[:400],
        reason=Clawback.Reason.CLAWBACK, requested_by=by, created_at=now,
    )  # fmt: skip
    wish.approval_id = approvals.ask(
        kind=KIND,
        subject_id=wish.id,
        title=f"Take back everything: {flag.get_rule_display()}, {flag.partner.name}",
        facts=_facts(wish, flag, found),
        permission=PERMISSION,
        requested_by=by,
        client_id=flag.client_id,
    ).id
    wish.save(force_insert=True)
    return wish


def take_all_decision(*, clawback_id: uuid.UUID, approval_id: uuid.UUID, approved: bool) -> None:
    """What stands must still be what was agreed to when it begins; else nothing is taken back, and it says so."""
    wish = _begun(clawback_id, approval_id, approved)
    if wish is None:
        return
    flag = abuse.flag(uuid.UUID(wish.of_source))
    while _some(wish, flag):
        pass
    with transaction.atomic():
        row = Clawback.objects.select_for_update().get(id=wish.id)
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        approvals.note_result(approval_id=approval_id, done=True, text=f"{row.lines} lines taken back")


@transaction.atomic
def _begun(clawback_id: uuid.UUID, approval_id: uuid.UUID, approved: bool) -> Clawback | None:
    """DONE without an end: it was begun."""
    wish = Clawback.objects.select_for_update().filter(id=clawback_id, approval_id=approval_id).first()
    if wish is None or wish.of_kind != OF_SIGN:
        return None
    if wish.state == Clawback.State.DONE and wish.ended_at is None:
        return wish
    if wish.state != Clawback.State.WAITING:
        return None
    wish.state, wish.ended_at = Clawback.State.REFUSED, clock.now()
    if approved:
        flag = abuse.flag(uuid.UUID(wish.of_source))
        facts = _facts(wish, flag, everything_of(flag, wish.created_at))
        try:
            approvals.require_approved(approval_id=approval_id, facts=facts)
        except AtriumError as refusal:
            approvals.note_result(approval_id=approval_id, done=False, text=refusal.message)
        else:
            wish.state, wish.ended_at = Clawback.State.DONE, None
    wish.save(update_fields=["state", "ended_at"])
    return wish if wish.state == Clawback.State.DONE else None


@transaction.atomic
def _some(wish: Clawback, flag: Flag) -> bool:
    """The next sources, each with a reversal of its own. False: there are no more."""
    row = Clawback.objects.select_for_update().get(id=wish.id)
    sources = list(_sources(flag, wish.created_at)[:CHUNK])
    for kind, source, client_id in sources:
        one = Clawback(
            of_kind=kind, of_source=source, client_id=client_id, partner=wish.partner, reason=wish.reason,
            explanation=wish.explanation, state=Clawback.State.DONE, approval_id=wish.approval_id,
            requested_by=wish.requested_by, created_at=clock.now(), ended_at=clock.now(),
        )  # fmt: skip
        row.lines += post_reversal(one)
    row.save(update_fields=["lines"])
    return bool(sources)


def _lines(flag: Flag, until: object) -> QuerySet[Line]:
    """All that these clients brought, to the partner or to everybody, with what took of it back."""
    clients = [one for one in (flag.client_id, flag.other_id) if one is not None]
    lines = Line.objects.filter(of_client__in=clients)
    if not flag.holds_everybody:
        lines = lines.filter(partner=flag.partner_id)
    return lines.filter(_written(until)).order_by()


def _written(until: object) -> Q:
    """What took back counts whenever it was written: it takes of what was there."""
    return Q() if until is None else Q(created_at__lte=until) | _TOOK_BACK


def _sources(flag: Flag, until: object) -> QuerySet[Line, tuple[str, str, uuid.UUID]]:
    """Of which something may stand: those that a reversal of its own has not been written for."""
    earned = _lines(flag, until).exclude(_TOOK_BACK).exclude(amount=0)
    partner = None if flag.holds_everybody else flag.partner_id
    taken = Clawback.objects.filter(state=Clawback.State.DONE).filter(Q(partner=None) | Q(partner=partner))
    rows = earned.exclude(source__in=taken.exclude(of_kind=OF_SIGN).values("of_source"))
    return rows.values_list("source_kind", "source", "of_client").distinct().order_by("source_kind", "source")


def _facts(wish: Clawback, flag: Flag, found: Everything) -> dict[str, str]:
    said = [
        f"{'IB' if one.kind == 'partner' else 'client'} {one.party}: {plain(one.amount)} {one.currency}"
        for one in found.parties
    ]
    return {
        "source": f"{flag.get_rule_display()}: client {_clients(flag)}, {found.sources} deals and events",
        "parties": "; ".join(said[:SHOWN]) + (f"; and {len(said) - SHOWN} more" if len(said) > SHOWN else ""),
        "why": wish.explanation,
        "reason": wish.reason,
        "lines": _digest(said),
    }


def _digest(said: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _clients(flag: Flag) -> str:
    numbers = [flag.client.number] + ([flag.other.number] if flag.other else [])
    return ", ".join(map(str, numbers))
