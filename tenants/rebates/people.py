"""Partners, clients and accounts of gathered facts, as the engine takes them: as they stood at the beginning. What changed later is
an event. Ids are those that people know: numbers, and server and login.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from atrium.kernel.money import Money
from tenants.rebates.engine.document import Account, Client, Partner, Payout, Stake
from tenants.rebates.engine.numbers import plain

from .dated import Brought
from .gather import Facts
from .gifts import Gifts

_Row = TypeVar("_Row")


def partners_of(facts: Facts) -> Iterator[Partner]:
    parents = {row.partner_id: row.parent_id for row in facts.parents if row.valid_from <= facts.since}
    statuses = {row.partner_id: row.status for row in facts.statuses if row.valid_from <= facts.since}
    ranks = {row.partner_id: row.rank for row in facts.ranks if row.valid_from <= facts.since}
    gifts, until = Gifts(facts), int(facts.until.timestamp())
    for row in facts.partners:
        number, parent = str(row.number), parents.get(row.id)
        yield Partner(
            number,
            str(facts.numbers[parent]) if parent in facts.numbers else None,
            row.currency,
            statuses.get(row.id, "active"),
            ranks.get(row.id, 0),
            _number(row.ratio),
            str(row.person_id),
            {group: _number(share) for group, share in gifts.at(number, until).items()},
            _payout(row.payout_schedule, row.payout_delay_days, row.payout_minimum_minor, row.currency),
        )


def clients_of(facts: Facts) -> Iterator[Client]:
    brought = grouped((row.client_id, row) for row in facts.brought if row.valid_from <= facts.since)
    levelled = {event.client_id for event in facts.events if event.code.startswith("kyc:")}
    for row in facts.clients:
        yield Client(
            str(row.number),
            stakes_of(brought.get(row.id, ()), facts),
            row.group or None,
            row.country or None,
            str(row.user.person_id),
            # Where the levels are dated by checks, they begin at none.
            0 if row.id in levelled else row.kyc_level,
            row.currency,
        )


def stakes_of(rows: Sequence[Brought], facts: Facts) -> tuple[Stake, ...]:
    """The largest first."""
    ordered = rows
    if len(rows) > 1:
        ordered = sorted(rows, key=lambda row: (-row.share, facts.numbers[row.partner_id]))
    return tuple(Stake(str(facts.numbers[row.partner_id]), _number(row.share)) for row in ordered)


def accounts_of(facts: Facts) -> Iterator[Account]:
    numbers = {client.id: str(client.number) for client in facts.clients}
    rows = {row.id: row for row in facts.accounts}
    rows |= {deal.account.id: deal.account for deal in facts.deals if deal.account}
    for row in rows.values():
        terms = facts.terms.get(row.id)
        redirect = terms.redirect_id if terms else None
        yield Account(
            f"{row.server.code}:{row.login}",
            numbers[row.client_id],
            row.currency,
            row.server.vendor,
            row.group,
            row.product.code,
            _number(row.product.volume_factor),
            str(facts.numbers[redirect]) if redirect else None,
            terms.rebates if terms else True,
        )


def grouped(pairs: Iterable[tuple[UUID, _Row]]) -> dict[UUID, list[_Row]]:
    groups: dict[UUID, list[_Row]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return groups


@lru_cache(maxsize=1024)
def _payout(schedule: str, delay_days: int, minimum_minor: int, currency: str) -> Payout:
    return Payout(schedule, delay_days, _number(Money(minimum_minor, currency).decimal))


@lru_cache(maxsize=16_384)
def _number(stored: Decimal) -> Decimal:
    """Without the zeros that its column adds."""
    return Decimal(plain(stored))
