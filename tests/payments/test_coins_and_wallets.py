"""A withdrawal in coins or to an e-wallet, over the wire: sent once whatever becomes of the answer, and the books balance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import InvalidInput, Refused
from tenants.approvals import services as approvals
from tenants.clients.models import Client
from tenants.connections.services import create_connection
from tenants.payments import services
from tenants.payments.engine import places
from tenants.payments.models import Destination, Payout, Withdrawal
from tenants.payments.services import sending
from tenants.payments.services.destinations import read_place
from tenants.staff.models import Member
from tests.contracts.psp_process import Door, PspProcess, Received
from tests.contracts.test_psp_payouts import TRON, Payer
from tests.payments.money_out import WALLET, ask, decide, fund, usd, verified
from tests.payments.shop import assert_books_balance, available, clara, finance, posted, work_off
from tests.surfaces import browse


class Till:
    """A provider of Acme's that pays out, its letters caught at the test's door."""

    def __init__(self, tenant: tenancy.Tenant, payer: Payer, door: Door) -> None:
        self.tenant, self.payer, self.door = tenant, payer, door
        self.process = payer.process
        self.connection = create_connection(
            kind="psp", vendor=payer.code, label="Till", credentials=payer.side.credentials
        )

    def place(self, client: Client) -> Destination:
        kind, number = (
            ("crypto", TRON) if self.payer.code == "nowpayments" else ("wallet", "clara@example.com")
        )
        place = verified(client, kind=kind, number=number)
        place.network = "TRON" if kind == "crypto" else "SKRILL"
        place.asset = "USDT" if kind == "crypto" else ""
        place.save()
        return place

    def hand_in(self, letter: Received) -> int:
        names = ("x-nowpayments-sig", "Gt-Authentication")
        answer = browse(self.tenant, "api").post(
            f"/webhooks/psp/{self.connection.public_key}/",
            data=letter.body,
            content_type="application/json",
            headers={name: value for name, value in letter.headers.items() if name in names},
        )
        tenancy.switch(self.tenant)
        return int(answer.status_code)

    def last_letter(self) -> Received:
        return self.payer.letter("FINISHED" if self.payer.code == "nowpayments" else "approved")

    def made(self, withdrawal: Withdrawal) -> int:
        return len(self.payer.made(str(withdrawal.id)))


@pytest.fixture(params=["nowpayments", "praxis"])
def till(
    request: pytest.FixtureRequest,
    in_acme: tenancy.Tenant,
    psp_process: PspProcess,
    door: Door,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Till]:
    monkeypatch.setenv("ATRIUM_ALLOW_PRIVATE", f"127.0.0.1:{psp_process.port}")
    monkeypatch.setattr(sending, "webhook_url", lambda connection: door.url)
    yield Till(in_acme, Payer(request.param, psp_process, door), door)
    psp_process.clear_faults()


@pytest.fixture
def client(in_acme: Any) -> Client:
    found = clara()
    fund(found, usd(10_000))
    return found


@pytest.fixture
def fay(in_acme: Any) -> Member:
    return finance("Fay")


def approve(withdrawal: Withdrawal, member: Member) -> list[str]:
    assert withdrawal.approval_id is not None
    approvals.decide(
        approval_id=withdrawal.approval_id, by=member.user_id, outcome="approved", note="Because."
    )
    return work_off()


def look(withdrawal: Withdrawal, later: timedelta = timedelta(0)) -> Payout:
    """The clock's sweep comes by; `later` than it was sent."""
    moved = clock.now() - later
    Withdrawal.objects.filter(id=withdrawal.id).update(requested_at=clock.now() - timedelta(hours=1))
    Payout.objects.filter(withdrawal=withdrawal).update(lease_until=None, look_at=clock.now(), sent_at=moved)
    services.sweep()
    return Payout.objects.get(withdrawal=withdrawal)


def test_it_is_sent_once_told_often_and_the_books_balance(till: Till, client: Client, fay: Member) -> None:
    withdrawal = ask(client, usd(3_000), till.place(client))
    assert (posted(WALLET), available(WALLET), till.made(withdrawal)) == (10_000, 7_000, 0)
    decide(withdrawal, fay)
    letter = till.last_letter()
    assert [till.hand_in(letter) for _ in range(3)] == [200] * 3
    assert work_off() == []
    payout = Payout.objects.get(withdrawal=withdrawal)
    withdrawal.refresh_from_db()
    assert (withdrawal.state, payout.state, payout.paid_minor, till.made(withdrawal)) == (
        "paid",
        "paid",
        3_000,
        1,
    )
    assert (posted(WALLET), available(WALLET)) == (7_000, 7_000)
    assert posted(f"psp:{till.payer.code}:USD") == 3_000
    if till.payer.code == "nowpayments":
        assert (payout.sent_as, len(payout.proof)) == ("30 USDT", 64)
    assert_books_balance()


def test_a_lost_answer_is_looked_up_and_never_sent_again(till: Till, client: Client, fay: Member) -> None:
    withdrawal = ask(client, usd(3_000), till.place(client))
    till.process.plan("drop_answer", path=till.payer.path)
    assert len(approve(withdrawal, fay)) == 1
    payout = Payout.objects.get(withdrawal=withdrawal)
    assert (payout.state, available(WALLET), posted(WALLET)) == ("unknown", 7_000, 10_000)
    for _ in range(3):
        payout = look(withdrawal)
    assert (payout.state, till.made(withdrawal)) == ("paid", 1)
    assert (posted(WALLET), available(WALLET)) == (7_000, 7_000)
    assert_books_balance()


def test_a_lost_request_is_never_sent_again_by_itself(till: Till, client: Client, fay: Member) -> None:
    """Neither provider promises that one id is one payment: what nobody knows is for a person, and its money stays held."""
    withdrawal = ask(client, usd(3_000), till.place(client))
    till.process.plan("lose_request", path=till.payer.path)
    assert len(approve(withdrawal, fay)) == 1
    assert look(withdrawal).state == "unknown"
    assert look(withdrawal, timedelta(minutes=16)).state == "manual"
    assert (till.made(withdrawal), available(WALLET), posted(WALLET)) == (0, 7_000, 10_000)
    assert_books_balance()


def test_what_failed_over_there_is_free_again(till: Till, client: Client, fay: Member) -> None:
    withdrawal = ask(client, usd(3_000), till.place(client))
    till.process.plan("fail_payout")
    assert approve(withdrawal, fay) == []
    payout = look(withdrawal)
    withdrawal.refresh_from_db()
    assert (payout.state, withdrawal.state) == ("refused", "failed")
    assert (posted(WALLET), available(WALLET)) == (10_000, 10_000)
    assert_books_balance()


def test_a_connection_without_its_settings_for_payouts_is_no_way_out(till: Till, client: Client) -> None:
    needed = ("payout_password", "gateway_skrill")
    bare = {name: value for name, value in till.payer.side.credentials.items() if name not in needed}
    till.connection.delete()
    create_connection(kind="psp", vendor=till.payer.code, label="Bare", credentials=bare)
    with pytest.raises(Refused):
        ask(client, usd(3_000), till.place(client))
    assert available(WALLET) == 10_000


@pytest.mark.parametrize(
    ("kind", "network", "asset", "number", "field"),
    [
        ("crypto", "TRON", "BTC", TRON, "network"),
        ("crypto", "BTC", "BTC", TRON, "number"),
        ("crypto", "ETH", "USDT", TRON, "number"),
        ("crypto", "TRON", "USDT", TRON[:-1] + "9", "number"),
        ("crypto", "", "USDT", TRON, "network"),
        ("wallet", "SKRILL", "", "clara", "number"),
        ("wallet", "SKRILL", "", "acct_1Clara", "number"),
        ("wallet", "STRIPE", "", "clara@example.com", "number"),
        ("wallet", "PAYPAL", "", "clara@example.com", "network"),
    ],
)
def test_a_place_must_fit_its_chain_or_its_wallet(
    kind: str, network: str, asset: str, number: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_place(kind=kind, number=number, bic="", network=network, asset=asset, holder="Clara Client")
    assert refusal.value.field == field


def test_a_place_that_names_no_coin_takes_the_chains_own() -> None:
    assert [places.asset("", chain) for chain in places.NETWORKS] == ["BTC", "ETH", "TRX"]
    found = read_place(
        kind="crypto", number=TRON, bic="", network="TRON", asset="USDT", holder="Clara Client"
    )
    assert (found["network"], found["asset"], found["number"]) == ("TRON", "USDT", TRON)
