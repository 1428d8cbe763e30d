"""Every payment provider keeps the same promises: the fake in memory, the others over real HTTP. What a vendor does not claim
to do is not asked of it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from atrium.kernel.money import Money
from atrium.providers.errors import NeverAgain, OutcomeUnknown, ProviderError, TryAgain
from atrium.providers.psp import registry
from atrium.providers.psp.contract import (
    CheckoutIntent,
    CheckoutStatus,
    EventKind,
    ForgedEvent,
    PayoutIntent,
    PayoutStatus,
    Psp,
    Refunding,
    Reporting,
    ReportKind,
)
from atrium.providers.psp.fake import adapter as fake
from atrium.providers.psp.fake.memory import Memory
from tests.contracts import psp_sides
from tests.contracts.psp_process import Door, PspProcess, open_door, running

SECRET = "whsec_of_the_fake"
USD_500 = Money(50_000, "USD")
IRIS = "acct_IrisMaster"


@dataclass
class Stage:
    """One provider, and what a test does to it from outside."""

    psp: Psp
    pay: Callable[[str], object]
    lose: Callable[[str], None]
    payouts: Callable[[], int]
    event: Callable[[EventKind], tuple[dict[str, str], bytes]]
    code: str = "fake"

    def claims(self, *capabilities: str) -> None:
        missing = set(capabilities) - registry.manifest(self.code).capabilities
        if missing:
            pytest.skip(f"{self.code} does not claim {', '.join(sorted(missing))}")


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PspProcess]:
    with running(tmp_path_factory.mktemp("psp")) as process:
        yield process


@pytest.fixture
def door() -> Iterator[Door]:
    with open_door() as opened:
        yield opened


@pytest.fixture(params=["fake", "stripe", "nowpayments", "praxis"])
def stage(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    if request.param == "fake":
        yield _fake_stage()
        return
    process, opened = request.getfixturevalue("simulator"), request.getfixturevalue("door")
    monkeypatch.setenv("ATRIUM_ALLOW_PRIVATE", f"127.0.0.1:{process.port}")
    made = _stripe_stage if request.param == "stripe" else partial(_notified_stage, request.param)
    yield made(process, opened)
    process.clear_faults()


def _fake_stage() -> Stage:
    knows = Memory()
    psp = fake.SpitefulPsp(knows, (SECRET,))

    def event(kind: EventKind) -> tuple[dict[str, str], bytes]:
        body = next(body for body in knows.events if psp.read_event(body).kind is kind)
        return {fake.HEADER: fake.sign(SECRET, body, int(time.time()))}, body

    return Stage(psp, knows.pay, psp.spite.append, lambda: len(knows.payouts), event)


def _stripe_stage(process: PspProcess, door: Door) -> Stage:
    credentials = {"secret_key": f"sk_test_{uuid.uuid4().hex}", "base_url": process.url}
    opened = registry.open_adapter("stripe", credentials).open_webhook(door.url)
    psp = registry.open_adapter("stripe", credentials | {"webhook_secret": opened.secret})
    before = len(process.objects("transfer"))

    def lose(what: str) -> None:
        fault = {"lost answer": "drop_answer", "lost request": "lose_request", "busy": "server_error"}[what]
        process.plan(fault, path="/v1/")

    def event(kind: EventKind) -> tuple[dict[str, str], bytes]:
        while True:
            received = door.next()
            if psp.read_event(received.body).kind is kind:
                return received.headers, received.body

    return Stage(psp, process.pay, lose, lambda: len(process.objects("transfer")) - before, event, "stripe")


def _notified_stage(code: str, process: PspProcess, door: Door) -> Stage:
    side = psp_sides.SIDES[code](process, door)

    def lose(what: str) -> None:
        process.plan(psp_sides.FAULTS[what], path=side.path)

    return Stage(side.psp, side.pay, lose, lambda: 0, partial(psp_sides.paid_event, side.psp, door), code)


def intent(money: Money = USD_500) -> CheckoutIntent:
    return CheckoutIntent(
        our_id=str(uuid.uuid4()),
        money=money,
        title="Deposit to your wallet",
        merchant="Acme Markets",
        success_url="http://my.acme.localhost/money/done/{CHECKOUT_SESSION_ID}",
        cancel_url="http://my.acme.localhost/money/",
        email="clara@example.com",
    )


def pay_out(stage: Stage, our_id: str, money: Money = Money(3_000, "USD"), destination: str = IRIS):  # type: ignore[no-untyped-def]
    return stage.psp.request_payout(PayoutIntent(our_id, money, destination))


def test_a_checkout_is_open_until_it_is_paid(stage: Stage) -> None:
    wanted = intent()
    checkout = stage.psp.open_checkout(wanted)
    assert checkout.url.startswith("http")
    assert checkout.expires_at > datetime.now(UTC) + timedelta(minutes=10)
    state = stage.psp.fetch_checkout(checkout.reference)
    assert (state.status, state.our_id, state.money) == (CheckoutStatus.OPEN, wanted.our_id, USD_500)
    assert (state.payment_id, state.fee) == ("", None)


def test_a_paid_checkout_tells_the_money_the_payment_and_the_fee(stage: Stage) -> None:
    checkout = stage.psp.open_checkout(intent())
    stage.pay(checkout.reference)
    state = stage.psp.fetch_checkout(checkout.reference)
    assert (state.status, state.money, state.rest) == (CheckoutStatus.PAID, USD_500, 0)  # type: ignore[comparison-overlap]
    assert state.fee == (Money(1_250, "USD") if "fee" in registry.manifest(stage.code).capabilities else None)
    assert state.payment_id


def test_the_same_intent_twice_is_one_checkout(stage: Stage) -> None:
    stage.claims("one_checkout")
    wanted = intent()
    assert stage.psp.open_checkout(wanted).reference == stage.psp.open_checkout(wanted).reference


def test_after_a_lost_answer_the_same_intent_is_paid_once_wherever_it_is_paid(stage: Stage) -> None:
    wanted = intent()
    stage.lose("lost answer")
    with pytest.raises(OutcomeUnknown):
        stage.psp.open_checkout(wanted)
    checkout = stage.psp.open_checkout(wanted)
    stage.pay(checkout.reference)
    state = stage.psp.fetch_checkout(checkout.reference)
    assert (state.status, state.our_id, state.money) == (CheckoutStatus.PAID, wanted.our_id, USD_500)


def test_the_same_id_with_another_amount_is_refused(stage: Stage) -> None:
    stage.claims("one_checkout")
    wanted = intent()
    stage.psp.open_checkout(wanted)
    other = CheckoutIntent(
        wanted.our_id, Money(50_001, "USD"), "t", "m", wanted.success_url, wanted.cancel_url
    )
    with pytest.raises(NeverAgain):
        stage.psp.open_checkout(other)


def test_a_currency_without_decimals_keeps_its_whole_units(stage: Stage) -> None:
    if "JPY" not in registry.manifest(stage.code).currencies:
        pytest.skip(f"{stage.code} is not set up for JPY")
    checkout = stage.psp.open_checkout(intent(Money(7_500, "JPY")))
    stage.pay(checkout.reference)
    assert stage.psp.fetch_checkout(checkout.reference).money == Money(7_500, "JPY")


def test_a_currency_that_is_not_served_is_refused_before_anything_is_sent(stage: Stage) -> None:
    with pytest.raises(NeverAgain, match="not set up for XTS"):
        stage.psp.open_checkout(intent(Money(50_000, "XTS")))


def test_a_checkout_nobody_opened_is_never_found(stage: Stage) -> None:
    with pytest.raises(NeverAgain):
        stage.psp.fetch_checkout("cs_test_nobody")


def test_payment_is_told_by_a_signed_event(stage: Stage) -> None:
    wanted = intent()
    checkout = stage.psp.open_checkout(wanted)
    stage.pay(checkout.reference)
    headers, body = stage.event(EventKind.CHECKOUT)
    event = stage.psp.parse_event(headers, body, datetime.now(UTC))
    assert (event.reference, event.our_id, event.money) == (checkout.reference, wanted.our_id, USD_500)
    assert (event.kind, event.status) == (EventKind.CHECKOUT, CheckoutStatus.PAID)
    assert event.external_id


def test_an_event_whose_body_was_touched_is_forged(stage: Stage) -> None:
    checkout = stage.psp.open_checkout(intent())
    stage.pay(checkout.reference)
    headers, body = stage.event(EventKind.CHECKOUT)
    with pytest.raises(ForgedEvent):
        stage.psp.parse_event(headers, body.replace(b"500", b"900"), datetime.now(UTC))


def test_a_payout_is_made_once_for_an_id(stage: Stage) -> None:
    stage.claims("payout")
    our_id = str(uuid.uuid4())
    first, second = pay_out(stage, our_id), pay_out(stage, our_id)
    assert first == second
    assert (first.our_id, first.money, first.status) == (our_id, Money(3_000, "USD"), PayoutStatus.PAID)
    assert stage.payouts() == 1


def test_a_payout_is_found_by_our_id(stage: Stage) -> None:
    stage.claims("payout")
    our_id = str(uuid.uuid4())
    made = pay_out(stage, our_id)
    assert stage.psp.fetch_payout(our_id) == made
    assert stage.psp.fetch_payout(str(uuid.uuid4())) is None


def test_a_payout_whose_answer_is_lost_was_made_and_can_be_found(stage: Stage) -> None:
    stage.claims("payout")
    our_id = str(uuid.uuid4())
    stage.lose("lost answer")
    with pytest.raises(OutcomeUnknown):
        pay_out(stage, our_id)
    found = stage.psp.fetch_payout(our_id)
    assert found is not None
    assert found == pay_out(stage, our_id)
    assert stage.payouts() == 1


def test_a_payout_whose_request_is_lost_was_not_made_and_can_be_sent_again(stage: Stage) -> None:
    stage.claims("payout")
    our_id = str(uuid.uuid4())
    stage.lose("lost request")
    with pytest.raises(OutcomeUnknown):
        pay_out(stage, our_id)
    assert stage.psp.fetch_payout(our_id) is None
    pay_out(stage, our_id)
    assert stage.payouts() == 1


def test_a_provider_in_trouble_made_no_payout(stage: Stage) -> None:
    stage.claims("payout")
    our_id = str(uuid.uuid4())
    stage.lose("busy")
    with pytest.raises((TryAgain, OutcomeUnknown)):
        pay_out(stage, our_id)
    assert stage.psp.fetch_payout(our_id) is None


def test_a_payout_to_nowhere_is_refused_for_good(stage: Stage) -> None:
    stage.claims("payout")
    with pytest.raises(NeverAgain):
        pay_out(stage, str(uuid.uuid4()), destination="acct_missing1")
    assert stage.payouts() == 0


@pytest.mark.parametrize("code", sorted(registry.VENDORS))
def test_every_vendor_says_what_it_needs_and_what_is_still_missing(code: str) -> None:
    manifest = registry.manifest(code)
    assert manifest.code == code
    assert manifest.missing({}) == [field.label for field in manifest.fields if field.required]
    with pytest.raises(NeverAgain, match="not complete yet"):
        registry.open_adapter(code, {})


def test_a_vendor_nobody_wrote_is_named() -> None:
    with pytest.raises(NeverAgain, match="no payment provider “paypal”"):
        registry.open_adapter("paypal", {})


def test_a_wrong_key_says_what_to_do(simulator: PspProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATRIUM_ALLOW_PRIVATE", f"127.0.0.1:{simulator.port}")
    psp = registry.open_adapter("stripe", {"secret_key": "sk_live_wrong", "base_url": simulator.url})
    with pytest.raises(NeverAgain, match="Enter the key again") as refusal:
        psp.check()
    assert "sk_live_wrong" not in str(refusal.value)


def test_an_unreachable_provider_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATRIUM_ALLOW_PRIVATE", "127.0.0.1:9")
    psp = registry.open_adapter(
        "stripe", {"secret_key": "sk_test_12345678", "base_url": "http://127.0.0.1:9"}
    )
    with pytest.raises(TryAgain, match="nothing was sent"):
        psp.open_checkout(intent())


def test_a_private_address_is_refused_unless_it_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ATRIUM_ALLOW_PRIVATE", raising=False)
    psp = registry.open_adapter(
        "stripe", {"secret_key": "sk_test_12345678", "base_url": "http://169.254.169.254"}
    )
    with pytest.raises(ProviderError, match="private network"):
        psp.check()


def test_the_recordings_hold_no_secret() -> None:
    folder = Path(registry.__file__).parent / "stripe" / "recordings"
    text = "".join(file.read_text() for file in folder.glob("*.json"))
    assert text
    assert not [word for word in ("sk_live", "sk_test_", "whsec_", "_secret_") if word in text]


def test_the_books_show_each_payment_and_payout_once_and_only_of_the_time_asked_for(stage: Stage) -> None:
    stage.claims("payout")
    begun = datetime.now(UTC) - timedelta(minutes=1)
    checkout = stage.psp.open_checkout(intent())
    stage.pay(checkout.reference)
    paid = stage.psp.fetch_checkout(checkout.reference)
    payout_id = str(uuid.uuid4())
    payout = stage.psp.request_payout(PayoutIntent(payout_id, USD_500, IRIS))
    assert isinstance(stage.psp, Reporting)
    lines = list(stage.psp.report(since=begun, until=datetime.now(UTC) + timedelta(minutes=1)))
    assert {(line.kind, line.reference, line.money) for line in lines} == {
        (ReportKind.PAYMENT, paid.payment_id, USD_500),
        (ReportKind.PAYOUT, payout.reference, -USD_500),
    }
    assert next(line.fee for line in lines if line.kind is ReportKind.PAYMENT) == paid.fee
    assert list(stage.psp.report(since=begun - timedelta(days=1), until=begun)) == []


def test_a_refund_is_made_once_and_is_found_by_our_id(stage: Stage) -> None:
    stage.claims("refund")
    assert isinstance(stage.psp, Refunding)
    checkout = stage.psp.open_checkout(intent())
    stage.pay(checkout.reference)
    payment_id = stage.psp.fetch_checkout(checkout.reference).payment_id
    our_id = str(uuid.uuid4())
    assert stage.psp.fetch_refund(our_id, payment_id) is None
    made = stage.psp.refund(our_id=our_id, payment_id=payment_id, money=Money(20_000, "USD"))
    again = stage.psp.refund(our_id=our_id, payment_id=payment_id, money=Money(20_000, "USD"))
    assert (made.reference, made.status) == (again.reference, PayoutStatus.PAID)
    assert stage.psp.fetch_refund(our_id, payment_id) == made
    with pytest.raises(NeverAgain):
        stage.psp.refund(our_id=str(uuid.uuid4()), payment_id=payment_id, money=Money(30_001, "USD"))
