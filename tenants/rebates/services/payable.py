"""What is due to many parties, in a fixed number of statements: all their lines, less those not due yet, less those held."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection

from atrium.kernel.money import Money, round_half_even
from tenants.abuse import selectors as abuse
from tenants.abuse.types import Hold
from tenants.clients.models import Client
from tenants.ibs.models import Partner

from ..models import Accrual, PartyKind

BATCH: Final = 500
"""Parties in one transaction, and in one ledger transaction."""

Key = tuple[str, int, str]
ZERO: Final = Decimal(0)

# A party has few lines that are not due yet, and a whole history of those that are: the few are summed and taken off.
_NOT_DUE: Final = """
SELECT party.kind, party.number, party.currency, sum(line.amount)
FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::uuid[]) AS party (kind, number, currency, id)
JOIN rebates_line line ON line.partner_id = party.id AND line.currency = party.currency AND line.due > %s
WHERE party.kind = 'partner' GROUP BY 1, 2, 3
UNION ALL
SELECT party.kind, party.number, party.currency, sum(line.amount)
FROM unnest(%s::text[], %s::bigint[], %s::text[]) AS party (kind, number, currency)
JOIN clients_client client ON client.number = party.number
JOIN rebates_line line ON line.client_id = client.id AND line.currency = party.currency AND line.due > %s
WHERE party.kind = 'client' GROUP BY 1, 2, 3
"""

# Held are the lines that had not been paid when the hold began: due after the last payment before it, or written after that.
_HELD: Final = """
SELECT party.kind, party.number, party.currency, sum(line.amount)
FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::uuid[]) AS party (kind, number, currency, id)
JOIN rebates_line line ON line.{column} = party.id AND line.currency = party.currency AND line.due <= %s
WHERE EXISTS (
    SELECT 1 FROM unnest(%s::uuid[], %s::uuid[], %s::timestamptz[]) AS held (partner, client, since)
    LEFT JOIN LATERAL (
        SELECT paid.due_until, paid.at FROM rebates_settlement paid
        WHERE paid.party_kind = party.kind AND paid.party_number = party.number AND paid.currency = party.currency
          AND paid.at <= held.since
        ORDER BY paid.at DESC LIMIT 1
    ) last ON true
    WHERE held.client = line.of_client_id AND (held.partner IS NULL OR held.partner = line.partner_id)
      AND (last.at IS NULL OR line.due > last.due_until OR line.created_at > last.at)
)
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Payable:
    """What a run would pay to a party: `money` is zero if there is nothing, or less than the least."""

    accrual: Accrual
    money: Money
    due: Money
    held: Money


def key_of(accrual: Accrual) -> Key:
    return accrual.party_kind, accrual.party_number, accrual.currency


def payables(accruals: Sequence[Accrual], at: datetime) -> list[Payable]:
    """Of rows that the caller has locked: their sums and the lines they are sums of hold still."""
    partners = _partners(accruals)
    not_due, held = _not_due(accruals, partners, at), _held(accruals, partners, at)
    found = []
    for accrual in accruals:
        key = key_of(accrual)
        kept = held.get(key, ZERO)
        due = round_half_even(accrual.lines_sum - not_due.get(key, ZERO) - kept, accrual.currency)
        payable = due - Money(accrual.settled_minor, accrual.currency)
        is_paid = payable.amount_minor > 0 and payable.amount_minor >= _minimum(accrual, partners)
        nothing = Money(0, accrual.currency)
        found.append(
            Payable(
                accrual, payable if is_paid else nothing, payable, round_half_even(kept, accrual.currency)
            )
        )
    return found


def _minimum(accrual: Accrual, partners: Mapping[int, Partner]) -> int:
    """The partner's own, said in its wallet's currency; of another currency everything is paid."""
    partner = partners.get(accrual.party_number) if accrual.party_kind == PartyKind.PARTNER else None
    return partner.payout_minimum_minor if partner and partner.currency == accrual.currency else 0


def _partners(accruals: Sequence[Accrual]) -> dict[int, Partner]:
    numbers = {each.party_number for each in accruals if each.party_kind == PartyKind.PARTNER}
    return {partner.number: partner for partner in Partner.objects.filter(number__in=numbers)}


def _not_due(
    accruals: Sequence[Accrual], partners: Mapping[int, Partner], at: datetime
) -> dict[Key, Decimal]:
    kinds, numbers, currencies = _columns(accruals)
    ids = [
        partners[each.party_number].id if each.party_kind == PartyKind.PARTNER else None for each in accruals
    ]
    return _sums(_NOT_DUE, [kinds, numbers, currencies, ids, at, kinds, numbers, currencies, at])


def _held(accruals: Sequence[Accrual], partners: Mapping[int, Partner], at: datetime) -> dict[Key, Decimal]:
    """Asked only of whom a hold concerns: that partner, or everybody."""
    holds = abuse.holds(partner.id for partner in partners.values())
    if not holds:
        return {}
    concerned = {hold.partner_id for hold in holds}
    kinds: dict[str, list[tuple[Accrual, uuid.UUID]]] = {"partner_id": [], "client_id": []}
    for each in accruals:
        if each.party_kind == PartyKind.PARTNER and concerned & {None, partners[each.party_number].id}:
            kinds["partner_id"].append((each, partners[each.party_number].id))
    if None in concerned:
        numbers = {each.party_number for each in accruals if each.party_kind == PartyKind.CLIENT}
        held_clients = Client.objects.filter(number__in=numbers, id__in=[hold.client_id for hold in holds])
        kinds["client_id"] = [
            (each, client.id)
            for client in held_clients
            for each in accruals
            if each.party_kind == PartyKind.CLIENT and each.party_number == client.number
        ]
    found: dict[Key, Decimal] = {}
    for column, parties in kinds.items():
        if parties:
            found |= _sums(_HELD.format(column=column), _held_parameters(parties, holds, at))
    return found


def _held_parameters(
    parties: Sequence[tuple[Accrual, uuid.UUID]], holds: Sequence[Hold], at: datetime
) -> list[Any]:
    return [
        *_columns([each for each, _ in parties]), [pk for _, pk in parties], at,
        [hold.partner_id for hold in holds], [hold.client_id for hold in holds], [hold.since for hold in holds],
    ]  # fmt: skip


def _columns(accruals: Sequence[Accrual]) -> tuple[list[str], list[int], list[str]]:
    return (
        [each.party_kind for each in accruals],
        [each.party_number for each in accruals],
        [each.currency for each in accruals],
    )


def _sums(statement: str, parameters: list[Any]) -> dict[Key, Decimal]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return {(kind, number, currency): total for kind, number, currency, total in cursor.fetchall()}
