"""Payouts in coins and to e-wallets, over the wire: made once, confirmed, found by our id, and what nobody answered is unknown."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from atrium.kernel.money import Money
from atrium.providers.errors import NeverAgain, OutcomeUnknown, TryAgain
from atrium.providers.psp import registry
from atrium.providers.psp.contract import EventKind, PayoutIntent, PayoutStatus
from atrium.providers.psp.nowpayments import payout_payloads
from atrium.providers.psp.nowpayments.codes import one_time_code
from tests.contracts import psp_sides
from tests.contracts.psp_process import Door, PspProcess, Received, open_door, running

USD_30 = Money(3_000, "USD")
TRON = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"
PLACES = {
    "nowpayments": {"destination": TRON, "network": "TRON", "asset": "USDT"},
    "praxis": {"destination": "clara@example.com", "network": "SKRILL"},
}
# Where a payout is made, where it is confirmed, and the kind of object it is at the simulator.
PATHS = {"nowpayments": ("/nowpayments/v1/payout", "np.payout"), "praxis": ("/direct/apm", "px.session")}


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PspProcess]:
    with running(tmp_path_factory.mktemp("psp")) as process:
        yield process


@pytest.fixture
def door() -> Iterator[Door]:
    with open_door() as opened:
        yield opened


class Payer:
    def __init__(self, code: str, process: PspProcess, door: Door) -> None:
        self.code, self.process, self.door = code, process, door
        self.side = psp_sides.SIDES[code](process, door)
        self.psp = self.side.psp
        self.path, self.kind = PATHS[code]

    def intent(self, our_id: str = "", **changes: Any) -> PayoutIntent:
        facts: dict[str, Any] = {**PLACES[self.code], **changes}
        return PayoutIntent(our_id or str(uuid.uuid4()), facts.pop("money", USD_30), **facts)

    def made(self, our_id: str) -> list[dict[str, Any]]:
        names = ("unique_external_id", "order_id")
        return [row for row in self.process.objects(self.kind) if our_id in [row.get(n) for n in names]]

    def letter(self, wanted: str) -> Received:
        """The letter that tells this status; Praxis sends each again until it is answered in its words."""
        while True:
            letter = self.door.next()
            told = json.loads(letter.body)
            if wanted in (told.get("status"), (told.get("transaction") or {}).get("transaction_status")):
                return letter


@pytest.fixture(params=["nowpayments", "praxis"])
def payer(
    request: pytest.FixtureRequest, simulator: PspProcess, door: Door, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Payer]:
    monkeypatch.setenv("ATRIUM_ALLOW_PRIVATE", f"127.0.0.1:{simulator.port}")
    yield Payer(request.param, simulator, door)
    simulator.clear_faults()


def test_it_is_made_found_by_our_id_and_told_by_a_signed_event(payer: Payer) -> None:
    intent = payer.intent()
    assert payer.psp.fetch_payout(intent.our_id) is None
    made = payer.psp.request_payout(intent)
    found = payer.psp.fetch_payout(intent.our_id)
    assert (found.reference, found.our_id, found.money, found.status) == (
        made.reference,
        intent.our_id,
        USD_30,
        PayoutStatus.PAID,
    )
    if payer.code == "nowpayments":
        assert (made.status, made.sent_as, found.sent_as) == (PayoutStatus.SENT, "30 USDT", "30 USDT")
        assert len(found.proof) == 64
    letter = payer.letter("FINISHED" if payer.code == "nowpayments" else "approved")
    event = payer.psp.parse_event(letter.headers, letter.body, datetime.now(UTC))
    assert (event.kind, event.our_id, event.money) == (EventKind.PAYOUT, intent.our_id, USD_30)
    assert len(payer.made(intent.our_id)) == 1


def test_a_lost_answer_is_unknown_and_the_payout_is_found_and_finished(payer: Payer) -> None:
    intent = payer.intent()
    payer.process.plan("drop_answer", path=payer.path)
    with pytest.raises(OutcomeUnknown):
        payer.psp.request_payout(intent)
    first = payer.psp.fetch_payout(intent.our_id)
    assert first is not None
    assert payer.psp.fetch_payout(intent.our_id).status is PayoutStatus.PAID
    assert len(payer.made(intent.our_id)) == 1


def test_a_lost_request_made_nothing(payer: Payer) -> None:
    intent = payer.intent()
    payer.process.plan("lose_request", path=payer.path)
    with pytest.raises(OutcomeUnknown):
        payer.psp.request_payout(intent)
    assert payer.psp.fetch_payout(intent.our_id) is None
    assert payer.made(intent.our_id) == []


def test_a_failed_one_is_told_as_failed_and_one_under_way_as_sent(payer: Payer) -> None:
    for fault, status in (("fail_payout", PayoutStatus.FAILED), ("hold_payout", PayoutStatus.SENT)):
        intent = payer.intent()
        payer.process.plan(fault)
        payer.psp.request_payout(intent)
        assert payer.psp.fetch_payout(intent.our_id).status is status


def test_a_place_that_is_none_is_refused_for_good(payer: Payer) -> None:
    for wrong in ({"destination": "missing"}, {"network": "NOWHERE"}, {"money": Money(3_000, "XTS")}):
        intent = payer.intent(**wrong)
        with pytest.raises(NeverAgain):
            payer.psp.request_payout(intent)
        assert payer.made(intent.our_id) == []


def test_without_the_settings_for_payouts_nothing_is_sent_and_the_manifest_says_so(payer: Payer) -> None:
    manifest = registry.manifest(payer.code)
    capability = {"nowpayments": "payout_crypto", "praxis": "payout_skrill"}[payer.code]
    needed = manifest.needs[capability]
    bare = {name: value for name, value in payer.side.credentials.items() if name not in needed}
    assert not manifest.is_ready(capability, bare)
    assert manifest.is_ready(capability, payer.side.credentials)
    with pytest.raises(NeverAgain, match="nothing was sent"):
        registry.open_adapter(payer.code, bare).request_payout(payer.intent())


class TestCoins:
    @pytest.fixture
    def coins(self, simulator: PspProcess, door: Door, monkeypatch: pytest.MonkeyPatch) -> Iterator[Payer]:
        monkeypatch.setenv("ATRIUM_ALLOW_PRIVATE", f"127.0.0.1:{simulator.port}")
        yield Payer("nowpayments", simulator, door)
        simulator.clear_faults()

    @pytest.mark.parametrize("fault", ["server_error", "lose_request", "drop_answer"])
    def test_one_that_was_not_confirmed_is_held_and_the_next_question_confirms_it(
        self, coins: Payer, fault: str
    ) -> None:
        intent = coins.intent()
        coins.process.plan(fault, path="/verify")
        with pytest.raises(OutcomeUnknown, match="could not be confirmed"):
            coins.psp.request_payout(intent)
        waiting = {"drop_answer": "FINISHED"}.get(fault, "CREATING")
        assert [row["status"] for row in coins.made(intent.our_id)] == [waiting]
        assert coins.psp.fetch_payout(intent.our_id) is not None
        assert coins.psp.fetch_payout(intent.our_id).status is PayoutStatus.PAID
        assert [row["status"] for row in coins.made(intent.our_id)] == ["FINISHED"]

    def test_a_wrong_authenticator_neither_pays_nor_refuses(self, coins: Payer) -> None:
        intent = coins.intent()
        wrong = coins.side.credentials | {"payout_code_secret": "JBSWY3DPEHPK3PXP"}
        psp = registry.open_adapter("nowpayments", wrong)
        with pytest.raises(OutcomeUnknown, match="Incorrect verification code"):
            psp.request_payout(intent)
        with pytest.raises(OutcomeUnknown, match="Incorrect verification code"):
            psp.fetch_payout(intent.our_id)
        assert [row["status"] for row in coins.made(intent.our_id)] == ["CREATING"]

    def test_a_wrong_password_sends_nothing(self, coins: Payer) -> None:
        wrong = coins.side.credentials | {"payout_password": "wrong"}
        intent = coins.intent()
        with pytest.raises(NeverAgain, match="Enter the key again"):
            registry.open_adapter("nowpayments", wrong).request_payout(intent)
        assert coins.made(intent.our_id) == []

    def test_before_it_is_made_trouble_means_that_nothing_was_sent(self, coins: Payer) -> None:
        for path in ("/auth", "/estimate"):
            intent = coins.intent()
            coins.process.plan("server_error", path=path)
            with pytest.raises(TryAgain):
                registry.open_adapter("nowpayments", coins.side.credentials).request_payout(intent)
            assert coins.made(intent.our_id) == []

    def test_the_coins_are_rounded_down_to_what_the_chain_takes(self, coins: Payer) -> None:
        intent = coins.intent(
            network="BTC", asset="BTC", destination="bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
        )
        assert coins.psp.request_payout(intent).sent_as == "0.0005 BTC"
        odd = coins.intent(
            money=Money(3_333, "USD"), network="BTC", asset="BTC", destination=intent.destination
        )
        assert coins.psp.request_payout(odd).sent_as == "0.000555 BTC"
        with pytest.raises(NeverAgain, match=r"less than 0.000001 BTC"):
            coins.psp.request_payout(
                coins.intent(
                    money=Money(1, "USD"), network="BTC", asset="BTC", destination=intent.destination
                )
            )

    def test_either_spelling_of_the_vendors_names_is_read(self) -> None:
        row = {
            "id": "5",
            "batchWithdrawalId": "7",
            "status": "FINISHED",
            "currency": "btc",
            "amount": "0.5",
            "uniqueExternalId": "our",
            "payoutDescription": "30.00 USD: Payout",
            "hash": "h",
        }
        (made,), count = payout_payloads.read_list(json.dumps({"payouts": [row, {"id": "6", "status": "x"}]}))
        assert (made.batch, made.result.our_id, made.result.money, made.result.sent_as, count) == (
            "7",
            "our",
            USD_30,
            "0.5 BTC",
            2,
        )
        event = payout_payloads.read_payout_event(row)
        assert (event.our_id, event.status, event.reference) == ("our", PayoutStatus.PAID, "5")

    @pytest.mark.parametrize(
        ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")]
    )
    def test_codes_are_those_of_rfc_6238(self, seconds: int, code: str) -> None:
        assert one_time_code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", datetime.fromtimestamp(seconds, UTC)) == code
