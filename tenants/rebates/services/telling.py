"""What no platform reports and rules read: facts of deals, terms of accounts, events. Told in the words of a scenario document
(rebates.md 3.5 to 3.7), read by the engine's own parser, so a fault is named by its field; everything is written or nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from atrium.kernel.errors import Conflict, InvalidInput, NotFound
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.rebates import engine
from tenants.staff.models import Member
from tenants.trading.models import Deal, TradingAccount

from ..bulk.ground import moment
from ..models import AccountTerms, DealFacts, Happening
from ..scenario import deal_id
from .correction import correct_deals

MOST: Final = 1_000
OF_DEALS: Final = ("spread", "markup", "revenue", "equity", "credit", "flags", "close_by")
OF_ACCOUNTS: Final = ("redirect", "rebates")
EVENTS: Final = (Happening.Kind.BONUS, Happening.Kind.FEE, Happening.Kind.LEAD, Happening.Kind.COPY_FEE)
Rows = Sequence[Mapping[str, Any]]
Document = dict[str, Any]
_NOON: Final = "2020-01-01T12:00:00Z"
_SYMBOL: Final = {"symbol": "any", "contract_size": "1", "pip_size": "1", "quote": "USD"}


@dataclass(frozen=True, slots=True)
class Told:
    """`corrected`: lines written because facts of deals that were accrued before are others now."""

    deals: int
    accounts: int
    events: int
    corrected: int


@transaction.atomic
def tell(*, deals: Rows, accounts: Rows, events: Rows, by: Member) -> Told:
    """A deal's or an account's row replaces what was told of it before; an event is told once. Raises InvalidInput."""
    if not by.allows("rebates.manage"):
        raise NotFound("There is no such page, or it is not yours.")
    if max(len(deals), len(accounts), len(events)) > MOST:
        raise InvalidInput(f"Send at most {MOST:,} of each at once. Nothing was taken over.")
    _refuse([*_strange(deals, accounts, events)])
    known = _Known(deals, accounts, events)
    try:
        scenario = engine.parse(known.document())
    except engine.BadDocument as bad:
        _refuse(
            [fault for fault in bad.faults if not fault.path.startswith(("symbols", "clients", "partners"))]
        )
        raise
    changed = _deals(scenario, deals, known.deals)
    _accounts(scenario, accounts, known)
    count = _events(scenario, events, known.clients)
    corrected = correct_deals(deal_ids=changed).lines if changed else 0
    return Told(len(deals), len(accounts), count, corrected)


class _Known:
    """What the rows speak of, as far as it is there. Whatever is not is missing in the document, and the parser says so."""

    def __init__(self, deals: Rows, accounts: Rows, events: Rows) -> None:
        self._told = deals, accounts, events
        wanted = [*_texts(deals, "deal"), *_texts(deals, "close_by")]
        self.deals = {deal_id(deal): deal for deal in _by_ticket(wanted)}
        numbers = {*_texts(events, "client"), *_texts(events, "manager")}
        self.accounts = {
            f"{one.server.code}:{one.login}": one
            for one in _by_login([*_texts(accounts, "account"), *_texts(events, "account")])
        }
        of_accounts = {one.client_number for one in self.accounts.values()}
        self.clients = {str(one.number): one for one in _numbered(Client.objects, numbers, of_accounts)}
        self.partners = {
            str(one.number): one for one in _numbered(Partner.objects, _texts(accounts, "redirect"))
        }

    def document(self) -> Document:
        """The rows first, so that a fault names their place."""
        deals, accounts, events = self._told
        first = [str(row.get("deal")) for row in deals]
        return {
            "scenario": "told",
            "symbols": [_SYMBOL],
            "partners": [{"partner": number} for number in self.partners],
            "clients": [{"client": number} for number in (*self.clients, "of deals")],
            "accounts": [
                *({**row, "client": self._owner(str(row.get("account")))} for row in accounts),
                *self._other_accounts(accounts),
                {"account": "of deals", "client": "of deals"},
            ],
            "deals": [
                *({**_STUB, **row} for row in deals),
                *({**_STUB, "deal": code} for code in self.deals if code not in first),
            ],
            "events": list(events),
        }

    def _owner(self, account: str) -> str:
        found = self.accounts.get(account)
        return str(found.client_number) if found else "of deals"

    def _other_accounts(self, accounts: Rows) -> Iterable[Document]:
        told = {row.get("account") for row in accounts}
        for code, account in self.accounts.items():
            if code not in told:
                yield {"account": code, "client": str(account.client_number)}


_STUB: Final[Document] = {
    "account": "of deals", "symbol": "any", "side": "buy", "lots": "1", "open_time": _NOON, "close_time": _NOON,
    "open_price": "1", "close_price": "1",
}  # fmt: skip


def _strange(deals: Rows, accounts: Rows, events: Rows) -> Iterable[engine.Fault]:
    """What a document may say of them, and nobody may tell."""
    for place, row in enumerate(deals):
        for name in row.keys() - {"deal", *OF_DEALS}:
            yield engine.Fault(f"deals[{place}].{name}", "is not a field that can be told")
    for place, row in enumerate(accounts):
        for name in row.keys() - {"account", *OF_ACCOUNTS}:
            yield engine.Fault(f"accounts[{place}].{name}", "is not a field that can be told")
    known = {deal_id(deal) for deal in _by_ticket(_texts(deals, "deal"))}
    for place, row in enumerate(deals):
        if str(row.get("deal")) not in known:
            yield engine.Fault(f"deals[{place}].deal", "there is no such deal of a live account")
    logins = {f"{one.server.code}:{one.login}" for one in _by_login(_texts(accounts, "account"))}
    for place, row in enumerate(accounts):
        if str(row.get("account")) not in logins:
            yield engine.Fault(f"accounts[{place}].account", "there is no such live account")
    for place, row in enumerate(events):
        if row.get("type") not in EVENTS:
            yield engine.Fault(f"events[{place}].type", f"is not one of {', '.join(EVENTS)}")
        if ":" in str(row.get("id", "")) or len(str(row.get("id", ""))) > 100:
            yield engine.Fault(f"events[{place}].id", "is up to 100 characters without a colon")


def _refuse(faults: Sequence[engine.Fault]) -> None:
    if faults:
        more = f" And {len(faults) - 1} more." if len(faults) > 1 else ""
        raise InvalidInput(f"{faults[0]}. Nothing was taken over.{more}", field=faults[0].path)


def _deals(scenario: engine.Scenario, rows: Rows, known: Mapping[str, Deal]) -> list[int]:
    """Which of them are told otherwise than before."""
    found = {deal.id: deal for deal in scenario.deals}
    facts = [
        DealFacts(
            deal_id=known[str(row["deal"])].id, spread=one.spread, markup=one.markup, revenue=one.revenue, equity=one.equity,
            credit=one.credit, flags=sorted(one.flags), close_by=known[one.close_by].id if one.close_by else None,
        )
        for row in rows
        for one in [found[str(row["deal"])]]
    ]  # fmt: skip
    before = DealFacts.objects.in_bulk([one.deal_id for one in facts])
    changed = [one for one in facts if _differs(before.get(one.deal_id, DealFacts(flags=[])), one)]
    DealFacts.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["deal_id"], update_fields=list(OF_DEALS)
    )
    return [one.deal_id for one in changed]


def _differs(before: DealFacts, now: DealFacts) -> bool:
    return any(getattr(before, name) != getattr(now, name) for name in OF_DEALS)


def _accounts(scenario: engine.Scenario, rows: Rows, known: _Known) -> None:
    terms = [
        AccountTerms(
            account_id=known.accounts[str(row["account"])].id,
            redirect=known.partners[one.redirect] if one.redirect else None,
            rebates=one.rebates,
        )
        for row in rows
        for one in [scenario.accounts[str(row["account"])]]
    ]
    AccountTerms.objects.bulk_create(
        terms, update_conflicts=True, unique_fields=["account_id"], update_fields=["redirect", "rebates"]
    )


def _events(scenario: engine.Scenario, rows: Rows, clients: Mapping[str, Client]) -> int:
    """How many are new. Told again as it was, one changes nothing; told otherwise, it is refused."""
    at = {event.id: moment(event.at) for event in scenario.events}
    there = {one.code: one for one in Happening.objects.filter(code__in=[row["id"] for row in rows])}
    new = []
    for place, row in enumerate(rows):
        facts = {name: value for name, value in row.items() if name not in ("type", "id", "at", "client")}
        one = Happening(
            code=row["id"], kind=row["type"], at=at[row["id"]], client=clients[row["client"]], facts=facts
        )
        before = there.get(one.code)
        if before is None:
            new.append(one)
        elif any(
            getattr(before, name) != getattr(one, name) for name in ("kind", "at", "client_id", "facts")
        ):
            text = f"events[{place}].id: {one.code} was told before, and otherwise. Nothing was taken over."
            raise Conflict(text, field=f"events[{place}].id")
    Happening.objects.bulk_create(new)
    return len(new)


def _texts(rows: Rows, name: str) -> list[str]:
    return [value for row in rows if isinstance(value := row.get(name), str)]


def _by_ticket(codes: Collection[str]) -> list[Deal]:
    """Deals of live accounts that are named as on lines: server and ticket."""
    if not (which := _of_servers(codes, "ticket")):
        return []
    return list(Deal.objects.filter(which, account__kind="live").select_related("server"))


def _by_login(codes: Collection[str]) -> list[TradingAccount]:
    if not (which := _of_servers(codes, "login")):
        return []
    return list(TradingAccount.objects.filter(which, kind="live").select_related("server"))


def _of_servers(codes: Collection[str], field: str) -> Q:
    numbers: dict[str, set[int]] = {}
    for code in codes:
        server, _, number = code.rpartition(":")
        if number.isascii() and number.isdecimal() and len(number) <= 18:
            numbers.setdefault(server, set()).add(int(number))
    which = Q()
    for server, of in numbers.items():
        which |= Q(server__code=server, **{f"{field}__in": of})
    return which


def _numbered(rows: Any, texts: Iterable[str], more: Iterable[int] = ()) -> list[Any]:
    numbers = {int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) <= 18}
    return list(rows.filter(number__in=numbers | set(more)))
