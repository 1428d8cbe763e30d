"""Withdrawing by page: said before the button, confirmed with a second factor, once, and cancelled with one click."""

from __future__ import annotations

import re
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.db import connections

from atrium.kernel import tenancy
from atrium.kernel.money import Money
from tenants.approvals.services import decide
from tenants.clients.models import Client
from tenants.ledger.selectors import balance, verify
from tenants.payments import services
from tenants.payments.models import BankAccount, Confirmation, Destination, Withdrawal
from tenants.staff.services import add_member
from tests.client_portal.conftest import Portal, fund, make_client, portal_of

KEY = "made-with-the-page-0001"
IBAN = "DE89370400440532013000"


@pytest.fixture(autouse=True)
def _letters_are_logged(settings: Any) -> None:
    """Caught by the test runner, so that the code can be read."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def place_of(client: Client, state: str = "verified") -> Destination:
    BankAccount.objects.get_or_create(
        code="main",
        defaults={"label": "Main", "currency": "USD", "holder": "Acme", "iban": "GB29NWBK60161331926819"},
    )
    return Destination.objects.create(
        party_kind="client", party_id=client.id, party_number=client.number, kind="bank", holder="Clara Client",
        number=IBAN, state=state, requested_by=client.user_id, key=str(uuid.uuid4()), created_at="2026-01-01T00:00:00Z",
        decided_at="2026-01-01T00:00:00Z",
    )  # fmt: skip


@pytest.fixture
def place(clara: Client) -> Destination:
    fund(clara, Money.of("500", "USD"))
    return place_of(clara)


def post(portal: Portal, place: Destination | None, amount: str = "200", key: str = KEY, **more: str) -> Any:
    where = str(place.id) if place else "back"
    return portal.post("/withdraw/", {"amount": amount, "destination": where, "key": key, **more})


def mailed_code(email: str = "clara@example.com") -> str:
    body = next(str(sent.body) for sent in reversed(mail.outbox) if sent.to == [email])
    found = re.search(r"\b\d{6}\b", body)
    assert found
    return found[0]


def test_everything_is_said_before_the_button(clara: Client, place: Destination, as_clara: Portal) -> None:
    page = as_clara.get("/withdraw/").content.decode()
    for words in ("Fee", "Exchange rate", "Arrives", "What happens next", "Between 10.00 and 50,000.00 USD"):
        assert page.index(words) < page.index(">Continue<")


def test_two_steps_with_a_mailed_code(clara: Client, place: Destination, as_clara: Portal) -> None:
    review = post(as_clara, place)
    text = review.content.decode()
    assert review.status_code == 200
    assert "We have mailed six digits to clara@example.com" in text
    assert not Withdrawal.objects.exists()
    assert "withdraw 200.00 USD to Bank account DE89…3000" in str(mail.outbox[-1].body)
    done = post(as_clara, place, confirm="1", code=mailed_code())
    made = Withdrawal.objects.get()
    assert done["Location"] == f"/withdrawals/{made.id}"
    assert balance("client:1:wallet:USD").available == Money.of("300", "USD")
    shown = as_clara.get(done["Location"]).content.decode()
    assert "We have your request" in shown
    assert "Cancel this withdrawal" in shown


def test_a_wrong_code_moves_nothing_and_a_few_are_enough(
    clara: Client, place: Destination, as_clara: Portal
) -> None:
    post(as_clara, place)
    good = mailed_code()
    wrong = f"{(int(good) + 1) % 10**6:06d}"
    for _ in range(5):
        answer = post(as_clara, place, confirm="1", code=wrong)
        assert answer.status_code == 422
        assert "This code is not right" in answer.content.decode()
    locked = post(as_clara, place, confirm="1", code=good)
    assert "Too many wrong codes" in locked.content.decode()
    assert not Withdrawal.objects.exists()
    assert Confirmation.objects.get().wrong == 5


def test_a_code_is_for_one_amount(clara: Client, place: Destination, as_clara: Portal) -> None:
    post(as_clara, place)
    code = mailed_code()
    answer = post(as_clara, place, amount="400", confirm="1", code=code)
    assert (answer.status_code, Withdrawal.objects.count()) == (422, 0)


def test_an_authenticator_is_asked_for_where_there_is_one(
    clara: Client, place: Destination, as_clara: Portal
) -> None:
    secret = generate_totp_secret()
    TOTP.activate(clara.user, secret)
    sent = len(mail.outbox)
    assert "authenticator" in post(as_clara, place).content.decode()
    assert len(mail.outbox) == sent
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert post(as_clara, place, confirm="1", code=code).status_code == 302
    again = post(as_clara, place, key="made-with-the-page-0002", confirm="1", code=code)
    assert (again.status_code, Withdrawal.objects.count()) == (422, 1), "a code is used once"


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        ("", "required"),
        ("abc", "Write it like 250.00"),
        ("NaN", "Write it like 250.00"),
        ("1e400", "Write it like 250.00"),
        ("12.345", "Write it like 250.00"),
        ("-5", "Write it like 250.00"),
        ("0", "above zero"),
        ("9", "smallest withdrawal is 10.00 USD"),
        ("501", "Only 500.00 USD is available"),
        ("99999999", "largest withdrawal at once"),
    ],
)
def test_a_wrong_amount_says_the_cure_and_mails_no_code(
    clara: Client, place: Destination, as_clara: Portal, amount: str, says: str
) -> None:
    answer = post(as_clara, place, amount)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not mail.outbox


def test_cancelled_with_one_click(clara: Client, place: Destination, as_clara: Portal) -> None:
    post(as_clara, place)
    post(as_clara, place, confirm="1", code=mailed_code())
    made = Withdrawal.objects.get()
    as_clara.post(f"/withdrawals/{made.id}/cancel")
    made.refresh_from_db()
    assert (made.state, balance("client:1:wallet:USD").available) == ("cancelled", Money.of("500", "USD"))


def test_anothers_withdrawal_and_destination_do_not_exist(
    acme: Any, clara: Client, stranger: Client, place: Destination, as_clara: Portal
) -> None:
    post(as_clara, place)
    post(as_clara, place, confirm="1", code=mailed_code())
    made = Withdrawal.objects.get()
    other = portal_of(acme, stranger.user)
    assert other.get(f"/withdrawals/{made.id}").status_code == 404
    assert other.post(f"/withdrawals/{made.id}/cancel").status_code == 404
    assert other.post(f"/destinations/{place.id}/remove").status_code == 404
    fund(stranger, Money.of("500", "USD"))
    assert post(other, place).status_code == 422
    made.refresh_from_db()
    assert made.state == "requested"


def add(portal: Portal, key: str = KEY, **changes: str) -> Any:
    written = {"kind": "bank", "number": IBAN, "holder": "Clara Client", "bic": "", "network": "", "key": key}
    return portal.post("/destinations/", {**written, **changes})


def test_a_destination_is_confirmed_looked_at_and_then_chosen(clara: Client, as_clara: Portal) -> None:
    add(as_clara, number="DE89 3704 0044 0532 0130 00")
    assert "add the destination DE89370400440532013000" in str(mail.outbox[-1].body)
    add(as_clara, confirm="1", code=mailed_code())
    place = Destination.objects.get()
    assert (place.state, place.number) == ("pending", IBAN)
    fay = add_member(email="fay@acme.example", name="Fay", role="Finance")
    assert place.approval_id is not None
    decide(approval_id=place.approval_id, by=fay.user_id, outcome="approved")
    services.take_destination_decision(destination_id=place.id, approval_id=place.approval_id, approved=True)
    place.refresh_from_db()
    assert place.state == "verified"
    assert add(as_clara, key="made-with-the-page-0002", confirm="1", code="1").status_code == 422


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"number": "DE89370400440532013001"}, "check digits of this IBAN are wrong"),
        ({"number": "DE893704004405320130"}, "has 22 characters"),
        ({"number": "XX89370400440532013000"}, "No bank accounts"),
        (
            {"kind": "crypto", "network": "BTC", "number": "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"},
            "check characters",
        ),
        (
            {"kind": "crypto", "network": "", "number": "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
            "Choose a network",
        ),
        ({"bic": "X"}, "A BIC has 8 or 11"),
        ({"holder": "中文"}, "Latin letters"),
    ],
)
def test_a_wrong_address_says_what_is_wrong(
    clara: Client, as_clara: Portal, changes: dict[str, str], says: str
) -> None:
    answer = add(as_clara, **changes)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not mail.outbox


@pytest.mark.usefixtures("committed")
class TestRaces:
    MANY = 8

    @pytest.fixture
    def ready(self, acme: Any) -> Any:
        cache.clear()
        with tenancy.entered(acme):
            clara = make_client("Clara Client", "clara@example.com")
            fund(clara, Money.of("500", "USD"))
            place = place_of(clara)
            for number in range(self.MANY):
                key = f"made-with-the-page-{number:04d}"
                portal = portal_of(acme, clara.user)
                Confirmation.objects.all().update(sent=0)
                post(portal, place, key=key)
                Confirmation.objects.filter(key=key).update(
                    method="email", confirmed_at="2026-01-01T00:00:00Z"
                )
            return clara, place

    def at_once(self, tenant: Any, clara: Client, act: Any) -> list[Any]:
        barrier = threading.Barrier(self.MANY)

        def run(number: int) -> Any:
            try:
                with tenancy.entered(tenant):
                    portal = portal_of(tenant, clara.user)
                barrier.wait(30)
                return act(portal, number)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(self.MANY) as pool:
            return list(pool.map(run, range(self.MANY)))

    def withdraw(self, acme: Any, ready: Any) -> list[int]:
        clara, place = ready
        return [
            answer.status_code
            for answer in self.at_once(
                acme,
                clara,
                lambda portal, n: post(
                    portal, place, key=f"made-with-the-page-{n:04d}", confirm="1", code="-"
                ),
            )
        ]

    def test_parallel_withdrawals_of_one_balance_over_http(self, acme: Any, ready: Any) -> None:
        """500 in the wallet, eight pages ask for 200 each at the same moment: two win."""
        answers = self.withdraw(acme, ready)
        assert sorted(answers) == [302] * 2 + [422] * 6
        with tenancy.entered(acme):
            assert Withdrawal.objects.count() == 2
            assert balance("client:1:wallet:USD").available == Money.of("100", "USD")
            assert not verify()

    def test_the_same_page_many_times_at_once_is_one(self, acme: Any, ready: Any) -> None:
        clara, place = ready
        answers = self.at_once(acme, clara, lambda portal, n: post(portal, place, confirm="1", code="-"))
        assert {answer.status_code for answer in answers} == {302}
        assert len({answer["Location"] for answer in answers}) == 1
        with tenancy.entered(acme):
            assert Withdrawal.objects.count() == 1

    def test_without_hold_and_lock_more_win_than_there_is_money_for(
        self, acme: Any, ready: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The planted bug: what the wallet has is asked, and nothing is set aside."""
        from tenants.ledger import services as ledger
        from tenants.payments.services import parts

        def forgetful(*, movement: Any, key: str) -> Any:
            held = ledger.hold(movement=movement, key=key)
            ledger.void_hold(hold_id=held.id)
            return held

        class Careless:
            hold = staticmethod(forgetful)

        monkeypatch.setattr(parts, "ledger", Careless)
        assert self.withdraw(acme, ready).count(302) > 2

    def test_approving_and_cancelling_at_once_one_wins(self, acme: Any, ready: Any) -> None:
        clara, place = ready
        with tenancy.entered(acme):
            portal = portal_of(acme, clara.user)
            post(portal, place, key="made-with-the-page-0001", confirm="1", code="-")
            made = Withdrawal.objects.get()
            fay = add_member(email="fay@acme.example", name="Fay", role="Finance")

        def act(portal: Portal, number: int) -> str:
            with tenancy.entered(acme):
                try:
                    if number % 2:
                        services.cancel_withdrawal(withdrawal_id=made.id, by=clara.user_id)
                        return "cancelled"
                    decide(approval_id=made.approval_id, by=fay.user_id, outcome="approved")  # type: ignore[arg-type]
                    services.take_decision(withdrawal_id=made.id, approval_id=made.approval_id, approved=True)  # type: ignore[arg-type]
                    return "approved"
                except Exception:
                    return ""

        won = [outcome for outcome in self.at_once(acme, clara, act) if outcome]
        with tenancy.entered(acme):
            made.refresh_from_db()
            assert won == [made.state]
            left = "500" if made.state == "cancelled" else "300"
            assert balance("client:1:wallet:USD").available == Money.of(left, "USD")
            assert not verify()
