"""What happens on an account: money in and out, positions opened and closed. Each makes its deal."""

from __future__ import annotations

from decimal import Decimal

from infra.simulators.mt5 import retcodes
from infra.simulators.mt5.catalogue import SYMBOLS, Symbol
from infra.simulators.mt5.records import ZERO, Deal, Money, Position, User
from infra.simulators.mt5.server import Server, now_msc

COMMENT_LENGTH = 31
MONEY_LIMIT = Decimal(1_000_000_000)
_CREDIT_TYPES = (3, 6)
_DAY_MSC = 86_400_000
_SWAP_PER_LOT_AND_DAY = Decimal("-1.20")


def money_of(server: Server, user: User) -> Money:
    group = server.groups[user.group]
    floating = margin = ZERO
    for position in server.positions_of(user.login):
        symbol = SYMBOLS[position.symbol]
        price = server.market.price(symbol, 1 - position.action)
        floating += profit(server, user, position, price, position.lots)
        units = position.lots * symbol.contract_size
        base = symbol.base if symbol.path.startswith("Forex") else symbol.quote
        notional = units if symbol.path.startswith("Forex") else units * position.price
        margin += notional * server.market.rate(base, group.currency) / user.leverage
    return Money(user.balance, user.credit, group.round(floating), group.round(margin), user.leverage)


def profit(server: Server, user: User, position: Position, price: Decimal, lots: Decimal) -> Decimal:
    """In the account's currency, at today's rate."""
    symbol, group = SYMBOLS[position.symbol], server.groups[user.group]
    in_quote = (price - position.price) * position.sign * symbol.contract_size * lots
    return group.round(in_quote * server.market.rate(symbol.quote, group.currency))


def balance_operation(
    server: Server, user: User, kind: int, amount: Decimal, comment: str, *, check_margin: bool
) -> Deal:
    if kind not in range(2, 7):
        raise retcodes.Refusal(retcodes.PARAMETERS)
    if abs(amount) > MONEY_LIMIT:
        raise retcodes.Refusal(retcodes.MONEY_LIMIT)
    available = user.credit if kind in _CREDIT_TYPES else min(money_of(server, user).free, user.balance)
    if check_margin and amount < 0 and available + amount < 0:
        raise retcodes.Refusal(retcodes.NO_MONEY)
    if kind in _CREDIT_TYPES:
        user.credit += amount
    else:
        user.balance += amount
    server.save_user(user)
    deal = Deal(
        ticket=server.next("deal"),
        login=user.login,
        action=kind,
        time_msc=now_msc(),
        reason=2,
        profit=amount,
        comment=comment[:COMMENT_LENGTH],
    )
    return server.add_deal(deal)


def open_position(
    server: Server,
    user: User,
    symbol: Symbol,
    action: int,
    lots: Decimal,
    *,
    price: Decimal | None = None,
    time_msc: int | None = None,
) -> Position:
    at = time_msc or now_msc()
    paid = price or server.market.price(symbol, action)
    order = server.next("order")
    position = Position(server.next("position"), user.login, symbol.name, action, lots, paid, at)
    server.save_position(position)
    deal = _trade(server, user, symbol, action, lots, paid, at, order)
    deal.position = position.ticket
    _charge(server, user, deal)
    server.add_deal(deal)
    return position


def close_position(
    server: Server,
    user: User,
    position: Position,
    *,
    lots: Decimal | None = None,
    price: Decimal | None = None,
    time_msc: int | None = None,
) -> Deal:
    """Closes the position, or the given part of it."""
    symbol = SYMBOLS[position.symbol]
    at, closed = time_msc or now_msc(), lots or position.lots
    got = price or server.market.price(symbol, 1 - position.action)
    deal = _trade(server, user, symbol, 1 - position.action, closed, got, at, server.next("order"))
    deal.entry, deal.position, deal.position_price, deal.closed_lots = (
        1,
        position.ticket,
        position.price,
        closed,
    )
    deal.profit = profit(server, user, position, got, closed)
    days = (at - position.time_msc) // _DAY_MSC
    deal.swap = server.groups[user.group].round(_SWAP_PER_LOT_AND_DAY * closed * days)
    _charge(server, user, deal)
    _shrink(server, position, closed)
    return server.add_deal(deal)


def cancel(server: Server, deal: Deal) -> Deal:
    """The dealer cancels a trade: the old deal becomes a cancelled one and its money goes back."""
    user = server.users[deal.login]
    user.balance -= deal.profit + deal.commission + deal.swap
    deal.action = 13 if deal.action == 0 else 14
    deal.modify_flags |= 2
    server.save_user(user)
    server.save_deal(deal)
    return deal


def _trade(
    server: Server,
    user: User,
    symbol: Symbol,
    action: int,
    lots: Decimal,
    price: Decimal,
    at: int,
    order: int,
) -> Deal:
    group = server.groups[user.group]
    return Deal(
        ticket=server.next("deal"),
        login=user.login,
        action=action,
        time_msc=at,
        order=order,
        symbol=symbol.name,
        digits=symbol.digits,
        contract_size=symbol.contract_size,
        lots=lots,
        price=price,
        commission=-group.round(group.commission_per_lot * lots),
        profit_rate=server.market.rate(symbol.quote, group.currency),
        bid=server.market.bid(symbol),
        ask=server.market.ask(symbol),
    )


def _charge(server: Server, user: User, deal: Deal) -> None:
    user.balance += deal.profit + deal.commission + deal.swap
    server.save_user(user)


def _shrink(server: Server, position: Position, closed: Decimal) -> None:
    position.lots -= closed
    if position.lots <= 0:
        server.end_position(position)
    else:
        server.save_position(position)
