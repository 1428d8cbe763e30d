"""Clara with money in her wallet, and places to which it may go."""

from __future__ import annotations

import itertools
import re
import uuid

from django.core import mail

from atrium.kernel import clock
from atrium.kernel.money import Money
from tenants.approvals import services as approvals
from tenants.clients.models import Client
from tenants.identity.models import User
from tenants.ledger import addresses
from tenants.ledger import services as ledger
from tenants.ledger.types import Movement
from tenants.payments import services
from tenants.payments.models import BankAccount, Deposit, Destination, Payout, Withdrawal
from tenants.payments.services.factors import ask_for_code
from tenants.payments.services.withdrawing import confirmed_facts
from tenants.payments.types import SecondFactor
from tenants.staff.models import Member
from tests.payments.shop import Shop, work_off

WALLET = "client:1:wallet:USD"
IBAN = "DE89370400440532013000"
HOUSE_IBAN = "GB29NWBK60161331926819"
_pages = itertools.count(1)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def fund(client: Client, money: Money) -> None:
    """Money by wire, which no card asks back."""
    bank = addresses.bank("main", money.currency)
    wallet = addresses.client_wallet(client.number, money.currency)
    ledger.post(movements=[Movement(bank, wallet, money, "deposit.wire")], key=f"fund:{uuid.uuid4()}")


def by_card(shop: Shop, client: Client, money: Money, key: str = "") -> Deposit:
    deposit = shop.deposit(client, money, key or f"card-{next(_pages)}")
    shop.psp.pay(deposit.psp_reference)
    shop.caught.clear()
    shop.hand_in(shop.catch("checkout.session.completed")[0])
    assert work_off() == []
    deposit.refresh_from_db()
    assert deposit.state == "settled"
    return deposit


def house_bank(currency: str = "USD") -> BankAccount:
    made, _ = BankAccount.objects.get_or_create(
        code=f"main-{currency.lower()}",
        defaults={
            "label": "Main account",
            "currency": currency,
            "holder": "Acme Markets Ltd",
            "iban": HOUSE_IBAN,
            "bic": "NWBKGB2L",
        },
    )
    return made


def verified(
    client: Client, *, kind: str = "bank", number: str = IBAN, holder: str = "Clara Client"
) -> Destination:
    """As if a second person had looked at it some weeks ago."""
    long_ago = clock.now().replace(year=2025)
    return Destination.objects.create(
        party_kind="client",
        party_id=client.id,
        party_number=client.number,
        kind=kind,
        holder=holder,
        number=number,
        state="verified",
        requested_by=client.user_id,
        key=str(uuid.uuid4()),
        created_at=long_ago,
        decided_at=long_ago,
    )


def code_for(user: User, key: str, place: Destination | None, money: Money) -> SecondFactor:
    """What the page does, and what the client reads in the mail."""
    facts = confirmed_facts(place.id if place else None, money)
    assert ask_for_code(user=user, key=key, facts=facts, what="withdraw") == "email"
    return SecondFactor(code=mailed_code(user))


def mailed_code(user: User) -> str:
    text = str(next(sent.body for sent in reversed(mail.outbox) if sent.to == [user.email]))
    found = re.search(r"\b\d{6}\b", text)
    assert found, text
    return found[0]


def ask(client: Client, money: Money, place: Destination | None, *, key: str = "") -> Withdrawal:
    key = key or f"withdraw-{next(_pages)}"
    factor = code_for(client.user, key, place, money)
    return services.request_withdrawal(
        client_id=client.id,
        destination_id=place.id if place else None,
        money=money,
        key=key,
        second_factor=factor,
    )


def decide(withdrawal: Withdrawal, member: Member, outcome: str = "approved") -> Withdrawal:
    assert withdrawal.approval_id is not None
    approvals.decide(approval_id=withdrawal.approval_id, by=member.user_id, outcome=outcome, note="Because.")
    assert work_off() == []
    withdrawal.refresh_from_db()
    return withdrawal


def parts(withdrawal: Withdrawal) -> list[tuple[str, int, str]]:
    return [
        (one.kind, one.amount_minor, one.state)
        for one in Payout.objects.filter(withdrawal=withdrawal).order_by("place")
    ]
