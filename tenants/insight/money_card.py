"""One movement of money with everything that belongs to it: what was booked, what was said on the wire, who decided."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from atrium.kernel.errors import NotFound
from atrium.kernel.money import Money
from tenants.activity.models import Entry
from tenants.approvals.models import Approval
from tenants.approvals.selectors import visible_to
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.ledger.models import Account
from tenants.ledger.models import Movement as Row
from tenants.payments.models import Case, Correction, Deposit, Payout, Withdrawal
from tenants.payments.selectors import deposits_for, withdrawals_for
from tenants.staff.models import Member
from tenants.staff.scopes import everything
from tenants.trading.models import BalanceOperation
from tenants.wallets.models import Transfer, WalletTransfer

from .money_booked import LedgerTransaction, rows_of_keys, transactions
from .money_wire import Wire, asked_of_server, attempts_of, heard, sent


@dataclass(frozen=True, slots=True)
class Fact:
    code: str
    value: Any


@dataclass
class Card:
    kind: str
    id: uuid.UUID
    money: Money
    state: str
    at: datetime
    party: str = ""
    party_kind: str = ""
    party_id: uuid.UUID | None = None
    facts: list[Fact] = field(default_factory=list)
    transactions: list[LedgerTransaction] = field(default_factory=list)
    wire: list[Wire] = field(default_factory=list)
    approvals: Sequence[Approval] = ()
    timeline: Sequence[Entry] = ()
    cases: Sequence[Case] = ()


def card_for(member: Member, kind: str, row_id: uuid.UUID) -> Card:
    """Everything of one movement that this colleague may see; strangers' movements do not exist."""
    make = _KINDS.get(kind)
    if make is None or not member.allows("finance.view"):
        raise NotFound("There is no such movement of money.")
    card = make(member, row_id)
    card.cases = list(Case.objects.filter(record_kind=kind, record_id=row_id).order_by("-found_at"))
    card.wire.sort(key=lambda one: one.at)
    return card


def transfers_for(member: Member) -> Any:
    """Those of the clients in scope, newest first."""
    if not member.allows("finance.view"):
        return Transfer.objects.none()
    rows = Transfer.objects.select_related("client__lead", "account__server").order_by("-created_at", "-id")
    if everything(member, "clients.view"):
        return rows
    from tenants.clients.selectors import clients_for

    return rows.filter(client_id__in=clients_for(member).values("id"))


def wallet_transfers_for(member: Member) -> Any:
    """Exchanges, and what went between a client's and a partner's wallet: where one side is a client in scope. Newest first."""
    rows = WalletTransfer.objects.order_by("-created_at", "-id")
    if not member.allows("finance.view"):
        return rows.none()
    if everything(member, "clients.view"):
        return rows
    from tenants.clients.selectors import clients_for

    clients = clients_for(member).values("id")
    mine = Q(from_kind="client", from_id__in=clients) | Q(to_kind="client", to_id__in=clients)
    return rows.filter(mine)


def party_name(kind: str, party_id: uuid.UUID) -> str:
    """Of a wallet's owner."""
    if kind == "ib":
        return Partner.objects.filter(id=party_id).values_list("name", flat=True).first() or ""
    return Client.objects.filter(id=party_id).values_list("lead__name", flat=True).first() or ""


def _deposit(member: Member, row_id: uuid.UUID) -> Card:
    row = deposits_for(member).filter(id=row_id).first()
    if row is None:
        raise NotFound("There is no such deposit.")
    card = Card(
        "deposit",
        row.id,
        row.received or row.money,
        row.state,
        row.created_at,
        row.client.lead.name,
        "client",
        row.client_id,
    )
    card.facts = [
        Fact("asked", row.money), Fact("received", row.received), Fact("fee", Money(row.fee_minor, row.currency)),
        Fact("through", row.psp_code), Fact("psp_reference", row.psp_reference), Fact("payment_id", row.payment_id),
        Fact("reason", row.reason), Fact("ended", row.finished_at),
    ]  # fmt: skip
    if row.payment_id:
        key = f"dep:{row.connection_id}:{row.payment_id}"
        card.transactions = transactions(
            [
                *rows_of_keys([key, f"{key}:accepted", f"dep:manual:{row.payment_id}", f"dep:{row.id}"]),
                *_charged_back(row),
            ]
        )
    card.wire = [
        *attempts_of(row),
        *heard(row.connection_id, row.created_at, (row.psp_reference, row.payment_id, str(row.id))),
    ]
    card.approvals = _approvals(member, row.id, row.approval_id)
    card.timeline = _noted("client", row.client_id, row.id)
    return card


def _charged_back(row: Deposit) -> list[Row]:
    """What the payer took back, and what of it came again."""
    disputes = list(row.disputes.all())
    taken = [one.ledger_transaction_id for one in disputes]
    won = rows_of_keys(f"cb:{one.connection_id}:{one.reference}:won" for one in disputes)
    return [*Row.objects.filter(ledger_transaction_id__in=taken), *won]


def _withdrawal(member: Member, row_id: uuid.UUID) -> Card:
    row = withdrawals_for(member).filter(id=row_id).first()
    if row is None:
        raise NotFound("There is no such withdrawal.")
    is_ib = row.party_kind == Withdrawal.Party.IB
    party: Any = (Partner if is_ib else Client).objects.filter(id=row.party_id).first()
    name = "" if party is None else party.name if is_ib else party.lead.name
    card = Card(
        "withdrawal",
        row.id,
        -row.money,
        row.state,
        row.requested_at,
        name,
        "partner" if is_ib else "client",
        row.party_id,
    )
    card.facts = [
        Fact("destination", row.where), Fact("fee", row.fee), Fact("paid", row.paid), Fact("through", row.psp_code),
        Fact("psp_reference", row.psp_reference), Fact("reason", row.reason), Fact("ended", row.finished_at),
    ]  # fmt: skip
    parts = list(row.payouts.order_by("place"))
    keys = [f"wd:{row.id}", f"wd:{row.id}:fee", *(f"wd:{part.id}" for part in parts)]
    back = _came_back(row, parts)
    card.transactions = transactions(
        [*rows_of_keys(keys, [row.fee_hold_id, *(part.hold_id for part in parts)]), *back]
    )
    for part in parts:
        card.wire += sent(part)
        card.wire += heard(part.connection_id, row.requested_at, (part.reference, str(part.id), part.token))
    card.approvals = _approvals(member, row.id, row.approval_id)
    card.timeline = _noted(card.party_kind, row.party_id, row.id)
    return card


def _came_back(row: Withdrawal, parts: Sequence[Payout]) -> list[Row]:
    pocket = "ib" if row.party_kind == Withdrawal.Party.IB else "client"
    wallet = Account.objects.filter(address=f"{pocket}:{row.party_number}:wallet:{row.currency}").first()
    if wallet is None or not any(part.returned_minor for part in parts):
        return []
    rows = Row.objects.filter(credit=wallet, kind="withdrawal.returned")
    return [one for one in rows if any(one.idem_key.startswith(f"wd:{part.id}:") for part in parts)]


def _transfer(member: Member, row_id: uuid.UUID) -> Card:
    row = transfers_for(member).filter(id=row_id).first()
    if row is None:
        raise NotFound("There is no such transfer.")
    inward = row.direction == Transfer.Direction.TO_WALLET
    money = row.money if inward else -row.money
    card = Card(
        "transfer", row.id, money, row.state, row.created_at, row.client.lead.name, "client", row.client_id
    )
    card.facts = [
        Fact("direction", row.get_direction_display()), Fact("account", f"{row.account.login} · {row.account.server.code}"),
        Fact("reason", row.reason), Fact("ended", row.finished_at),
    ]  # fmt: skip
    card.transactions = transactions(rows_of_keys([f"tr:{row.id}"], [row.hold_id]))
    operation = BalanceOperation.objects.select_related("server").filter(id=row.operation_id).first()
    if operation is not None:
        card.wire = asked_of_server(operation)
    card.approvals = _approvals(member, row.id, None)
    card.timeline = _noted("client", row.client_id, row.id)
    return card


def _exchange(member: Member, row_id: uuid.UUID) -> Card:
    row = wallet_transfers_for(member).filter(id=row_id).first()
    if row is None:
        raise NotFound("There is no such exchange.")
    kind = "partner" if row.from_kind == "ib" else "client"
    name = party_name(row.from_kind, row.from_id)
    card = Card("exchange", row.id, -row.sold, "settled", row.created_at, name, kind, row.from_id)
    card.facts = [Fact("received", row.bought)]
    if not row.is_exchange:
        card.facts.append(Fact("to", party_name(row.to_kind, row.to_id)))
    if row.from_currency != row.to_currency:
        card.facts += [
            Fact("rate", f"1 {row.from_currency} = {row.rate.normalize():f} {row.to_currency}"),
            Fact("spread", row.spread), Fact("source", f"{row.rate_source} {row.rate_path}".strip()),
        ]  # fmt: skip
    card.transactions = transactions(rows_of_keys([f"wt:{row.id}"]))
    card.timeline = _noted(kind, row.from_id, row.id)
    return card


def _correction(member: Member, row_id: uuid.UUID) -> Card:
    row = Correction.objects.select_related("asked_by", "case").filter(id=row_id).first()
    if row is None:
        raise NotFound("There is no such correction.")
    card = Card("correction", row.id, row.money, row.state, row.asked_at, row.asked_by.name, "", None)
    card.facts = [
        Fact("what", row.get_kind_display()), Fact("debit", row.debit), Fact("credit", row.credit),
        Fact("reason", row.reason), Fact("result", row.result), Fact("ended", row.ended_at),
    ]  # fmt: skip
    named = Row.objects.filter(
        ledger_transaction_id__in=[one for one in (row.transaction_id, row.reverses) if one]
    )
    card.transactions = transactions(named)
    card.approvals = _approvals(member, row.id, row.approval_id)
    return card


def _approvals(member: Member, subject_id: uuid.UUID, approval_id: uuid.UUID | None) -> list[Approval]:
    rows = (
        visible_to(member.user).filter(Q(subject_id=subject_id) | Q(id=approval_id)).order_by("requested_at")
    )
    return list(rows)


def _noted(kind: str, subject_id: uuid.UUID, row_id: uuid.UUID) -> list[Entry]:
    rows = Entry.objects.filter(subject_kind=kind, subject_id=subject_id, key__startswith=str(row_id))
    return list(rows.order_by("at", "id"))


_KINDS: Final[Mapping[str, Callable[[Member, uuid.UUID], Card]]] = {
    "deposit": _deposit,
    "withdrawal": _withdrawal,
    "transfer": _transfer,
    "exchange": _exchange,
    "correction": _correction,
}
