"""NOWPayments and Praxis from the page to the wallet: whatever they send, how often and in whatever order, once."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from atrium.kernel import tenancy
from atrium.kernel.money import Money
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.connections.models import Connection
from tenants.connections.services import create_connection
from tenants.inbox.models import Message
from tenants.ledger.models import Movement
from tenants.notifications.models import Notification
from tenants.payments import services
from tenants.payments.models import Deposit
from tenants.payments.services import attempts, start_deposit
from tenants.staff.services import add_member
from tenants.work.models import Task
from tests.contracts import psp_sides
from tests.contracts.psp_process import Door, PspProcess, Received
from tests.payments.shop import (
    CANCEL_URL,
    SUCCESS_URL,
    USD_500,
    assert_books_balance,
    clara,
    posted,
    work_off,
)
from tests.surfaces import browse

WALLET = "client:1:wallet:USD"


@dataclass
class Till:
    """One provider of Acme's, and the letters it sends, caught at the test's door."""

    tenant: tenancy.Tenant
    code: str
    psp: PspProcess
    door: Door
    connection: Connection
    pay: Callable[..., object]
    seen: set[str] = field(default_factory=set)

    def deposit(self, client: Client, key: str = "page-1") -> Deposit:
        return start_deposit(
            client_id=client.id, money=USD_500, key=key, success_url=SUCCESS_URL, cancel_url=CANCEL_URL
        )

    def letters(self, count: int) -> list[Received]:
        """New ones: the door does not answer in Praxis' words, so that one sends each again and again."""
        found: list[Received] = []
        while len(found) < count:
            letter = self.door.next()
            told = json.loads(letter.body)
            name = json.dumps(told.get("transaction") or told, sort_keys=True)
            if name not in self.seen:
                self.seen.add(name)
                found.append(letter)
        return found

    def hand_in(self, letter: Received, *, body: bytes | None = None, **headers: str) -> Any:
        names = ("x-nowpayments-sig", "Gt-Authentication")
        named = {name: value for name, value in letter.headers.items() if name in names}
        answer = browse(self.tenant, "api").post(
            f"/webhooks/psp/{self.connection.public_key}/",
            data=letter.body if body is None else body,
            content_type="application/json",
            headers=named | headers,
        )
        tenancy.switch(self.tenant)
        return answer


@pytest.fixture(params=["nowpayments", "praxis"])
def till(
    request: pytest.FixtureRequest,
    in_acme: tenancy.Tenant,
    psp_process: PspProcess,
    door: Door,
    monkeypatch: pytest.MonkeyPatch,
) -> Any:
    monkeypatch.setenv("ATRIUM_ALLOW_PRIVATE", f"127.0.0.1:{psp_process.port}")
    monkeypatch.setattr(attempts, "webhook_url", lambda connection: door.url)
    side = psp_sides.SIDES[request.param](psp_process, door)
    connection = create_connection(
        kind="psp", vendor=request.param, label="Till", credentials=side.credentials
    )
    yield Till(in_acme, request.param, psp_process, door, connection, side.pay)
    psp_process.clear_faults()


@pytest.fixture
def client(in_acme: Any) -> Client:
    return clara()


def steps(till: Till) -> int:
    """How many letters one good payment makes: coins are told step by step."""
    return 4 if till.code == "nowpayments" else 1


def test_paid_once_it_is_in_the_wallet_once(till: Till, client: Client) -> None:
    deposit = till.deposit(client)
    assert deposit.state == "open"
    assert bool(deposit.pay_to) == (till.code == "nowpayments")
    till.pay(deposit.psp_reference)
    for letter in till.letters(steps(till)):
        assert [till.hand_in(letter).status_code for _ in range(3)] == [200] * 3
        assert work_off() == []
    deposit.refresh_from_db()
    assert (deposit.state, posted(WALLET), Message.objects.count()) == ("settled", 50_000, steps(till))
    assert Movement.objects.filter(kind="deposit.settled").count() == 1
    assert_books_balance()


def test_the_answer_is_what_the_provider_wants_to_hear(till: Till, client: Client) -> None:
    deposit = till.deposit(client)
    till.pay(deposit.psp_reference)
    answer = till.hand_in(till.letters(steps(till))[-1])
    if till.code == "praxis":
        assert json.loads(answer.content)["status"] == 0
        assert len(answer["Gt-Authentication"]) == 96
    else:
        assert answer.content == b"Received.\n"


def test_no_order_of_arrival_changes_the_end(till: Till, client: Client) -> None:
    """Every permutation of up to four letters."""
    for number, order in enumerate(itertools.permutations(range(steps(till)))):
        deposit = till.deposit(client, key=f"page-{number}")
        till.pay(deposit.psp_reference)
        letters = till.letters(steps(till))
        for place in order:
            till.hand_in(letters[place])
            assert work_off() == []
        deposit.refresh_from_db()
        assert (order, deposit.state, posted(WALLET)) == (order, "settled", 50_000 * (number + 1))
    assert_books_balance()


@pytest.mark.parametrize("forgery", ["body", "no header", "empty header", "other header", "other connection"])
def test_a_forged_letter_has_no_effect_and_leaves_one_line(till: Till, client: Client, forgery: str) -> None:
    deposit = till.deposit(client)
    till.pay(deposit.psp_reference)
    letter = till.letters(steps(till))[-1]
    header = "Gt-Authentication" if till.code == "praxis" else "x-nowpayments-sig"
    if forgery == "body":
        answer = till.hand_in(letter, body=letter.body.replace(b"500", b"900"))
    elif forgery == "other connection":
        other = psp_sides.SIDES[till.code](till.psp, till.door)
        till.connection = create_connection(
            kind="psp", vendor=till.code, label="Other", credentials=other.credentials
        )
        answer = till.hand_in(letter)
    else:
        value = {"no header": None, "empty header": "", "other header": "ab" * 48}[forgery]
        bare = Received(letter.path, {}, letter.body)
        answer = till.hand_in(bare, **({} if value is None else {header: value}))  # type: ignore[arg-type]
    assert answer.status_code == 400
    assert work_off() == []
    assert (Message.objects.count(), Movement.objects.count()) == (0, 0)


def test_a_letter_that_never_comes_is_made_up_for_by_the_sweep(till: Till, client: Client) -> None:
    deposit = till.deposit(client)
    till.pay(deposit.psp_reference)
    Deposit.objects.filter(id=deposit.id).update(created_at="2026-01-01T00:00:00Z")
    services.sweep()
    deposit.refresh_from_db()
    assert (deposit.state, posted(WALLET)) == ("settled", 50_000)
    for letter in till.letters(steps(till)):
        till.hand_in(letter)
    assert work_off() == []
    assert posted(WALLET) == 50_000
    assert_books_balance()


def test_a_payment_that_comes_late_after_the_page_had_expired_is_kept(till: Till, client: Client) -> None:
    deposit = till.deposit(client)
    services.fail_deposit(deposit_id=deposit.id, reason="The payment page expired.")
    till.pay(deposit.psp_reference)
    for letter in till.letters(steps(till)):
        till.hand_in(letter)
    assert work_off() == []
    deposit.refresh_from_db()
    assert (deposit.state, posted(WALLET)) == ("settled", 50_000)


def test_half_of_the_coins_go_to_review_and_a_second_payment_is_asked_about(
    till: Till, client: Client
) -> None:
    if till.code != "nowpayments":
        pytest.skip("only coins come in parts")
    deposit = till.deposit(client)
    till.pay(deposit.psp_reference, "0.5")
    for letter in till.letters(3):
        till.hand_in(letter)
    assert work_off() == []
    deposit.refresh_from_db()
    assert (deposit.state, deposit.received, posted("suspense:USD")) == (
        "review",
        Money(25_000, "USD"),
        25_000,
    )
    till.psp.http.post(f"/_control/nowpayments/{deposit.psp_reference}/again", json={"share": "0.25"})
    for letter in till.letters(3):
        for _ in range(2):
            till.hand_in(letter)
    assert work_off() == []
    second = Deposit.objects.exclude(id=deposit.id).get()
    assert (second.state, second.received) == ("review", Money(12_500, "USD"))
    assert "second payment" in second.reason
    assert (posted("suspense:USD"), posted(WALLET), Approval.objects.count()) == (37_500, 0, 2)
    assert_books_balance()


def test_another_amount_or_currency_goes_to_review(till: Till, client: Client) -> None:
    if till.code != "praxis":
        pytest.skip("coins are counted by share")
    for place, fault in enumerate(({"amount": 40_000}, {"amount": 50_000, "currency": "EUR"})):
        deposit = till.deposit(client, key=f"page-{place}")
        till.psp.plan("wrong_amount", **fault)  # type: ignore[arg-type]
        till.pay(deposit.psp_reference)
        assert till.hand_in(till.letters(1)[0]).status_code == 200
        assert work_off() == []
        deposit.refresh_from_db()
        assert deposit.state == "review"
    assert (posted("suspense:USD"), posted("suspense:EUR"), posted(WALLET)) == (40_000, 50_000, 0)
    assert_books_balance()


def test_a_declined_card_leaves_the_session_open_for_another(till: Till, client: Client) -> None:
    if till.code != "praxis":
        pytest.skip("coins are not declined")
    deposit = till.deposit(client)
    till.pay(deposit.psp_reference, "4000000000000002")
    assert till.hand_in(till.letters(1)[0]).status_code == 200
    assert work_off() == []
    deposit.refresh_from_db()
    assert deposit.state == "open"
    till.pay(deposit.psp_reference)
    assert till.hand_in(till.letters(1)[0]).status_code == 200
    assert work_off() == []
    deposit.refresh_from_db()
    assert (deposit.state, posted(WALLET)) == ("settled", 50_000)


@pytest.mark.parametrize("amount", ["NaN", "-5", "1e400"])
def test_an_amount_that_is_none_books_nothing(till: Till, client: Client, amount: str) -> None:
    if till.code != "nowpayments":
        pytest.skip("whole minor units are tested with the adapter")
    deposit = till.deposit(client)
    body = {"status": "finished", "set": {"actually_paid": amount}}
    if amount == "NaN":
        body["set"] = {"price_amount": "-1"}
    till.psp.http.post(f"/_control/nowpayments/{deposit.psp_reference}/status", json=body)
    Deposit.objects.filter(id=deposit.id).update(created_at="2026-01-01T00:00:00Z")
    services.sweep()
    deposit.refresh_from_db()
    assert (deposit.state, Movement.objects.count()) == ("open", 0)


def test_the_manager_hears_of_the_first_deposit_once_and_of_a_failed_one(till: Till, client: Client) -> None:
    manager = add_member(email="mia@acme.example", name="Mia", role="Sales")
    client.lead.assigned_to = manager
    client.lead.save()
    for number in range(2):
        deposit = till.deposit(client, key=f"page-{number}")
        till.pay(deposit.psp_reference)
        for letter in till.letters(steps(till)):
            till.hand_in(letter)
            till.hand_in(letter)
        assert work_off() == []
    failed = till.deposit(client, key="page-9")
    services.fail_deposit(deposit_id=failed.id, reason="The payment failed.")
    left = till.deposit(client, key="page-10")
    services.fail_deposit(deposit_id=left.id, reason="The payment page expired.")
    assert work_off() == []
    told = Notification.objects.filter(user=manager.user, kind__startswith="client.").values_list(
        "kind", flat=True
    )
    assert sorted(told) == ["client.failed_deposit", "client.first_deposit"]
    assert Task.objects.filter(owner=manager.user).count() == 2
