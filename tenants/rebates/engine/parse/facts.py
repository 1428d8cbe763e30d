"""Rates, symbols, partners, clients, accounts and deals of a document."""

from tenants.rebates.engine.document import (
    Account,
    Client,
    Deal,
    Partner,
    Payout,
    Rate,
    Stake,
    Symbol,
)
from tenants.rebates.engine.numbers import ONE, ZERO
from tenants.rebates.engine.parse.kinds import (
    CURRENCY,
    DAYS,
    DECIMAL,
    FLAG,
    FRACTION,
    ID,
    NOT_NEGATIVE,
    POSITIVE,
    SHARE,
    SIDE,
    STATUS,
    TEXT,
    TIME,
    WHOLE,
    word,
)
from tenants.rebates.engine.parse.names import Names, unique
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.times import BEGINNING

SCHEDULE = word("instant", "daily", "weekly", "monthly")


def read_rates(root: Reader) -> tuple[Rate, ...]:
    rates: dict[tuple[str, str, int], Rate] = {}
    for row in root.children("rates"):
        at = row.maybe("at", TIME)
        rate = Rate(
            row.need("base", CURRENCY),
            row.need("quote", CURRENCY),
            row.need("rate", POSITIVE),
            BEGINNING if at is None else at,
        )
        if row.ok("base", "quote") and rate.base == rate.quote:
            row.fail("quote", "must differ from base")
        key = (rate.base, rate.quote, rate.at)
        if row.ok("base", "quote", "at") and key in rates:
            row.fail("at", f"there are two rates of {rate.base}/{rate.quote} for this time")
        rates[key] = rate
        row.done()
    return tuple(rates.values())


def read_symbols(root: Reader) -> dict[str, Symbol]:
    rows = root.children("symbols")
    unique(rows, "symbol", "symbol")
    return {symbol.id: symbol for symbol in map(_symbol, rows)}


def _symbol(row: Reader) -> Symbol:
    symbol = Symbol(
        row.need("symbol", ID),
        row.need("contract_size", POSITIVE),
        row.need("pip_size", POSITIVE),
        row.need("quote", CURRENCY),
        frozenset(row.each("groups", TEXT)),
    )
    row.done()
    return symbol


def read_partners(root: Reader, names: Names) -> dict[str, Partner]:
    rows = root.children("partners")
    unique(rows, "partner", "partner")
    return {partner.id: partner for partner in (_partner(row, names) for row in rows)}


def _partner(row: Reader, names: Names) -> Partner:
    partner = Partner(
        row.need("partner", ID),
        row.maybe("parent", names.partner),
        row.get("currency", CURRENCY, "USD"),
        row.get("status", STATUS, "active"),
        row.get("rank", WHOLE, 0),
        row.get("ratio", NOT_NEGATIVE, ONE),
        row.maybe("person", TEXT),
        row.mapping("client_shares", FRACTION, TEXT),
        _payout(row.child("payout")),
    )
    row.done()
    return partner


def _payout(row: Reader) -> Payout:
    payout = Payout(
        row.get("schedule", SCHEDULE, "instant"),
        row.get("delay_days", DAYS, 0),
        row.get("minimum", DECIMAL, ZERO),
    )
    row.done()
    return payout


def read_stakes(row: Reader, names: Names) -> tuple[Stake, ...]:
    """`partner`, or `partners` with their shares; both is a fault, neither is nobody."""
    partner = row.maybe("partner", names.partner)
    if not row.has("partners"):
        row.raw("partners")
        return () if partner is None else (Stake(partner, ONE),)
    readers = row.children("partners", filled=True)
    unique(readers, "partner", "co-partner")
    stakes = tuple(_stake(reader, names) for reader in readers)
    if row.has("partner"):
        row.fail("partners", "either partner or partners may be given, not both")
    if sum((stake.share for stake in stakes), ZERO) > 1:
        row.fail("partners", "the shares together must be at most 1")
    return stakes


def _stake(row: Reader, names: Names) -> Stake:
    stake = Stake(row.need("partner", names.partner), row.need("share", SHARE))
    row.done()
    return stake


def read_clients(root: Reader, names: Names) -> dict[str, Client]:
    rows = root.children("clients")
    unique(rows, "client", "client")
    return {client.id: client for client in (_client(row, names) for row in rows)}


def _client(row: Reader, names: Names) -> Client:
    client = Client(
        row.need("client", ID),
        read_stakes(row, names),
        row.maybe("group", TEXT),
        row.maybe("country", TEXT),
        row.maybe("person", TEXT),
        row.get("kyc_level", WHOLE, 0),
        row.get("currency", CURRENCY, "USD"),
    )
    row.done()
    return client


def read_accounts(root: Reader, names: Names) -> dict[str, Account]:
    rows = root.children("accounts")
    unique(rows, "account", "account")
    return {account.id: account for account in (_account(row, names) for row in rows)}


def _account(row: Reader, names: Names) -> Account:
    account = Account(
        row.need("account", ID),
        row.need("client", names.client),
        row.get("currency", CURRENCY, "USD"),
        row.maybe("platform", TEXT),
        row.maybe("group", TEXT),
        row.maybe("type", TEXT),
        row.get("volume_factor", POSITIVE, ONE),
        row.maybe("redirect", names.partner),
        row.get("rebates", FLAG, True),
    )
    row.done()
    return account


def read_deals(root: Reader, names: Names) -> tuple[Deal, ...]:
    rows = root.children("deals")
    unique(rows, "deal", "deal")
    deals = [_deal(row, names) for row in rows]
    _check_close_by(rows, deals)
    return tuple(sorted(deals, key=lambda deal: (deal.close_time, deal.id)))


def _deal(row: Reader, names: Names) -> Deal:
    deal = Deal(
        row.need("deal", ID),
        row.need("account", names.account),
        row.need("symbol", names.symbol),
        row.need("side", SIDE),
        row.need("lots", POSITIVE),
        row.need("open_time", TIME),
        row.need("close_time", TIME),
        row.need("open_price", POSITIVE),
        row.need("close_price", POSITIVE),
        row.get("spread", DECIMAL, ZERO),
        row.get("markup", DECIMAL, ZERO),
        row.get("commission", NOT_NEGATIVE, ZERO),
        row.get("profit", DECIMAL, ZERO),
        row.maybe("revenue", NOT_NEGATIVE),
        row.maybe("equity", DECIMAL),
        row.get("credit", DECIMAL, ZERO),
        frozenset(row.each("flags", TEXT)),
        row.maybe("close_by", names.deal),
    )
    if row.ok("open_time", "close_time") and deal.close_time < deal.open_time:
        row.fail("close_time", "is before open_time")
    if deal.id in names.event_ids:
        row.fail("deal", f"an event has the id {deal.id!r} too")
    row.done()
    return deal


def _check_close_by(rows: list[Reader], deals: list[Deal]) -> None:
    other = {deal.id: deal.close_by for deal in deals}
    reported: set[str] = set()
    for row, deal in zip(rows, deals, strict=True):
        against = deal.close_by
        if against == deal.id:
            row.fail("close_by", "a deal is not closed by itself")
        elif against is not None and other.get(against) == deal.id and against not in reported:
            row.fail("close_by", "only the second deal of the pair names the first")
            reported.add(deal.id)
