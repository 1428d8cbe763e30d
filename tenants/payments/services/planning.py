"""By which ways a withdrawal leaves: first back to the cards it came from, then to the destination that was chosen."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Q, Sum

from atrium.kernel import clock
from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.connections import selectors as connections
from tenants.connections.models import Connection

from ..engine import withdrawing as rules
from ..engine.places import payout_capability
from ..engine.withdrawing import Source
from ..models import BankAccount, Deposit, Destination, Dispute, Payout, Route, WithdrawalPolicy
from .parts import Part

# A part that was void or refused took nothing away from its payment.
_FREE_AGAIN: Final = (Payout.State.VOID, Payout.State.REFUSED)
_METHOD_OF: Final = {"bank": "wire", "crypto": "crypto", "wallet": "card"}


@dataclass(frozen=True, slots=True)
class Plan:
    """`parts` in the order in which they are sent; `back` of the money goes to where it came from."""

    parts: tuple[Part, ...]
    fee: Money
    arrives: Money
    back: Money
    has_route: bool

    @property
    def words(self) -> str:
        return " ".join(f"{part.money} {part.words}." for part in self.parts)[:600]


def policy() -> WithdrawalPolicy:
    return WithdrawalPolicy.objects.filter(id=1).first() or WithdrawalPolicy()


def terms(row: WithdrawalPolicy) -> rules.Terms:
    return rules.Terms(
        row.smallest, row.largest, row.daily, row.kyc_level, row.fee_fixed, row.fee_percent, row.large
    )


def sources(client: Client, currency: str) -> list[Source]:
    """Payments whose provider sends money back, oldest first, each with what may still go back to it."""
    refunding = _refunding(currency)
    since = clock.now() - timedelta(days=policy().refund_days)
    paid = Deposit.objects.filter(
        client=client, state=Deposit.State.SETTLED, received_currency=currency, connection_id__in=refunding
    )
    paid = paid.filter(finished_at__gte=since).exclude(payment_id="").order_by("finished_at", "id")
    # A card that refused once gets nothing more, and what was charged back has gone back already.
    paid = paid.exclude(refunds__state=Payout.State.REFUSED)
    paid = paid.exclude(id__in=Dispute.objects.exclude(state=Dispute.State.WON).values("deposit_id"))
    taken = _taken([deposit.id for deposit in paid])
    found = [
        Source(deposit.id, Money(max((deposit.received_minor or 0) - taken.get(deposit.id, 0), 0), currency))
        for deposit in paid
    ]
    return [source for source in found if source.left]


def plan(client: Client, money: Money, destination: Destination | None) -> Plan:
    """`destination` none: only back to where it came from. Whether it may be is said by the rules."""
    fee = rules.fee_of(money, terms(policy()))
    arrives = money - fee
    if arrives.amount_minor <= 0:
        return Plan((), fee, arrives, Money(0, money.currency), has_route=True)
    backs, rest = rules.split(arrives, sources(client, money.currency))
    parts = _back_parts(backs)
    if not rest:
        return Plan(tuple(parts), fee, arrives, arrives, has_route=True)
    way = _way(client, destination, rest) if destination is not None else None
    if way is not None:
        parts.append(way)
    return Plan(tuple(parts), fee, arrives, arrives - rest, has_route=way is not None)


def way_for_partner(place: Destination, money: Money) -> Part | None:
    """The broker's bank account of that currency, or a provider that pays out to such a place."""
    words = f"to {place.label}"
    if place.kind == Destination.Kind.BANK:
        account = _house_account(money.currency)
        return _by_bank(account, money, words) if account is not None else None
    return _by_provider(place, money, words)


def _back_parts(backs: Sequence[tuple[uuid.UUID, Money]]) -> list[Part]:
    deposits = Deposit.objects.in_bulk([deposit_id for deposit_id, _ in backs])
    return [back_part(deposits[deposit_id], money) for deposit_id, money in backs]


def back_part(deposit: Deposit, money: Money) -> Part:
    paid_on = f"{deposit.finished_at:%-d %b %Y}" if deposit.finished_at else ""
    return Part(
        Payout.Kind.REFUND,
        deposit.psp_code,
        money,
        f"back to where your deposit of {paid_on} came from",
        connection_id=deposit.connection_id,
        deposit=deposit,
    )


def refundable(deposit: Deposit) -> Money:
    """What of this payment may still be sent back to where it came from."""
    left = (deposit.received_minor or 0) - _taken([deposit.id]).get(deposit.id, 0)
    return Money(max(left, 0), deposit.received_currency or deposit.currency)


def _taken(deposit_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Also what is only asked for: two requests never promise the same money back to one card."""
    rows = Payout.objects.filter(deposit_id__in=deposit_ids).exclude(state__in=_FREE_AGAIN)
    sums = rows.values_list("deposit_id").annotate(total=Sum("amount_minor")).order_by()
    return {deposit_id: total for deposit_id, total in sums if deposit_id is not None}


def _refunding(currency: str) -> list[uuid.UUID]:
    active = Connection.objects.filter(kind=Connection.Kind.PSP, state=Connection.State.ACTIVE)
    return [one.id for one in active if connections.serves(one, capability="refund", currency=currency)]


def _way(client: Client, destination: Destination, money: Money) -> Part | None:
    """The first open row of the routing table; without one, the broker's bank account or any provider that pays out."""
    words = f"to {destination.label}"
    for route in _routes(client, destination, money):
        part = _by_route(route, destination, money, words)
        if part is not None:
            return part
    if destination.kind == Destination.Kind.BANK:
        account = _house_account(money.currency)
        if account is not None:
            return _by_bank(account, money, words)
    return _by_provider(destination, money, words)


def _house_account(currency: str) -> BankAccount | None:
    rows = BankAccount.objects.filter(active=True, currency=currency).exclude(iban="")
    return rows.order_by("code").first()


def _routes(client: Client, destination: Destination, money: Money) -> list[Route]:
    rows = Route.objects.select_related("bank_account", "method").filter(
        direction=Route.Direction.OUT,
        active=True,
        method__active=True,
        method__kind=_METHOD_OF[destination.kind],
    )
    amount = money.decimal
    rows = rows.filter(
        Q(amount_from=None) | Q(amount_from__lte=amount), Q(amount_to=None) | Q(amount_to__gte=amount)
    )
    return [
        row
        for row in rows.order_by("priority", "id")
        if (not row.currencies or money.currency in row.currencies)
        and (not row.countries or client.country in row.countries)
        and (not row.groups or client.group in row.groups)
    ]


def _by_route(route: Route, place: Destination, money: Money, words: str) -> Part | None:
    if route.bank_account is not None:
        fits = (
            route.bank_account.active
            and route.bank_account.currency == money.currency
            and route.bank_account.iban
        )
        return _by_bank(route.bank_account, money, words) if fits else None
    if route.connection_id is None:
        return None
    way = Connection.objects.filter(id=route.connection_id, state=Connection.State.ACTIVE).first()
    if way is None or not connections.serves(way, capability=capability_for(place), currency=money.currency):
        return None
    return Part(Payout.Kind.PSP, way.vendor, money, words, connection_id=way.id)


def _by_bank(account: BankAccount, money: Money, words: str) -> Part:
    return Part(Payout.Kind.BANK, account.code, money, words)


def capability_for(place: Destination) -> str:
    return payout_capability(place.kind, place.network)


def _by_provider(destination: Destination, money: Money, words: str) -> Part | None:
    way = connections.active_psp(capability=capability_for(destination), currency=money.currency)
    if way is None:
        return None
    return Part(Payout.Kind.PSP, way.vendor, money, words, connection_id=way.id)
