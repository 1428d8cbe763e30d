"""A statement adds up exactly, in every kind of file, in every script, and is nobody else's."""

import csv
import io
import re
import tracemalloc
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import Refused
from atrium.kernel.money import Money
from portals.shared.statements.making import FORMATS, as_file, document_of
from tenants.jobs import services as jobs
from tenants.jobs.models import Job
from tenants.ledger import services as ledger
from tenants.ledger.types import Movement
from tenants.notifications.models import Notification
from tests.ibs import people

pytestmark = pytest.mark.django_db
ROWS = (10_000, -3_333, 1, -6_668, 250_000)


@pytest.fixture
def clara(acme: Any) -> Any:
    with tenancy.entered(acme):
        client = people.client("Clara =HYPERLINK")
        for at, minor in enumerate(ROWS):
            house, wallet = "psp:stripe:USD", f"client:{client.number}:wallet:USD"
            debit, credit = (house, wallet) if minor > 0 else (wallet, house)
            kind = "deposit.settled" if minor > 0 else "withdrawal.client"
            ledger.post(movements=[Movement(debit, credit, Money(abs(minor), "USD"), kind)], key=f"row:{at}")
        return client


def get(browser: Any, path: str, **asked: str) -> Any:
    today = clock.now().date().isoformat()
    return browser.get(path, {"wallet": "USD", "since": today[:8] + "01", "until": today} | asked)


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


@pytest.fixture
def browser(acme: Any, browse: Any, clara: Any) -> Any:
    return browse(acme, "client", clara.user)


def test_the_page_shows_both_balances_and_every_row(browser: Any) -> None:
    page = browser.get("/statements/").content.decode()
    for shown in ("2,500.00", "66.67", "0.01", "Deposit", "Withdrawal"):
        assert shown in page, shown


def test_the_csv_adds_up_from_the_opening_to_the_closing_balance(browser: Any) -> None:
    answer = get(browser, "/statements/file.csv")
    assert "attachment" in answer["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig"))))
    amounts = [Decimal(row[3]) for row in rows[2:-1]]
    assert [int(amount * 100) for amount in amounts] == list(ROWS)
    assert Decimal(rows[1][4]) + sum(amounts) == Decimal(rows[-1][4]) == Decimal("2500.00")
    running = Decimal(rows[1][4])
    for row in rows[2:-1]:
        running += Decimal(row[3])
        assert Decimal(row[4]) == running


def test_excel_has_the_same_figures(browser: Any) -> None:
    book = load_workbook(io.BytesIO(body(get(browser, "/statements/file.xlsx"))))
    rows = list(book.worksheets[0].values)
    assert [row[3] for row in rows[2:-1]] == [pytest.approx(minor / 100) for minor in ROWS]


def test_the_pdf_holds_its_fonts_and_is_one(browser: Any) -> None:
    made = body(get(browser, "/statements/file.pdf"))
    assert made.startswith(b"%PDF-")
    assert b"/FontFile" in made


@pytest.mark.parametrize("name", ["محمد العربي", "王小明", "Şahin Ünlü €", "Zoë 王 محمد", "😀"])
def test_every_script_can_be_printed(in_acme: Any, name: str) -> None:
    client = people.client("Anna")
    now = clock.now()
    document = document_of(
        address=f"client:{client.number}:wallet:USD",
        holder=name,
        number="1",
        since=now.replace(day=1),
        until=now,
    )
    made = body(as_file(document, "pdf"))
    assert made.startswith(b"%PDF-")
    assert len(made) < 200_000, "only the glyphs that are used go into the file"


def test_a_statement_that_is_too_long_to_print_says_so_and_keeps_what_was_typed(
    browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portals.shared.statements.making.PDF_ROWS", 2)
    answer = get(browser, "/statements/file.pdf")
    assert answer.status_code == 422
    assert "too long to print" in answer.content.decode()
    assert get(browser, "/statements/file.csv").status_code == 200


def test_a_long_statement_is_printed_as_work_shows_how_far_it_is_and_is_its_owners_alone(
    browser: Any, acme: Any, browse: Any, clara: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portals.shared.statements.pages.PDF_ROWS", 2)
    page = get(browser, "/statements/").content.decode()
    assert "PDF, printed in the background" in page
    said = dict(re.findall(r'<input type="hidden" name="(wallet|since|until)" value="([^"]+)"', page))
    begun = [browser.post("/statements/print", said) for _ in range(2)]
    assert {answer.status_code for answer in begun} == {302}
    where = begun[0]["Location"]
    assert where == begun[1]["Location"], "two clicks are one work"
    waiting = browser.get(where).content.decode()
    assert "every 2s" in waiting
    assert browser.get(f"{where}/file").status_code == 404
    with tenancy.entered(acme):
        job = Job.objects.get(kind="statement.print")
        jobs.run(job.id)
        job.refresh_from_db()
        assert (job.state, job.progress.total, job.output_name[:10]) == ("done", 5, "statement-")
        stranger = people.partner("Ivo").user
        assert not Notification.objects.filter(kind="job.ended").exists()
    done = browser.get(where).content.decode()
    assert "every 2s" not in done
    file = browser.get(f"{where}/file")
    assert body(file).startswith(b"%PDF-")
    assert "no-store" in file["Cache-Control"]
    other = browse(acme, "ib", stranger)
    for path in (f"/payouts/statements/print/{job.id}", f"/payouts/statements/print/{job.id}/file"):
        assert other.get(path).status_code == 404
    assert browser.post("/statements/print", {**said, "wallet": "EUR"}).status_code == 422


@pytest.mark.parametrize(
    "wrong", [{"since": "2026-02-31"}, {"until": "x"}, {"since": "2027-01-01", "until": "2026-01-01"}, {"wallet": "EUR"},
              {"wallet": "USD:ib"}, {"since": "1900-01-01"}]
)  # fmt: skip
def test_nonsense_is_refused_beside_its_field(browser: Any, wrong: dict[str, str]) -> None:
    for path in ("/statements/", "/statements/file.csv"):
        assert get(browser, path, **wrong).status_code == 422


def test_another_kind_of_file_does_not_exist(browser: Any) -> None:
    assert get(browser, "/statements/file.exe").status_code == 404


def test_a_partner_has_one_of_the_wallet_too(acme: Any, browse: Any) -> None:
    with tenancy.entered(acme):
        partner = people.partner("Ida")
        user = partner.user
        wallet = f"ib:{partner.number}:wallet:{partner.currency}"
        ledger.post(
            movements=[Movement("expense:rebates:" + partner.currency, wallet, Money(4_200, partner.currency), "rebates.settled")],
            key="ida",
        )  # fmt: skip
    ida = browse(acme, "ib", user)
    page = ida.get("/payouts/statements/").content.decode()
    assert "42.00" in page
    made = get(ida, "/payouts/statements/file.csv", wallet=partner.currency)
    assert "42.00" in body(made).decode()


def test_memory_stays_bounded_however_long_the_statement_is(in_acme: Any) -> None:
    """Ten times the rows, and not even twice the memory."""
    client = people.client("Long")
    wallet = f"client:{client.number}:wallet:USD"

    def peak(rows: int, first: int) -> int:
        for at in range(rows):
            ledger.post(
                movements=[Movement("psp:stripe:USD", wallet, Money(1, "USD"), "deposit.settled")] * 50, key=f"many:{first + at}"
            )  # fmt: skip
        now = clock.now()
        tracemalloc.start()
        document = document_of(
            address=wallet, holder="L", number="1", since=now.replace(day=1, hour=0), until=now
        )
        answer = as_file(document, "csv")
        size = sum(len(part) for part in answer.streaming_content)
        peaked = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert size > rows * 50 * 40
        return peaked

    few = peak(30, 0)  # 1,500 rows
    assert peak(270, 30) < 2 * few  # 15,000 rows


def test_every_format_is_tested(tmp_path: Path) -> None:
    assert set(FORMATS) == {"pdf", "csv", "xlsx"}
    assert issubclass(Refused, Exception)
