"""Movements of money by whatever somebody holds in hand: a reference, an id, an amount, a client's name or number."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.clients.selectors import clients_for
from tenants.ledger.models import Movement as Row
from tenants.lists.selectors import closed_fields
from tenants.payments.models import BankLine, Case, Deposit, Dispute, Payout, Withdrawal
from tenants.payments.selectors import deposits_for, withdrawals_for
from tenants.search.selectors import matching
from tenants.staff.models import Member
from tenants.trading.models import BalanceOperation
from tenants.wallets.models import Transfer

from .money_card import party_name, transfers_for, wallet_transfers_for
from .searching import found_ids

_EACH: Final = 20
_BACK: Final = timedelta(days=400)
_AMOUNT: Final = re.compile(r"\d{1,15}(?:[.,]\d{1,8})?")
_CURRENCY: Final = re.compile(r"\b[A-Z]{3,5}\b")


@dataclass(frozen=True, slots=True)
class Found:
    kind: str
    id: uuid.UUID
    money: Money
    state: str
    at: datetime
    party: str
    reference: str


def find(member: Member, text: str) -> list[Found]:
    """Newest first. Only what this colleague may see."""
    text = text.strip()[:100]
    if not text or not member.allows("finance.view"):
        return []
    wanted = _People.of(member, text), _ids(text), _amounts(text)
    found = [
        *_deposits(member, text, *wanted),
        *_withdrawals(member, text, *wanted),
        *_transfers(member, text, *wanted),
        *_exchanges(member, *wanted),
    ]
    unique = {(one.kind, one.id): one for one in found}
    return sorted(unique.values(), key=lambda one: one.at, reverse=True)[: 3 * _EACH]


def cases(member: Member, text: str) -> list[Case]:
    """By number, or by what the other side calls the thing."""
    if not text.strip() or not member.allows("finance.view"):
        return []
    asked = Q(reference=text.strip()) | Q(reference__endswith=f":{text.strip()}")
    if text.strip().isdecimal() and len(text.strip()) < 18:
        asked |= Q(number=int(text))
    return list(Case.objects.filter(asked).order_by("-found_at")[:_EACH])


def ledger_transactions(member: Member, text: str) -> list[uuid.UUID]:
    """By its own id, a movement's, or the key that it was booked under."""
    if not member.allows("finance.view"):
        return []
    asked = Q(idem_key=text.strip())
    for one in _ids(text):
        asked |= Q(ledger_transaction_id=one) | Q(id=one)
    rows = Row.objects.filter(asked).order_by("seq").values_list("ledger_transaction_id", flat=True)
    return list(dict.fromkeys(rows[:_EACH]))


@dataclass(frozen=True)
class _People:
    clients: frozenset[uuid.UUID]

    @classmethod
    def of(cls, member: Member, text: str) -> "_People":
        if not member.allows("clients.view"):
            return cls(frozenset())
        closed = closed_fields(member)
        from tenants.leads.selectors import leads_for

        leads = found_ids(
            leads_for(member, "clients.view").filter(client__isnull=False), "person", text, closed, _EACH
        )
        asked = Q(lead_id__in=leads)
        if text.isdecimal() and len(text) < 12:
            asked |= Q(number=int(text))
        return cls(frozenset(clients_for(member).filter(asked).values_list("id", flat=True)[:_EACH]))


def _ids(text: str) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(text.strip())]
    except ValueError:
        return []


def _amounts(text: str) -> list[Money]:
    """“1234.50 EUR”, or “1234.50” in any of the currencies that are about."""
    plain = text.replace("\u00a0", " ").upper()
    said = _CURRENCY.findall(plain)
    number = _AMOUNT.fullmatch(re.sub(r"[A-Z ]", "", plain).replace(",", ".") if plain.count(",") < 2 else "")
    if number is None:
        return []
    currencies = said or sorted(set(Client.objects.values_list("currency", flat=True).distinct()[:20]))
    found = []
    for currency in currencies:
        try:
            found.append(Money.of(number.group(), currency))
        except InvalidInput:
            continue
    return found


def _of_amount(amounts: Iterable[Money], column: str = "amount_minor") -> Q:
    asked = Q(pk__in=[])
    for money in amounts:
        asked |= Q(**{column: money.amount_minor, "currency": money.currency})
    return asked


def _indexed(kind: str, text: str, rows: QuerySet[Any]) -> list[uuid.UUID]:
    entries = matching(kind, text, without=frozenset()).filter(subject_id__in=rows.order_by().values("pk"))
    return list(entries.values_list("subject_id", flat=True)[:_EACH])


def _deposits(
    member: Member, text: str, people: _People, ids: list[uuid.UUID], amounts: list[Money]
) -> list[Found]:
    rows = deposits_for(member)
    lines = BankLine.objects.filter(Q(bank_reference=text) | Q(end_to_end=text)).exclude(deposit_id=None)
    asked = Q(
        id__in=[*ids, *_indexed("deposit", text, rows), *lines.values_list("deposit_id", flat=True)[:_EACH]]
    )
    asked |= Q(client_id__in=people.clients) | Q(approval_id__in=ids)
    asked |= Q(id__in=Dispute.objects.filter(reference=text).values("deposit_id"))
    if amounts:
        recent = Q(created_at__gte=clock.now() - _BACK)
        asked |= recent & (_of_amount(amounts) | _of_amount(amounts, "received_minor"))
    return [_deposit(row) for row in rows.filter(asked)[:_EACH]]


def _deposit(row: Deposit) -> Found:
    reference = row.psp_reference or row.payment_id or str(row.id)
    return Found(
        "deposit",
        row.id,
        row.received or row.money,
        row.state,
        row.created_at,
        row.client.lead.name,
        reference,
    )


def _withdrawals(
    member: Member, text: str, people: _People, ids: list[uuid.UUID], amounts: list[Money]
) -> list[Found]:
    rows = withdrawals_for(member)
    parts = Payout.objects.filter(Q(reference=text) | Q(token=text.upper()))
    asked = Q(
        id__in=[
            *ids,
            *_indexed("withdrawal", text, rows),
            *parts.values_list("withdrawal_id", flat=True)[:_EACH],
        ]
    )
    asked |= Q(party_id__in=people.clients) | Q(approval_id__in=ids)
    if amounts:
        asked |= Q(requested_at__gte=clock.now() - _BACK) & _of_amount(amounts)
    found = list(rows.filter(asked)[:_EACH])
    names = dict(
        Client.objects.filter(id__in=[row.party_id for row in found]).values_list("id", "lead__name")
    )
    return [_withdrawal(row, names.get(row.party_id, "")) for row in found]


def _withdrawal(row: Withdrawal, name: str) -> Found:
    party = name or f"{row.get_party_kind_display()} {row.party_number}"
    return Found(
        "withdrawal", row.id, -row.money, row.state, row.requested_at, party, row.psp_reference or str(row.id)
    )


def _transfers(
    member: Member, text: str, people: _People, ids: list[uuid.UUID], amounts: list[Money]
) -> list[Found]:
    asked = Q(id__in=ids) | Q(client_id__in=people.clients)
    tokens = BalanceOperation.objects.filter(token=text)
    if text.isdecimal() and len(text) < 18:
        tokens = tokens | BalanceOperation.objects.filter(ticket=int(text))
    asked |= Q(operation_id__in=list(tokens.values_list("id", flat=True)[:_EACH]))
    if amounts:
        asked |= Q(created_at__gte=clock.now() - _BACK) & _of_amount(amounts)
    return [_transfer(row) for row in transfers_for(member).filter(asked)[:_EACH]]


def _transfer(row: Transfer) -> Found:
    money = row.money if row.direction == Transfer.Direction.TO_WALLET else -row.money
    return Found(
        "transfer", row.id, money, row.state, row.created_at, row.client.lead.name, str(row.account.login)
    )


def _exchanges(member: Member, people: _People, ids: list[uuid.UUID], amounts: list[Money]) -> list[Found]:
    asked = Q(id__in=ids) | Q(from_id__in=people.clients) | Q(to_id__in=people.clients)
    for money in amounts:
        minor, currency = money.amount_minor, money.currency
        asked |= Q(from_minor=minor, from_currency=currency) | Q(to_minor=minor, to_currency=currency)
    rows = wallet_transfers_for(member).filter(asked, created_at__gte=clock.now() - _BACK)[:_EACH]
    return [
        Found(
            "exchange", row.id, -row.sold, "settled", row.created_at, party_name(row.from_kind, row.from_id),
            str(row.bought),
        )
        for row in rows
    ]  # fmt: skip
