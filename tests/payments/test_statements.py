"""Bank statements: read in three formats, shown first, booked once, matched by reference or by a person."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from atrium.kernel.errors import Conflict, InvalidInput, Refused
from atrium.kernel.money import Money
from atrium.providers.bank import reading
from atrium.providers.bank.contract import Line, Unreadable
from tenants.approvals.models import Approval
from tenants.approvals.services import decide
from tenants.clients.models import Client
from tenants.jobs.models import Job
from tenants.jobs.services import work_off as work_off_job
from tenants.payments.models import BankAccount, BankLine, Deposit, Statement
from tenants.payments.references import reference_of, references_in
from tenants.payments.services import (
    book_statement,
    import_statement,
    match_line,
    matching,
    methods,
    start_deposit,
)
from tenants.staff.models import Member
from tests.payments.shop import assert_books_balance, clara, finance, posted, work_off

MT940 = """:20:STMT
:25:GB00ACME
:28C:1/1
:60F:C260104EUR10000,00
:61:2601050105C2500,00NTRFCRM-DEP-1001//BANKREF1
:86:PAYMENT FROM CLARA CLIENT
:61:2601050105D400,50NTRFCRM-WD-2002//BANKREF2
:61:2601050105RD10,00NMSCNONREF//BANKREF3
:62F:C260105EUR12109,50
-
"""


def camt(*entries: str, opening: str = "0.00", closing: str = "0.00", version: str = "08") -> str:
    balance = (
        '<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="USD">{amount}</Amt>'
        "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-05</Dt></Dt></Bal>"
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        "<BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>S1</Id><Acct><Id><IBAN>CY17002001280000001200527600"
        f"</IBAN></Id><Ccy>USD</Ccy></Acct>{balance.format(kind='OPBD', amount=opening)}"
        f"{balance.format(kind='CLBD', amount=closing)}{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    )


def entry(
    amount: str, text: str = "", *, sign: str = "CRDT", status: str = "<Sts><Cd>BOOK</Cd></Sts>",
    reference: str = "R1", name: str = "Clara Client", end_to_end: str = "NOTPROVIDED",
) -> str:  # fmt: skip
    return (
        f'<Ntry><Amt Ccy="USD">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd>{status}<BookgDt><Dt>2026-01-05</Dt></BookgDt>'
        f"<AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId></Refs>"
        f"<RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf>"
        "</TxDtls></NtryDtls></Ntry>"
    )


def read(tmp_path: Path, data: str | bytes, currency: str = "USD") -> tuple[list[Line], Any]:
    file = tmp_path / "statement"
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    with reading.opened(file, currency=currency) as found:
        return list(found.lines), found.head


def test_mt940_signs_and_sum_are_those_of_the_example(tmp_path: Path) -> None:
    lines, head = read(tmp_path, MT940)
    assert [line.amount for line in lines] == [Decimal("2500.00"), Decimal("-400.50"), Decimal("10.00")]
    assert (head.opening, head.closing, reading.balance_warning(head)) == (
        Decimal("10000.00"),
        Decimal("12109.50"),
        "",
    )
    assert [line.bank_reference for line in lines] == ["BANKREF1", "BANKREF2", "BANKREF3"]
    assert (lines[0].end_to_end, lines[0].text, lines[2].end_to_end) == (
        "CRM-DEP-1001",
        "PAYMENT FROM CLARA CLIENT",
        "",
    )


@pytest.mark.parametrize("version", ["02", "04", "08", "10"])
def test_camt_is_read_whatever_its_version_and_only_what_is_booked(tmp_path: Path, version: str) -> None:
    pending = entry("9.00", status="<Sts>PDNG</Sts>")
    text = camt(
        entry("500.00", "DEP"), entry("20.25", sign="DBIT"), pending, closing="479.75", version=version
    )
    lines, head = read(tmp_path, text)
    assert [line.amount for line in lines] == [Decimal("500.00"), Decimal("-20.25")]
    assert (head.left_out, head.account, reading.balance_warning(head)) == (
        1,
        "CY17002001280000001200527600",
        "",
    )
    assert (lines[0].name, lines[0].text, lines[0].end_to_end) == ("Clara Client", "DEP", "")


def test_a_batch_is_told_transaction_by_transaction(tmp_path: Path) -> None:
    parts = "".join(
        f"<TxDtls><Refs><EndToEndId>E{n}</EndToEndId></Refs><Amt Ccy='USD'>{n}.00</Amt></TxDtls>"
        for n in (1, 2)
    )
    batch = (
        '<Ntry><Amt Ccy="USD">3.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-01-05</Dt></BookgDt>'
        f"<NtryDtls>{parts}</NtryDtls></Ntry>"
    )
    lines, _ = read(tmp_path, camt(batch))
    assert [(line.amount, line.end_to_end) for line in lines] == [(1, "E1"), (2, "E2")]  # type: ignore[comparison-overlap]


def test_csv_headings_of_several_languages_and_both_ways_of_writing_amounts(tmp_path: Path) -> None:
    spanish = "Fecha;Concepto;Abono;Cargo;Divisa\n05/01/2026;Transferencia;1.234,50;;EUR\n06/01/2026;Comisión;;2,00;EUR\n"
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        lines, _ = read(tmp_path, spanish.encode(encoding))
        assert [(str(line.amount), line.text) for line in lines] == [
            ("1234.50", "Transferencia"),
            ("-2.00", "Comisión"),
        ]
    lines, _ = read(tmp_path, 'Date,Amount,Reference\n2026-01-05,"1,234.50",X\n')
    assert [(str(line.amount), line.currency, line.end_to_end) for line in lines] == [("1234.50", "USD", "X")]


BILLION_LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><Document>&b;</Document>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (camt(entry("5.00"))[:-200], "cut off or damaged"),
        ("<Document><Other/></Document>", "not a bank statement"),
        (BILLION_LAUGHS, "document type"),
        (MT940[: MT940.index(":62F:")], "there is no closing balance"),
        (MT940.replace("D400,50", "D4x0,50"), "Movement 2 cannot be read"),
        (b"\x89PNG" + b"\x00" * 300, "not text"),
        ("Name,Colour\nA,B\n", "must hold headings"),
        ("Date,Amount\n2026-01-05,NaN\n", "is not an amount"),
        ("Date,Amount\n2026-01-05,1e400\n", "is not an amount"),
        ("Date,Amount\n2026-13-05,1\n", "is not a date"),
        ("Date,Amount\n2026-01-05,5\n2026-01", "shorter than the others"),
        ("Date,Amount\n2026-01-05," + "9" * 20, "longer than an amount"),
        (b"Date,Amount,Text\n2026-01-05,5,\xc3\xa9\n2026-01-06,5,\x81\n", "letters change"),
        (camt(entry("-5.00", sign="MAYBE")), "came in or went out"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_where_and_what_to_do(
    tmp_path: Path, data: str | bytes, says: str
) -> None:
    with pytest.raises(Unreadable, match=says) as refusal:
        read(tmp_path, data)
    assert "Nothing was booked." in str(refusal.value)


def test_a_reference_is_found_in_what_banks_make_of_it_and_a_wrong_digit_is_noticed() -> None:
    good = reference_of(1042)
    digits = good.replace("-", "")[3:]
    written = (
        good,
        f"INV {good.lower()} THX",
        f"dep {digits[:4]} {digits[4:]}",
        f"DEP{digits} 2026-01-05",
        f"D E P-{digits}",
    )
    assert [references_in(text) for text in written] == [[good]] * len(written)
    for place in range(len(digits)):
        wrong = digits[:place] + str((int(digits[place]) + 1) % 10) + digits[place + 1 :]
        assert references_in(f"DEP-{wrong}") == []


@pytest.fixture
def wire(in_acme: Any) -> Any:
    account = methods.save_bank_account(code="main", label="Main", currency="USD", holder="Acme Ltd")
    method = methods.save_method(label="Bank transfer", kind="wire")
    methods.save_route(method_id=method.id, bank_account=account)
    return method


@pytest.fixture
def fay(in_acme: Any) -> Member:
    return finance("Fay")


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def begin(client: Client, wire: Any, amount: str = "500", key: str = "page-1") -> Deposit:
    money = Money.of(amount, "USD")
    urls = {"success_url": "http://a", "cancel_url": "http://b"}
    return start_deposit(client_id=client.id, money=money, key=key, method_id=wire.id, **urls)  # type: ignore[arg-type]


def bring_in(text: str, by: Member, name: str = "january.xml") -> Statement:
    one = import_statement(
        account=BankAccount.objects.get(), chunks=io.BytesIO(text.encode()), name=name, by=by
    )
    work_off_job(Job.objects.get(id=one.check_job_id))  # type: ignore[misc]
    one.refresh_from_db()
    return one


def book(one: Statement, by: Member) -> Statement:
    booked = book_statement(statement_id=one.id, by=by)
    work_off_job(Job.objects.get(id=booked.book_job_id))  # type: ignore[misc]
    one.refresh_from_db()
    return one


def test_a_transfer_with_its_reference_is_in_the_wallet_when_the_statement_is_booked(
    wire: Any, fay: Member
) -> None:
    deposit = begin(clara(), wire)
    checked = bring_in(
        camt(
            entry("500.00", f"payment {deposit.reference} thanks"), entry("3.00", sign="DBIT", reference="R2")
        ),
        fay,
    )
    report = checked.report
    assert (report["lines"], report["matched"], report["unmatched"], report["outgoing"]) == (2, 1, 0, 1)
    assert (posted("client:1:wallet:USD"), BankLine.objects.count()) == (0, 0)
    assert book(checked, fay).state == "booked"
    deposit.refresh_from_db()
    assert (
        deposit.state,
        posted("client:1:wallet:USD"),
        posted("bank:main:USD"),
        posted("suspense:USD"),
    ) == ("settled", 50_000, -50_000, 0)
    assert sorted(BankLine.objects.values_list("state", flat=True)) == ["matched", "outgoing"]
    work_off()
    assert_books_balance()


def test_the_same_file_again_and_an_overlapping_one_book_nothing_twice(wire: Any, fay: Member) -> None:
    deposit = begin(clara(), wire)
    paid, other = entry("500.00", deposit.reference), entry("7.00", "who is this", reference="R7")
    book(bring_in(camt(paid, other), fay), fay)
    again = bring_in(camt(paid, other), fay)
    assert (again.report["known"], again.report["warnings"][-1]) == (
        2,
        "This very file was booked before. Nothing in it is new.",
    )
    book(again, fay)
    book(bring_in(camt(other, paid, entry("9.00", reference="R9")), fay, "february.xml"), fay)
    assert (BankLine.objects.count(), posted("client:1:wallet:USD"), posted("suspense:USD")) == (
        3,
        50_000,
        1_600,
    )
    assert_books_balance()


def test_two_lines_alike_in_everything_are_two_payments_in_every_file(wire: Any, fay: Member) -> None:
    twice = camt(entry("5.00", reference=""), entry("5.00", reference=""))
    book(bring_in(twice, fay), fay)
    book(bring_in(twice, fay), fay)
    assert (BankLine.objects.count(), posted("suspense:USD")) == (2, 1_000)


def test_money_without_a_reference_waits_in_suspense_until_a_person_says_whose_it_is(
    wire: Any, fay: Member
) -> None:
    deposit = begin(clara(), wire)
    book(bring_in(camt(entry("500.00", "for my account", name="CLIENT CLARA")), fay), fay)
    line = BankLine.objects.get()
    assert (line.state, posted("suspense:USD"), posted("client:1:wallet:USD")) == ("open", 50_000, 0)
    found = matching.suggestions(line)
    assert [(one.deposit, one.alike, one.same_amount) for one in found] == [(deposit, 100, True)]
    assert match_line(line_id=line.id, deposit_id=deposit.id, by=fay.user_id).state == "settled"
    assert match_line(line_id=line.id, deposit_id=deposit.id, by=fay.user_id).state == "settled"
    assert (posted("suspense:USD"), posted("client:1:wallet:USD")) == (0, 50_000)
    assert_books_balance()


def test_another_amount_by_wire_goes_to_review_and_a_second_person_lets_it_in(wire: Any, fay: Member) -> None:
    deposit = begin(clara(), wire)
    book(bring_in(camt(entry("490.00", deposit.reference)), fay), fay)
    deposit.refresh_from_db()
    assert (deposit.state, posted("suspense:USD"), posted("client:1:wallet:USD")) == ("review", 49_000, 0)
    assert_books_balance()
    decide(approval_id=Approval.objects.get().id, by=finance("Finn").user_id, outcome="approved")
    assert work_off() == []
    deposit.refresh_from_db()
    assert (deposit.state, posted("suspense:USD"), posted("client:1:wallet:USD")) == ("settled", 0, 49_000)
    assert_books_balance()


def test_a_second_transfer_with_the_same_reference_is_kept_and_not_booked_to_anybody(
    wire: Any, fay: Member
) -> None:
    deposit = begin(clara(), wire)
    book(
        bring_in(
            camt(entry("500.00", deposit.reference), entry("500.00", deposit.reference, reference="R2")), fay
        ),
        fay,
    )
    lines = BankLine.objects.order_by("number")
    assert [line.state for line in lines] == ["matched", "open"]
    assert lines[1].why == f"{deposit.reference} has its money already."
    assert (posted("client:1:wallet:USD"), posted("suspense:USD")) == (50_000, 50_000)
    with pytest.raises(Conflict, match="its money already"):
        match_line(line_id=lines[1].id, deposit_id=deposit.id, by=fay.user_id)
    assert_books_balance()


def test_a_line_is_matched_once_and_in_its_own_currency(wire: Any, fay: Member) -> None:
    first, second = begin(clara(), wire), None
    second = begin(first.client, wire, "600", "page-2")
    book(bring_in(camt(entry("500.00", "x")), fay), fay)
    line = BankLine.objects.get()
    match_line(line_id=line.id, deposit_id=first.id, by=fay.user_id)
    with pytest.raises(Conflict, match="somebody's already"):
        match_line(line_id=line.id, deposit_id=second.id, by=fay.user_id)


def test_a_statement_of_another_currency_is_refused_before_anything_is_booked(wire: Any, fay: Member) -> None:
    refused = bring_in(MT940, fay, "euro.sta")
    assert refused.state == "refused"
    assert "Main is an account in USD" in refused.report["error"]
    with pytest.raises((Conflict, Refused)):
        book_statement(statement_id=refused.id, by=fay)
    assert not BankLine.objects.exists()


def test_a_file_that_is_no_statement_leaves_nothing_behind(wire: Any, fay: Member) -> None:
    with pytest.raises(InvalidInput, match="Nothing was booked"):
        import_statement(account=BankAccount.objects.get(), chunks=[b"hello"], name="x.txt", by=fay)
    assert not Statement.objects.exists()


def test_amounts_finer_than_the_currency_are_rounded_towards_zero_and_the_rest_is_kept(
    wire: Any, fay: Member
) -> None:
    book(bring_in("Date,Amount,Text\n2026-01-05,10.009,a\n", fay, "x.csv"), fay)
    line = BankLine.objects.get()
    assert (line.amount_minor, line.rest, posted("suspense:USD")) == (1_000, Decimal("0.009"), 1_000)


def test_a_booking_that_is_cut_off_goes_on_where_it_was(
    wire: Any, fay: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tenants.payments.services import statements

    rows = "".join(f"2026-01-05,1.00,line {number}\n" for number in range(500))
    one = bring_in(f"Date,Amount,Text\n{rows}", fay, "x.csv")
    booking = statements._book_rows
    calls: list[int] = []

    def dies_at_the_second(statement: Statement, them: Any) -> None:
        booking(statement, them)
        calls.append(len(them))
        if len(calls) == 2:
            raise RuntimeError("gone")

    monkeypatch.setattr(statements, "_book_rows", dies_at_the_second)
    book(one, fay)
    assert (BankLine.objects.count(), posted("suspense:USD"), one.state) == (500, 50_000, "booked")
    assert calls[:3] == [200, 200, 200]
    assert_books_balance()


@pytest.mark.timeout(300)
def test_a_hundred_thousand_lines_are_read_through_to_the_end(tmp_path: Path) -> None:
    rows = "".join(f"2026-01-05,1.00,line {number}\n" for number in range(100_000))
    file = tmp_path / "big"
    file.write_text(f"Date,Amount,Text\n{rows}")
    with reading.opened(file, currency="USD") as found:
        count = sum(1 for _ in found.lines)
    assert (count, found.head.total) == (100_000, Decimal(100_000))
    entries = [entry("1.00", f"line {number}", reference=f"R{number}") for number in range(100_000)]
    file.write_text(camt(*entries, closing="100000.00"))
    with reading.opened(file, currency="USD") as found:
        assert sum(1 for _ in found.lines) == 100_000
    assert reading.balance_warning(found.head) == ""
