"""Every list page: opens, keeps its state in the URL, asks the database the same number of times however many rows."""

import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.kernel import clock, tenancy
from tenants.identity.models import User
from tenants.insight import services as insight
from tenants.leads.models import Lead
from tenants.payments.models import (
    BankAccount,
    BankLine,
    Case,
    Correction,
    Deposit,
    Destination,
    Reconciliation,
    Statement,
    Withdrawal,
)
from tenants.trading.models import BalanceOperation
from tenants.wallets.models import Transfer
from tests.portals import people
from tests.rebates import market

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(acme: Any, browse: Any) -> Any:
    with tenancy.entered(acme):
        user = people.staff("Ada", "Administrator")
    return browse(acme, "staff", user)


def deposits(count: int) -> None:
    from tests.ibs.people import client

    for _ in range(count):
        clara = client(f"Clara{uuid.uuid4().hex[:8]}")
        Deposit.objects.create(
            client=clara, client_number=clara.number, amount_minor=1_000, currency="USD", connection_id=uuid.uuid4(),
            psp_code="stripe", key=str(uuid.uuid4()), created_at=clock.now(),
        )  # fmt: skip


def destination(number: int) -> Destination:
    return Destination.objects.create(
        party_kind="ib", party_id=uuid.uuid4(), party_number=number, kind="bank", holder="Ida", number=f"DE0000000{number:04}",
        state="verified", requested_by=uuid.uuid4(), key=str(uuid.uuid4()), created_at=clock.now(),
    )  # fmt: skip


def payouts(count: int) -> None:
    for number in range(count):
        Withdrawal.objects.create(
            party_kind="ib", party_id=uuid.uuid4(), party_number=number, amount_minor=500, currency="USD",
            connection_id=uuid.uuid4(), psp_code="stripe", target=destination(number),
            requested_by=uuid.uuid4(), key=str(uuid.uuid4()), requested_at=clock.now(),
        )  # fmt: skip


def accounts(count: int) -> None:
    from tests.ibs.people import client

    for _ in range(count):
        market.account(client(f"Anna{uuid.uuid4().hex[:8]}"))


def transfers(count: int) -> None:
    from tests.ibs.people import client

    for _ in range(count):
        clara = client(f"Tara{uuid.uuid4().hex[:8]}")
        Transfer.objects.create(
            client=clara, account=market.account(clara), direction="to_account", amount_minor=500, currency="USD",
            hold_id=uuid.uuid4(), operation_id=uuid.uuid4(), key=str(uuid.uuid4()), created_at=clock.now(),
        )  # fmt: skip


def cases(count: int) -> None:
    now = clock.now()
    run = Reconciliation.objects.create(since=now, started_at=now, state="done")
    first = Case.objects.count()
    for number in range(first + 1, first + count + 1):
        Case.objects.create(
            number=number, fingerprint=str(number), found_in=run, found_at=now, seen_at=now, way="psp", source="x",
            subject="payment", reference=f"pi_{number}", verdict="missing_here", theirs_minor=100, currency="USD",
            account="psp:stripe:USD", since=now, owner=_somebody(),
        )  # fmt: skip


def corrections(count: int) -> None:
    for _ in range(count):
        Correction.objects.create(
            kind="adjust", debit="adjustments:USD", credit="suspense:USD", amount_minor=100, currency="USD", reason="x",
            key=str(uuid.uuid4()), asked_by=_somebody(), asked_at=clock.now(), state="posted",
        )  # fmt: skip


def operations(count: int) -> None:
    from tests.ibs.people import client

    for _ in range(count):
        account = market.account(client(f"Olga{uuid.uuid4().hex[:8]}"))
        BalanceOperation.objects.create(
            key=str(uuid.uuid4()), token=uuid.uuid4().hex[:30], account=account, server=account.server, login=account.login,
            kind="balance", amount_minor=100, currency="USD", state="manual",
        )  # fmt: skip


def bank_lines(count: int) -> None:
    bank = BankAccount.objects.get_or_create(
        code="main", defaults={"label": "Main", "currency": "USD", "holder": "Acme"}
    )[0]
    brought = Statement.objects.create(
        account=bank, name="a.xml", digest=uuid.uuid4().hex * 2, uploaded_by=uuid.uuid4(), state="booked"
    )
    for number in range(count):
        BankLine.objects.create(
            account=bank, statement=brought, fingerprint=uuid.uuid4().hex, number=number, booked_on=clock.now().date(),
            amount_minor=100, currency="USD",
        )  # fmt: skip


def _somebody() -> User:
    user = User.objects.filter(realm="staff").first()
    assert user is not None
    return user


def with_figures(add: Callable[[int], None]) -> Callable[[int], None]:
    def added(count: int) -> None:
        add(count)
        insight.rebuild()

    return added


LISTS = {
    "/leads/": with_figures(people.leads),
    "/clients/": with_figures(people.clients),
    "/finance/": deposits,
    "/finance/payouts/": payouts,
    "/finance/transfers/": transfers,
    "/finance/cases/": cases,
    "/finance/corrections/": corrections,
    "/finance/operations/": operations,
    "/finance/bank-lines/": bank_lines,
    "/accounts/": accounts,
    "/partners/": people.partners,
}


@pytest.mark.parametrize("path", LISTS)
def test_a_hundred_rows_are_as_few_questions_as_ten(admin: Any, acme: Any, path: str) -> None:
    with tenancy.entered(acme):
        LISTS[path](10)
    admin.get(f"{path}?rows=100")
    few = questions(admin, f"{path}?rows=100")
    with tenancy.entered(acme):
        LISTS[path](90)
    admin.get(
        f"{path}?rows=100"
    )  # the brand and the host are remembered for a while: both times they are known
    many = questions(admin, f"{path}?rows=100")
    assert len(many) == len(few), [sql for sql in many if sql not in few]
    assert rows(admin.get(f"{path}?rows=100")) >= 100


def questions(browser: Any, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    # Which broker a host is and its looks are remembered for a while and asked again after it: no matter of rows.
    sent = [query["sql"] for query in asked.captured_queries]
    return [
        sql for sql in sent if sql.startswith("SELECT") and "brokers_" not in sql and "branding_" not in sql
    ]


def rows(answer: Any) -> int:
    return int(answer.content.decode().count("<tr id="))


def filtered(path: str, *tests: dict[str, Any]) -> str:
    from urllib.parse import quote

    return f"{path}?f={quote(json.dumps({'all': list(tests)}))}"


def test_a_filter_in_the_address_is_applied_and_said_in_words(admin: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        people.leads(3)
    page = admin.get(filtered("/leads/", {"field": "country", "is": "CY"}))
    assert rows(page) == 3
    assert "Country is Cyprus" in page.content.decode()
    assert rows(admin.get(filtered("/leads/", {"field": "country", "is": "DE"}))) == 0


@pytest.mark.parametrize(
    "query", ["f={", "f=[]", "f=1", 'f={"field":"planet","is":"x"}', 'f={"all":[{"field":"score","at_least":"x"}]}', "v=x",
              "cursor=abc", "s=nothing", "c=nothing", "s=-email", "rows=x", "q=%00", "status=%27"]
)  # fmt: skip
def test_nonsense_in_the_address_shows_the_list_and_says_so(admin: Any, acme: Any, query: str) -> None:
    with tenancy.entered(acme):
        people.leads(1)
    assert admin.get(f"/leads/?{query}").status_code == 200


def test_pages_follow_each_other_without_gap_or_double(admin: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        with_figures(people.leads)(25)
    for sort in (
        "-created",
        "created",
        "name",
        "-name",
        "-deposits",
        "last_contact",
        "-last_contact",
        "-next_task",
        "number",
    ):
        seen: list[str] = []
        address = f"/leads/?s={sort}&rows=10"
        while address:
            page = admin.get(address).content.decode()
            seen += re.findall(r'<tr id="lead-([0-9a-f-]+)"', page)
            found = re.search(
                r"cursor=([\w-]+)[^\"]*\" +hx-swap|cursor=([\w-]+)", page[page.find("at-list-foot") :]
            )
            more = re.search(r'hx-get="[^"]*cursor=([\w%-]+)', page)
            address = f"/leads/?s={sort}&rows=10&cursor={more.group(1)}" if more and found else ""
        assert len(seen) == len(set(seen)) == 25, sort


def test_columns_chosen_are_kept_for_oneself(admin: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        people.leads(1)
    assert '<th data-col="phone"' not in admin.get("/leads/").content.decode()
    admin.post("/lists/leads/columns/", {"columns": ["phone", "status"], "next": "/leads/"})
    heads = re.findall(r'<th data-col="(\w+)"', admin.get("/leads/").content.decode())
    assert heads == ["name", "phone", "status"]
    admin.post("/lists/leads/columns/", {"reset": "1", "next": "/leads/"})
    assert "phone" not in re.findall(r'<th data-col="(\w+)"', admin.get("/leads/").content.decode())


def test_the_board_shows_leads_by_status_and_by_manager(admin: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        people.leads(3)
    for by in ("status", "manager", "nonsense"):
        page = admin.get(f"/leads/board/?by={by}")
        assert page.status_code == 200
        assert page.content.decode().count('<article class="at-board-card"') == 3


def test_a_card_is_given_to_somebody_else_and_only_from_whom_it_was_seen_with(admin: Any, acme: Any) -> None:
    with tenancy.entered(acme):
        sam = people.staff("Sam", "Sales", takes_leads=True).member
        bob = people.staff("Bob", "Sales", takes_leads=True).member
        people.leads(1)
        lead = Lead.objects.get()
        seen = lead.assigned_to_id
        to, other = (sam, bob) if seen != sam.id else (bob, sam)
    asked = {"member": str(to.id), "seen": str(seen or "")}
    admin.post(f"/leads/board/{lead.id}/give/", asked)
    with tenancy.entered(acme):
        assert Lead.objects.get().assigned_to_id == to.id
    admin.post(f"/leads/board/{lead.id}/give/", {"member": str(other.id), "seen": str(seen or "")})
    with tenancy.entered(acme):
        assert Lead.objects.get().assigned_to_id == to.id
