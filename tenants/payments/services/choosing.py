"""What a client is offered: each method with its fee, its limits, its time, and what is still missing, in words."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.connections import selectors as connections
from tenants.connections.models import Connection
from tenants.kyc import selectors as kyc

from .. import routing, selectors
from ..engine.places import PAYOUT_CAPABILITIES
from ..models import BankAccount, Kind, Method, Route
from ..types import MethodOffer

# A connection that nobody has put into the table yet is offered as it is, under its own name.
_OF_VENDOR: Final = {"nowpayments": Kind.CRYPTO}


def choose_methods(
    client: Client, money: Money | None = None, *, direction: str = routing.IN
) -> list[MethodOffer]:
    """In the broker's order. A method that is only out of reach for now is listed with the reason; one that is not for this
    client's country, group or currency is not listed at all."""
    payer = payer_of(client, money, direction)
    table = ways_of_methods()
    blocked = _blocked(client)
    found = (_offer(method, table.get(method.id, []), payer, money, blocked) for method in methods())
    return [offer for offer in found if offer is not None]


def methods() -> list[Method]:
    """The broker's own; until there are any, one for each payment connection."""
    known = list(Method.objects.order_by("place", "created_at", "id"))
    return [method for method in known if method.active] if known else [_implied(one) for one in _psps()]


def method_of(method_id: uuid.UUID) -> Method | None:
    return next((method for method in methods() if method.id == method_id), None)


def ways_of_methods() -> Mapping[uuid.UUID, list[routing.Way]]:
    found: dict[uuid.UUID, list[routing.Way]] = {}
    for way in ways():
        found.setdefault(way.method_id, []).append(way)
    return found


def ways() -> list[routing.Way]:
    """The table as values, with what each target can take."""
    psps = {one.id: one for one in connections.connections().filter(kind=Connection.Kind.PSP)}
    if not Method.objects.exists():
        return [_way(Route(id=one.id, method_id=one.id, connection_id=one.id), psps) for one in psps.values()]
    rows = Route.objects.select_related("bank_account").order_by("priority", "id")
    return [_way(row, psps) for row in rows]


def payer_of(client: Client, money: Money | None, direction: str = routing.IN) -> routing.Payer:
    return routing.Payer(
        country=client.country,
        currency=money.currency if money else client.currency,
        group=client.group,
        amount=money.decimal if money else None,
        direction=direction,
    )


def fee_terms(method: Method) -> routing.Fee:
    return routing.Fee(method.fee_fixed, method.fee_percent, method.fee_payer == Method.Payer.CLIENT)


def limits_of(
    method: Method, ways: Sequence[routing.Way], payer: routing.Payer
) -> tuple[Decimal | None, Decimal | None]:
    """The narrowest of the house's limits, the method's own and those of its rows."""
    house = selectors.deposit_limits() if payer.direction == routing.IN else selectors.payout_limits()
    low, high = routing.range_of(ways, payer)
    low = routing.narrower(routing.narrower(house.smallest, method.smallest), low)
    return low, routing.lower(routing.lower(house.largest, method.largest), high)


def _offer(
    method: Method, ways: list[routing.Way], payer: routing.Payer, money: Money | None, blocked: Iterable[str]
) -> MethodOffer | None:
    anyone = routing.Payer(payer.country, payer.currency, payer.group, None, payer.direction)
    mine = [way for way in ways if routing.suits(way, anyone)]
    if not mine and not any(way.stands for way in ways):
        return None
    low, high = limits_of(method, ways, payer)
    smallest = routing.at_least(low, payer.currency)
    largest = routing.at_least(high, payer.currency)
    missing = [*blocked, *_missing(ways, mine, payer, money, smallest, largest)]
    fee = routing.fee_of(money, fee_terms(method)) if money else None
    return MethodOffer(
        method_id=method.id,
        label=method.label,
        kind=method.kind,
        smallest=smallest,
        largest=largest,
        minutes=method.minutes,
        instructions=method.instructions,
        fee_fixed=method.fee_fixed,
        fee_percent=method.fee_percent,
        client_pays=method.fee_payer == Method.Payer.CLIENT,
        fee=fee,
        arrives=money - fee if money and fee is not None else None,
        missing=tuple(missing),
    )


def _missing(
    ways: Sequence[routing.Way],
    mine: Sequence[routing.Way],
    payer: routing.Payer,
    money: Money | None,
    smallest: Money | None,
    largest: Money | None,
) -> list[str]:
    if not mine:
        return [next(way.stands for way in ways if way.stands)]
    if money is None:
        return []
    if smallest is not None and money < smallest:
        return [f"From {smallest}."]
    if largest is not None and money > largest:
        return [f"Up to {largest} at once."]
    return (
        [] if routing.open_ways(ways, payer) else [f"Not for {money}: choose another amount or another way."]
    )


def _blocked(client: Client) -> list[str]:
    identity = kyc.may_deposit(client)
    return [] if identity.allowed else [identity.reason]


def _way(row: Route, psps: Mapping[uuid.UUID, Connection]) -> routing.Way:
    target = row.connection_id or row.bank_account_id
    serves, stands = _target(row, psps)
    return routing.Way(
        id=row.id,
        method_id=row.method_id,
        target=target,
        priority=row.priority,
        direction=row.direction,
        countries=frozenset(row.countries),
        currencies=frozenset(row.currencies),
        groups=frozenset(row.groups),
        amount_from=row.amount_from,
        amount_to=row.amount_to,
        active=row.active,
        serves=serves,
        stands=stands,
    )


def _target(row: Route, psps: Mapping[uuid.UUID, Connection]) -> tuple[frozenset[str], str]:
    if row.bank_account_id is not None:
        return _bank(row.bank_account)
    if row.connection_id is None:
        return frozenset(), ""
    found = psps.get(row.connection_id)
    if found is None or found.state != Connection.State.ACTIVE:
        return frozenset(), "Out of use at the moment: its provider is switched off."
    capabilities = ("deposit",) if row.direction == routing.IN else PAYOUT_CAPABILITIES
    currencies = frozenset[str]().union(
        *(connections.currencies_of(found, capability=one) for one in capabilities)
    )
    if not currencies:
        return frozenset(), "Never taken: this provider cannot do that."
    return currencies, ""


def _bank(account: BankAccount | None) -> tuple[frozenset[str], str]:
    if account is None or not account.active:
        return frozenset(), "Out of use at the moment: its bank account is switched off."
    return frozenset({account.currency}), ""


def _psps() -> list[Connection]:
    active = connections.connections().filter(kind=Connection.Kind.PSP, state=Connection.State.ACTIVE)
    return list(active)


def _implied(found: Connection) -> Method:
    kind = _OF_VENDOR.get(found.vendor, Kind.CARD)
    return Method(id=found.id, label=found.label, kind=kind, created_at=found.created_at)
