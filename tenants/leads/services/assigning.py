"""Leads get managers: by the rules, by hand, from the pool. Who has a lead is decided under its row's lock."""

import uuid
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, NotFound, Refused
from atrium.kernel.keys import lock_key
from tenants.activity.services import note
from tenants.outbox.services import announce
from tenants.staff.models import Desk, Member
from tenants.staff.scopes import Belongs, covers
from tenants.staff.selectors import members_with_authority

from .. import selectors
from ..models import AssignmentRule, Capacity, Lead
from ..rules import facts
from ..rules.assigning import Assigner, Choice
from ..selectors.assigning import assigner, open_leads
from ..types import ANYBODY, Anybody
from .locking import locked


def by_rules(leads: Iterable[Lead]) -> list[Choice]:
    """Whom the rules give each of them to. The turns are taken; inside the caller's transaction."""
    alone()
    asked, now = assigner(), clock.now()
    choices = [asked.choose(facts_of(lead), now=now) for lead in leads]
    _save_turns(asked)
    return choices


def facts_of(lead: Lead) -> dict[str, object]:
    return facts.of_lead(
        country=lead.country,
        language=lead.language,
        source=lead.source,
        referral_code=lead.referral_code,
        campaign=lead.campaign,
        email=lead.email,
        phone=lead.phone,
    )


def alone() -> None:
    """One giver at a time in a broker, until the end of the transaction: turns and loads are read, then counted on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key("leads.assign")])


@transaction.atomic
def assign_lead(
    *,
    lead_id: uuid.UUID,
    member: Member | None = None,
    desk: Desk | None = None,
    reason: str,
    expected_member: uuid.UUID | Anybody | None = ANYBODY,
) -> Lead:
    """To a colleague, or to the pool of a desk (no member). `expected_member` is who the asker saw it with: if it is
    somebody else's by now, nothing changes and the refusal names them."""
    if member is not None:
        must_take_leads(member)
    lead = locked(lead_id)
    _as_expected(lead, expected_member)
    if member is not None and lead.assigned_to_id == member.id:
        return lead
    _hand(lead, member, desk or (member.desk if member else lead.desk), reason)
    return lead


@transaction.atomic
def take_lead(*, lead_id: uuid.UUID, by: Member) -> Lead:
    """From the pool. Of two who take it at once exactly one gets it; the other reads who did."""
    lead = locked(lead_id)
    if not covers(by, "leads.take", Belongs(desk=lead.desk_id)):  # as if it lay in the pool still
        raise NotFound("There is no such lead.")
    if lead.assigned_to_id == by.id:
        return lead
    _as_expected(lead, None)
    _check_capacity(by)
    _hand(lead, by, lead.desk or by.desk, f"Taken from the pool by {by}")
    return lead


def must_take_leads(member: Member) -> None:
    """Only who has the authority now: a lead must not lie with somebody who cannot see it."""
    member.__dict__.pop("authority", None)
    if not member.user.is_active or not member.allows("leads.view"):
        raise Refused(f"{member} has no role now that sees leads. Choose somebody else; nothing was changed.")


def _as_expected(lead: Lead, expected: uuid.UUID | Anybody | None) -> None:
    if isinstance(expected, Anybody) or lead.assigned_to_id == expected:
        return
    if lead.assigned_to is None:
        raise Conflict(f"{lead.name} has gone back to the pool meanwhile. Nothing was changed.")
    raise Conflict(
        f"{lead.assigned_to} has {lead.name} now: {lead.assigned_because or 'assigned'}. You were a moment "
        "late, and nothing was changed."
    )


def _check_capacity(member: Member) -> None:
    limit = Capacity.objects.filter(member=member).values_list("most_open", flat=True).first()
    if limit is not None and open_leads([member.id]).get(member.id, 0) >= limit:
        raise Refused(f"You have {limit} open leads, which is the most you may have. Close or win one first.")


def _hand(lead: Lead, member: Member | None, desk: Desk | None, reason: str) -> None:
    before, now = lead.assigned_to_id, clock.now()
    lead.assigned_to, lead.desk, lead.assigned_because = member, desk, reason[:300]
    lead.assigned_at = now if member else None
    lead.warned_at = None
    open_still = lead.status in ("lead", "demo")
    lead.protected_until = selectors.protections().until(lead.desk_id, now) if member and open_still else None
    lead.version += 1
    lead.save(
        update_fields=[
            "assigned_to",
            "desk",
            "assigned_because",
            "assigned_at",
            "warned_at",
            "protected_until",
            "version",
        ]
    )
    to = str(member) if member else f"the pool of {desk}" if desk else "the company's pool"
    note(subject_kind="lead", subject_id=lead.id, verb="assigned", text=f"Assigned to {to}: {reason}")
    announce(
        "lead.assigned",
        lead_id=str(lead.id),
        member_id=str(member.id) if member else "",
        before=str(before or ""),
    )


def _save_turns(asked: Assigner) -> None:
    for rule in asked.rules:
        if rule.strategy != "least_loaded":
            AssignmentRule.objects.filter(id=rule.id).exclude(turns=rule.turns).update(turns=rule.turns)


def may_be_given(members: Sequence[Member] | None = None) -> list[Member]:
    """Colleagues who see leads now, for the choice on a page."""
    found = members_with_authority() if members is None else members
    return sorted((m for m in found if m.allows("leads.view")), key=lambda m: (str(m), str(m.id)))
