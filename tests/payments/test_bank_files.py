"""Files for the bank: made by one, sent by another, the same bytes each time; and what the bank says became of them."""

from __future__ import annotations

import uuid
from xml.etree import ElementTree

import pytest

from atrium.kernel.errors import Conflict, Denied, Refused
from atrium.kernel.money import Money
from tenants.approvals import services as approvals
from tenants.clients.models import Client
from tenants.payments import services
from tenants.payments.models import BankAccount, BankLine, Payout, Statement, Withdrawal
from tenants.payments.services.statements import _book_rows as book_rows
from tenants.staff.models import Member
from tests.payments.money_out import IBAN, WALLET, ask, decide, fund, house_bank, parts, usd, verified
from tests.payments.shop import Shop, assert_books_balance, available, clara, finance, posted, work_off

NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
BANK = "bank:main-usd:USD"


@pytest.fixture
def client(shop: Shop) -> Client:
    return clara()


@pytest.fixture
def account(shop: Shop) -> BankAccount:
    return house_bank()


@pytest.fixture
def fay(shop: Shop) -> Member:
    return finance("Fay")


@pytest.fixture
def amy(shop: Shop) -> Member:
    return finance("Amy")


def approved(client: Client, fay: Member, money: Money = Money(20_000, "USD")) -> Withdrawal:
    return decide(ask(client, money, verified_once(client)), fay)


def verified_once(client: Client):  # type: ignore[no-untyped-def]
    from tenants.payments.models import Destination

    return Destination.objects.filter(party_id=client.id).first() or verified(
        client, holder="Jürgen & Clara <Müller>"
    )


def sent(client: Client, account: BankAccount, fay: Member, amy: Member) -> Payout:
    withdrawal = approved(client, fay)
    batch = services.make_batch(account_id=account.id, by=fay.user, key=str(uuid.uuid4()))
    services.mark_batch_sent(batch_id=batch.id, by=amy.user)
    return Payout.objects.get(withdrawal=withdrawal)


def test_a_file_holds_what_is_approved_and_nothing_else(
    shop: Shop, client: Client, account: BankAccount, fay: Member
) -> None:
    fund(client, usd(90_000))
    first, second = approved(client, fay), approved(client, fay, usd(10_050))
    waiting = ask(client, usd(30_000), verified_once(client))
    batch = services.make_batch(account_id=account.id, by=fay.user, key="file-1")
    root = ElementTree.fromstring(bytes(batch.document))
    transfers = root.findall(".//p:CdtTrfTxInf", NS)
    tokens = [one.findtext("p:PmtId/p:EndToEndId", namespaces=NS) for one in transfers]
    assert tokens == [Payout.objects.get(withdrawal=one).token for one in (first, second)]
    assert [one.findtext("p:Amt/p:InstdAmt", namespaces=NS) for one in transfers] == ["200.00", "100.50"]
    assert root.findtext(".//p:GrpHdr/p:CtrlSum", namespaces=NS) == "300.50"
    assert root.findtext(".//p:GrpHdr/p:NbOfTxs", namespaces=NS) == "2"
    assert transfers[0].findtext("p:Cdtr/p:Nm", namespaces=NS) == "Jurgen + Clara Muller"
    assert transfers[0].findtext("p:CdtrAcct/p:Id/p:IBAN", namespaces=NS) == IBAN
    assert (batch.payments, batch.total) == (2, usd(30_050))
    assert parts(waiting) == [("bank", 30_000, "new")]
    with pytest.raises(Refused, match="Nothing waits"):
        services.make_batch(account_id=account.id, by=fay.user, key="file-2")
    assert services.make_batch(account_id=account.id, by=fay.user, key="file-1").id == batch.id


def test_its_maker_does_not_send_it_and_sending_moves_no_money(
    shop: Shop, client: Client, account: BankAccount, fay: Member, amy: Member
) -> None:
    fund(client, usd(90_000))
    withdrawal = approved(client, fay)
    batch = services.make_batch(account_id=account.id, by=fay.user, key="file-1")
    with pytest.raises(Denied, match="made this file yourself"):
        services.mark_batch_sent(batch_id=batch.id, by=fay.user)
    assert parts(withdrawal) == [("bank", 20_000, "new")]
    services.mark_batch_sent(batch_id=batch.id, by=amy.user)
    assert parts(withdrawal) == [("bank", 20_000, "sending")]
    assert (posted(WALLET), available(WALLET)) == (90_000, 70_000)
    with pytest.raises(Conflict, match="sent to the bank already"):
        services.mark_batch_sent(batch_id=batch.id, by=amy.user)


def test_a_dropped_file_gives_its_payments_to_the_next(
    shop: Shop, client: Client, account: BankAccount, fay: Member, amy: Member
) -> None:
    fund(client, usd(90_000))
    approved(client, fay)
    batch = services.make_batch(account_id=account.id, by=fay.user, key="file-1")
    services.drop_batch(batch_id=batch.id, by=amy.user)
    with pytest.raises(Conflict):
        services.mark_batch_sent(batch_id=batch.id, by=amy.user)
    assert services.make_batch(account_id=account.id, by=amy.user, key="file-2").payments == 1


def test_paid_returned_and_told_twice(
    shop: Shop, client: Client, account: BankAccount, fay: Member, amy: Member
) -> None:
    fund(client, usd(90_000))
    payout = sent(client, account, fay, amy)
    for _ in range(2):
        services.note_payout_result(outcome="paid", token=payout.token, reference="BANK-1")
    assert (posted(WALLET), available(WALLET), posted(BANK)) == (70_000, 70_000, 20_000)
    for _ in range(2):
        services.note_payout_result(outcome="returned", token=payout.token, money=usd(15_000), key="r1")
    payout.withdrawal.refresh_from_db()
    assert (payout.withdrawal.state, payout.withdrawal.paid) == ("partial", usd(5_000))
    assert posted(WALLET) == 85_000
    services.note_payout_result(outcome="returned", token=payout.token, money=usd(5_000), key="r2")
    with pytest.raises(Refused, match="cannot have come back"):
        services.note_payout_result(outcome="returned", token=payout.token, money=usd(1), key="r3")
    payout.withdrawal.refresh_from_db()
    assert (payout.withdrawal.state, posted(WALLET), posted(BANK)) == ("returned", 90_000, 0)
    assert_books_balance()


def test_paid_in_part_frees_the_rest(
    shop: Shop, client: Client, account: BankAccount, fay: Member, amy: Member
) -> None:
    fund(client, usd(90_000))
    payout = sent(client, account, fay, amy)
    services.note_payout_result(outcome="paid", token=payout.token, money=usd(12_000), reference="BANK-1")
    payout.withdrawal.refresh_from_db()
    assert (payout.withdrawal.state, payout.withdrawal.paid) == ("partial", usd(12_000))
    assert (posted(WALLET), available(WALLET), posted(BANK)) == (78_000, 78_000, 12_000)
    with pytest.raises(Conflict, match="Nothing was booked"):
        services.note_payout_result(
            outcome="paid", token=sent(client, account, fay, amy).token, money=usd(20_001), reference="BANK-2"
        )
    assert_books_balance()


def test_not_carried_out_gives_the_money_back(
    shop: Shop, client: Client, account: BankAccount, fay: Member, amy: Member
) -> None:
    fund(client, usd(90_000))
    payout = sent(client, account, fay, amy)
    services.note_payout_result(outcome="failed", token=payout.token, reason="Account closed.")
    services.note_payout_result(outcome="paid", token=payout.token, reference="late")
    payout.withdrawal.refresh_from_db()
    assert (payout.withdrawal.state, payout.withdrawal.reason, available(WALLET)) == (
        "failed",
        "Account closed.",
        90_000,
    )
    assert_books_balance()


def test_a_result_by_hand_needs_two_people(
    shop: Shop, client: Client, account: BankAccount, fay: Member, amy: Member
) -> None:
    fund(client, usd(90_000))
    payout = sent(client, account, fay, amy)
    asked = services.ask_payout_result(
        payout_id=payout.id, outcome="paid", money=None, reference="BANK-1", reason="On paper", by=fay.user_id
    )
    with pytest.raises(Denied):
        approvals.decide(approval_id=asked.id, by=fay.user_id, outcome="approved")
    assert posted(WALLET) == 90_000
    approvals.decide(approval_id=asked.id, by=amy.user_id, outcome="approved")
    assert work_off() == []
    payout.withdrawal.refresh_from_db()
    assert (payout.withdrawal.state, posted(WALLET)) == ("paid", 70_000)


def line_of(account: BankAccount, payout: Payout, amount: str, text: str, number: int):  # type: ignore[no-untyped-def]
    from datetime import date
    from decimal import Decimal

    from atrium.providers.bank.contract import Line

    line = Line(
        number=number,
        booked_on=date(2026, 11, 22),
        amount=Decimal(amount),
        currency="USD",
        bank_reference=f"REF{number}",
        end_to_end=payout.token.upper(),
        text=text,
        name="Clara Client",
        iban=IBAN,
    )
    return line, f"print-{number}"


def test_a_statement_says_by_our_token_what_was_paid_and_what_came_back(
    shop: Shop, client: Client, account: BankAccount, fay: Member, amy: Member
) -> None:
    fund(client, usd(90_000))
    payout = sent(client, account, fay, amy)
    statement = Statement.objects.create(
        account=account, name="day.xml", digest="0" * 64, uploaded_by=fay.user_id
    )
    rows = [
        line_of(account, payout, "-200.00", "SEPA", 1),
        line_of(account, payout, "200.00", "AC04 closed", 2),
    ]
    book_rows(statement, rows[:1])
    payout.withdrawal.refresh_from_db()
    assert (payout.withdrawal.state, posted(WALLET)) == ("paid", 70_000)
    book_rows(statement, rows)
    payout.withdrawal.refresh_from_db()
    assert (payout.withdrawal.state, posted(WALLET), posted(BANK), posted("suspense:USD")) == (
        "returned",
        90_000,
        0,
        0,
    )
    assert list(BankLine.objects.order_by("number").values_list("state", flat=True)) == [
        "outgoing",
        "payback",
    ]
    assert_books_balance()
