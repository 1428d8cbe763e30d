"""Finance in the console: every page opens, a card holds all of its payment, what is put right takes two people."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser

from atrium.kernel import clock, tenancy
from atrium.kernel.money import Money
from tenants.approvals.models import Approval
from tenants.inbox.services import record
from tenants.ledger import services as ledger
from tenants.ledger.models import Movement as Row
from tenants.ledger.types import Movement
from tenants.payments.models import Case, Correction, Deposit, Destination, Reconciliation, Withdrawal
from tenants.rates.services import record_rate, set_markup
from tenants.wallets.services import exchange
from tests.ibs import people as family
from tests.payments.shop import posted, work_off
from tests.portals import people

pytestmark = pytest.mark.django_db
INLINE = re.compile(rb"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*(?:src=|type="application/json"))""")
PAGES = (
    "overview/", "overview/queues/", "find/", "find/?q=250.00", "transfers/", "operations/", "bank-lines/", "corrections/",
    "corrections/new/", "cases/", "reconciliation/", "months/", "books/",
)  # fmt: skip


@pytest.fixture
def desk(acme: Any, browse: Any) -> Any:
    """Fiona's and Felix's browsers, both of Finance."""
    with tenancy.entered(acme):
        users = [people.staff(name, "Finance") for name in ("Fiona", "Felix")]
    return [browse(acme, "staff", user) for user in users]


def paid(psp_reference: str = "cs_test_1234567", payment: str = "pi_1234567") -> Deposit:
    """Clara's 500 through a provider, as the webhook left it."""
    clara = family.client(f"Clara{uuid.uuid4().hex[:6]}")
    connection = uuid.uuid4()
    now = clock.now()
    deposit = Deposit.objects.create(
        client=clara, client_number=clara.number, amount_minor=50_000, currency="USD", state="settled",
        connection_id=connection, psp_code="stripe", psp_reference=psp_reference, payment_id=payment,
        key=str(uuid.uuid4()), received_minor=50_000, received_currency="USD", created_at=now, finished_at=now,
    )  # fmt: skip
    wallet = f"client:{clara.number}:wallet:USD"
    ledger.post(
        movements=[Movement("psp:stripe:USD", wallet, Money(50_000, "USD"), "deposit.settled")],
        key=f"dep:{connection}:{payment}",
    )
    record(
        provider_kind="psp", connection_id=connection, external_id="evt_1", headers={},
        body=b'{"type": "checkout.session.completed", "data": {"object": {"id": "%s"}}}' % psp_reference.encode(),
    )  # fmt: skip
    return deposit


def a_case(account: str = "psp:stripe:USD", theirs: int = 7_700) -> Case:
    now = clock.now()
    run = Reconciliation.objects.create(since=now, started_at=now, ended_at=now, state="done")
    return Case.objects.create(
        number=1, fingerprint="psp|x|payment|pi_lost|USD", found_in=run, found_at=now, seen_at=now, way="psp", source="x",
        subject="payment", reference="pi_lost", verdict="missing_here", theirs_minor=theirs, currency="USD",
        account=account, since=now - timedelta(days=2),
    )  # fmt: skip


def test_the_list_of_withdrawals_says_where_to_and_where_there_is_no_place_how(
    desk: list[Browser], acme: Any
) -> None:
    with tenancy.entered(acme):
        clara, now = family.client("Clara"), clock.now()
        place = Destination.objects.create(
            party_kind="client", party_id=clara.id, party_number=clara.number, kind="bank", holder="Clara",
            number="DE89370400440532013000", state="verified", requested_by=uuid.uuid4(), key="d1", created_at=now,
        )  # fmt: skip
        for target, words in ((place, ""), (None, "Back to where it came from")):
            Withdrawal.objects.create(
                party_kind="client", party_id=clara.id, party_number=clara.number, amount_minor=500, currency="USD",
                target=target, destination=words, requested_by=uuid.uuid4(), key=str(uuid.uuid4()), requested_at=now,
            )  # fmt: skip
    page = desk[0].get("/finance/payouts/").content.decode()
    assert "DE89370400440532013000" in page
    assert page.count("Back to where it came from") == 1


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_and_has_nothing_inline(desk: list[Browser], acme: Any, page: str) -> None:
    with tenancy.entered(acme):
        paid()
        a_case()
    answer = desk[0].get(f"/finance/{page}")
    assert answer.status_code == 200
    assert INLINE.findall(answer.content) == []


def test_the_card_shows_both_sides_of_the_ledger_and_what_came_on_the_wire(
    desk: list[Browser], acme: Any
) -> None:
    with tenancy.entered(acme):
        deposit = paid()
        wallet = f"client:{deposit.client_number}:wallet:USD"
    for headers in ({}, {"HX-Request": "true", "HX-Target": "drawer-body"}):
        page = desk[0].get(f"/finance/movements/deposit/{deposit.id}/", headers=headers).content.decode()
        for shown in ("psp:stripe:USD", wallet, "checkout.session.completed", "cs_test_1234567", "500.00"):
            assert shown in page, shown
        assert ("<html" in page) == (not headers)


@pytest.mark.parametrize("text", ["cs_test_1234567", "pi_1234567", "500.00", "500 usd", "500,00 USD"])
def test_a_payment_is_found_by_what_one_has_in_hand(desk: list[Browser], acme: Any, text: str) -> None:
    with tenancy.entered(acme):
        deposit = paid()
        from tenants.payments.services.indexing import index_deposits

        index_deposits([deposit])
    page = desk[0].get("/finance/find/", {"q": text}).content.decode()
    assert f"/finance/movements/deposit/{deposit.id}/" in page


def test_a_payment_is_found_by_its_client_and_its_ids_and_nothing_by_nonsense(
    desk: list[Browser], acme: Any
) -> None:
    with tenancy.entered(acme):
        deposit = paid()
        name, transaction = deposit.client.lead.name, Row.objects.latest("seq").ledger_transaction_id
    address = f"/finance/movements/deposit/{deposit.id}/"
    for text in (str(deposit.client_number), str(deposit.id)):
        assert address in desk[0].get("/finance/find/", {"q": text}).content.decode(), text
    assert name
    assert (
        f"/finance/transactions/{transaction}/"
        in desk[0].get("/finance/find/", {"q": str(transaction)}).content.decode()
    )
    for text in ("nothing like it", "1e400", "'; drop table", "\x00", "0"):
        answer = desk[0].get("/finance/find/", {"q": text})
        assert (answer.status_code, address in answer.content.decode()) == (200, False), text


def test_an_exchange_has_a_card_with_its_rate_and_is_found_by_either_amount(
    desk: list[Browser], acme: Any, borealis: Any
) -> None:
    with tenancy.entered(acme):
        client = paid().client
        record_rate(base="EUR", quote="USD", rate=Decimal("1.25"))
        set_markup(percent=Decimal(2))
        made = exchange(
            owner=client, from_currency="USD", to_currency="EUR", money=Money(10_000, "USD"), key="page-1"
        )
    address = f"/finance/movements/exchange/{made.id}/"
    card = desk[0].get(address).content.decode()
    for words in (client.lead.name, made.bought.plain(), "1 USD = 0.784 EUR", f"wt:{made.id}"):
        assert words in card, words
    for text in (str(made.id), "100.00 USD", "78.40 EUR", str(client.number)):
        assert address in desk[0].get("/finance/find/", {"q": text}).content.decode(), text
    assert desk[0].get(f"/finance/movements/exchange/{uuid.uuid4()}/").status_code == 404


def test_what_is_the_other_brokers_does_not_exist(desk: list[Browser], borealis: Any) -> None:
    with tenancy.entered(borealis):
        deposit, case = paid(), a_case()
        transaction = Row.objects.latest("seq").ledger_transaction_id
    for path in (
        f"movements/deposit/{deposit.id}/", f"movements/nonsense/{deposit.id}/", f"cases/{case.id}/",
        f"cases/{case.id}/resolve/", f"reconciliation/{case.found_in_id}/", f"transactions/{transaction}/",
        f"transactions/{transaction}/mirror/",
    ):  # fmt: skip
        assert desk[0].get(f"/finance/{path}").status_code == 404, path


def key_in(answer: Any) -> str:
    found = re.search(r'name="key" value="([0-9a-f]+)"', answer.content.decode())
    assert found is not None
    return found.group(1)


def decide_latest(browser: Browser, acme: Any, outcome: str = "approved") -> Any:
    with tenancy.entered(acme):
        approval = Approval.objects.latest("requested_at")
    answer = browser.post(
        f"/approvals/{approval.id}/decide/",
        {"outcome": outcome, "note": "seen", "facts_hash": approval.facts_hash},
    )
    with tenancy.entered(acme):
        work_off()
    return answer


def test_a_case_is_resolved_by_two_people_and_not_by_one(desk: list[Browser], acme: Any) -> None:
    fiona, felix = desk
    with tenancy.entered(acme):
        case = a_case()
    address = f"/finance/cases/{case.id}/resolve/"
    said = {"verb": "suspense", "reason": "Nobody knows it.", "key": key_in(fiona.get(address))}
    looked = fiona.post(address, said)
    assert looked.status_code == 200
    assert "suspense:USD" in looked.content.decode(), "the effect is shown before anything is asked"
    with tenancy.entered(acme):
        assert not Correction.objects.exists()
    for _ in range(2):
        assert fiona.post(address, said | {"ask": "1"}).status_code in (302, 422)
    decide_latest(fiona, acme)
    with tenancy.entered(acme):
        assert Correction.objects.count() == 1
        assert posted("suspense:USD") == 0, "who asked has not decided"
    decide_latest(felix, acme)
    with tenancy.entered(acme):
        assert (posted("psp:stripe:USD"), posted("suspense:USD")) == (-7_700, 7_700)
        case.refresh_from_db()
        assert case.state == "booked"
    page = fiona.get(f"/finance/cases/{case.id}/").content.decode()
    assert "suspense:USD" in page


def test_an_adjustment_says_what_is_wrong_and_keeps_what_was_typed(desk: list[Browser]) -> None:
    good = {"debit": "adjustments:USD", "credit": "suspense:USD", "amount": "10", "reason": "x", "key": "k"}
    for field, wrong in (
        ("credit", "client:999:wallet:USD"), ("credit", "suspense:EUR"), ("amount", "0"), ("amount", "1e400"), ("amount", "NaN"),
        ("amount", "-5"), ("amount", "1.001"), ("debit", "nonsense"), ("reason", ""), ("credit", "adjustments:USD"),
    ):  # fmt: skip
        answer = desk[0].post("/finance/corrections/new/", good | {field: wrong, "ask": "1"})
        assert answer.status_code == 422, (field, wrong)
        assert "adjustments:USD" in answer.content.decode() or field == "debit"


def test_the_mirror_image_of_a_booking_is_asked_for_from_its_card(desk: list[Browser], acme: Any) -> None:
    with tenancy.entered(acme):
        paid()
        transaction = Row.objects.latest("seq").ledger_transaction_id
    address = f"/finance/transactions/{transaction}/mirror/"
    shown = desk[0].get(address)
    assert "-500.00" in shown.content.decode() or "−500.00" in shown.content.decode()
    desk[0].post(address, {"reason": "Not hers.", "key": key_in(shown), "ask": "1"})
    decide_latest(desk[1], acme)
    with tenancy.entered(acme):
        assert posted("psp:stripe:USD") == 0
    again = desk[0].get(address)
    assert "reversed before" in again.content.decode()


def test_a_month_is_closed_when_all_holds_and_opened_by_two(desk: list[Browser], acme: Any) -> None:
    fiona, felix = desk
    last = (clock.now().replace(day=1) - timedelta(days=1)).date()
    address = f"/finance/months/{last:%Y-%m}/"
    refused = fiona.post(f"{address}close/")
    assert refused.status_code == 422
    with tenancy.entered(acme):
        now = clock.now()
        Reconciliation.objects.create(since=now, started_at=now, ended_at=now, state="done")
        ledger.snapshot_day(day=last)
    assert fiona.post(f"{address}close/").status_code == 302
    with tenancy.entered(acme), pytest.raises(Exception, match="."):
        ledger.post(
            movements=[Movement("psp:stripe:USD", "adjustments:USD", Money(1, "USD"), "late")], key="late",
            effective_at=clock.now().replace(day=1) - timedelta(days=3),
        )  # fmt: skip
    assert fiona.post(f"{address}reopen/", {"reason": "An invoice came late."}).status_code == 302
    decide_latest(fiona, acme)
    assert "Ask to open it again" in fiona.get(address).content.decode()
    decide_latest(felix, acme)
    assert "Ask to open it again" not in fiona.get(address).content.decode()
    with tenancy.entered(acme):
        ledger.post(
            movements=[Movement("psp:stripe:USD", "adjustments:USD", Money(1, "USD"), "late")], key="late",
            effective_at=clock.now().replace(day=1) - timedelta(days=3),
        )  # fmt: skip


@pytest.mark.parametrize("month", ["2026-13", "nonsense", "2999-01"])
def test_a_month_that_there_is_not_does_not_exist(desk: list[Browser], month: str) -> None:
    assert desk[0].get(f"/finance/months/{month}/").status_code == 404


def test_a_shortfall_is_resolved_between_other_accounts(desk: list[Browser], acme: Any) -> None:
    with tenancy.entered(acme):
        case = a_case(account="")
        Case.objects.filter(id=case.id).update(
            way="books", subject="client_money", reference="USD", ours_minor=0
        )
    page = desk[0].get(f"/finance/cases/{case.id}/resolve/").content.decode()
    address = f"/finance/corrections/new/?case={case.id}"
    assert address in page
    said = {
        "debit": "adjustments:USD",
        "credit": "suspense:USD",
        "amount": "77",
        "reason": "Paid in.",
        "case": str(case.id),
    }
    answer = desk[0].post(
        "/finance/corrections/new/", said | {"key": key_in(desk[0].get(address)), "ask": "1"}
    )
    assert answer.status_code == 302
    decide_latest(desk[1], acme)
    with tenancy.entered(acme):
        case.refresh_from_db()
        assert (case.state, Correction.objects.get().case_id) == ("booked", case.id)
