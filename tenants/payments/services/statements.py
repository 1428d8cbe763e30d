"""A bank statement comes in: read through and shown first, booked when somebody says so. Nothing is booked twice."""

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import ROUND_DOWN, Context, Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money, minor_units
from atrium.providers.bank import reading
from atrium.providers.bank.contract import Line, Unreadable
from tenants.jobs import files
from tenants.jobs import services as jobs
from tenants.jobs.models import Job
from tenants.jobs.services import Run
from tenants.ledger import services as ledger
from tenants.staff.models import Member

from .. import postings, references
from ..models import BankAccount, BankLine, Deposit, Statement
from . import bank_results, matching

FOLDER: Final = "statements"
CHECK: Final = "payments.statement.check"
BOOK: Final = "payments.statement.book"
SHOWN: Final = 100
_BATCH: Final = 200
_EXACT: Final = Context(prec=40)


def import_statement(*, account: BankAccount, chunks: Iterable[bytes], name: str, by: Member) -> Statement:
    """The file is kept and read through by a job; `book_statement` books it. A file that is no statement says why."""
    one = Statement(
        id=new_id(), account=account, name=Path(name).name[:200] or "statement", uploaded_by=by.user_id
    )
    path = path_of(one)
    try:
        files.write(path, chunks)
        one.digest = _digest(path)
        _look(path, account.currency)
    except Unreadable as refusal:
        files.remove(FOLDER, one.id)
        raise InvalidInput(str(refusal), field="file") from refusal
    with transaction.atomic():
        one.save(force_insert=True)
        title = f"Reading {one.name}"
        job = jobs.start(kind=CHECK, params={"statement_id": str(one.id)}, by=by, title=title)
        one.check_job_id = job.id
        one.save(update_fields=["check_job_id"])
    return one


@transaction.atomic
def book_statement(*, statement_id: uuid.UUID, by: Member) -> Statement:
    one = _locked(statement_id)
    if one.state == Statement.State.BOOKED or (one.state == Statement.State.BOOKING and _is_running(one)):
        return one
    if one.state not in (Statement.State.CHECKED, Statement.State.BOOKING):
        raise Conflict("This statement has not been read through yet. Nothing was booked.")
    title = f"Booking {one.name}"
    job = jobs.start(
        kind=BOOK, params={"statement_id": str(one.id)}, by=by, title=title, total=one.report.get("lines")
    )
    one.state, one.book_job_id = Statement.State.BOOKING, job.id
    one.save(update_fields=["state", "book_job_id"])
    return one


def check(run: Run) -> None:
    """The dry run: every line is read and compared, nothing is written but the report."""
    one = _of(run)
    tally = Tally(one)
    making = rows_of(one).with_suffix(".part")
    try:
        with reading.opened(path_of(one), currency=one.account.currency) as found, making.open("w") as file:
            for rows in _batched(_fingerprinted(found.lines), _BATCH):
                tally.take(rows)
                file.writelines(_written(line, fingerprint) for line, fingerprint in rows)
                run.step(found.head.lines, phase="Reading and comparing lines")
    except Unreadable as refusal:
        Statement.objects.filter(id=one.id).update(
            state=Statement.State.REFUSED, report={"error": str(refusal)}
        )
        raise Refused(str(refusal)) from refusal
    making.replace(rows_of(one))
    report = tally.report(found.head)
    Statement.objects.filter(id=one.id).update(state=Statement.State.CHECKED, report=report)
    run.finish(_words(report), result={"statement_id": str(one.id)})


def book(run: Run) -> None:
    """Chunk by chunk, each in one transaction with its postings and matches; it goes on where it was cut off."""
    one = _of(run)
    done = int(run.state.get("done", 0))
    for rows in _batched(islice(_rows(one), done, None), _BATCH):
        with run.chunk():
            # One statement of an account at a time: two overlapping files never book a line side by side.
            BankAccount.objects.select_for_update(no_key=True).get(id=one.account_id)
            _book_rows(one, rows)
            done += len(rows)
            run.checkpoint({"done": done}, done=done)
    lines = BankLine.objects.filter(statement=one)
    counts = Counter(lines.values_list("state", flat=True))
    report = one.report | {"booked": sum(counts.values()), "states": dict(counts)}
    Statement.objects.filter(id=one.id).update(state=Statement.State.BOOKED, report=report)
    run.finish(
        f"{sum(counts.values()):,} new lines booked: {counts[BankLine.State.MATCHED]:,} matched, "
        f"{counts[BankLine.State.OPEN]:,} nobody's yet, {counts[BankLine.State.OUTGOING]:,} went out.",
        result={"statement_id": str(one.id)},
    )


def _book_rows(one: Statement, rows: list[tuple[Line, str]]) -> None:
    known = set(
        BankLine.objects.filter(
            account=one.account, fingerprint__in=[fingerprint for _, fingerprint in rows]
        ).values_list("fingerprint", flat=True)
    )
    made = [_row(one, line, fingerprint) for line, fingerprint in rows if fingerprint not in known]
    BankLine.objects.bulk_create(made)
    for line in made:
        if line.amount_minor > 0:
            ledger.post(movements=[postings.bank_received(one.account, line.money)], key=f"bank:{line.id}")
            if matching.match_by_reference(line) is None:
                bank_results.match_payout(line)
        else:
            bank_results.match_payout(line)


def _row(one: Statement, line: Line, fingerprint: str) -> BankLine:
    money, rest = money_of(line)
    return BankLine(
        account=one.account,
        statement=one,
        fingerprint=fingerprint,
        number=line.number,
        booked_on=line.booked_on,
        amount_minor=money.amount_minor,
        currency=money.currency,
        rest=rest,
        bank_reference=line.bank_reference,
        end_to_end=line.end_to_end,
        text=line.text,
        name=line.name,
        iban=line.iban,
        state=BankLine.State.OPEN if money.amount_minor > 0 else BankLine.State.OUTGOING,
    )


def money_of(line: Line) -> tuple[Money, Decimal]:
    """In minor units, towards zero; what the bank wrote finer is the rest."""
    step = Decimal(1).scaleb(-minor_units(line.currency))
    whole = line.amount.quantize(step, ROUND_DOWN, _EXACT)
    return Money.of(whole, line.currency), line.amount - whole


class Tally:
    """Counts, and the first lines as they will be booked."""

    def __init__(self, one: Statement) -> None:
        self.one = one
        self.counts: Counter[str] = Counter()
        self.shown: list[dict[str, Any]] = []

    def take(self, rows: list[tuple[Line, str]]) -> None:
        account = self.one.account
        known = set(
            BankLine.objects.filter(
                account=account, fingerprint__in=[print_ for _, print_ in rows]
            ).values_list("fingerprint", flat=True)
        )
        waiting = _waiting(line for line, _ in rows)
        for line, fingerprint in rows:
            if line.currency != account.currency:
                raise Unreadable(
                    f"Line {line.number} is in {line.currency}, and {account.label} is an account in "
                    f"{account.currency}. Choose the right account. Nothing was booked."
                )
            what = _fate(line, fingerprint in known, waiting)
            self.counts["lines"] += 1
            self.counts[what] += 1
            if len(self.shown) < SHOWN:
                self.shown.append(_shown(line, what))

    def report(self, head: Any) -> dict[str, Any]:
        warnings = [*head.warnings, reading.balance_warning(head), *self._of_account(head), *self._again()]
        return {
            **{name: self.counts[name] for name in ("lines", "known", "matched", "unmatched", "outgoing")},
            "format": head.format,
            "opening": None if head.opening is None else str(head.opening),
            "closing": None if head.closing is None else str(head.closing),
            "left_out": head.left_out,
            "warnings": [warning for warning in warnings if warning],
            "shown": self.shown,
        }

    def _of_account(self, head: Any) -> list[str]:
        iban = self.one.account.iban.replace(" ", "")
        told = head.account.replace(" ", "")
        if iban and told and iban not in told:
            return [f"The file says it is of account {told}, and you chose {iban}. Look twice."]
        return []

    def _again(self) -> list[str]:
        same = Statement.objects.filter(
            account=self.one.account, digest=self.one.digest, state=Statement.State.BOOKED
        ).first()
        return [] if same is None else ["This very file was booked before. Nothing in it is new."]


def _fate(line: Line, is_known: bool, waiting: set[str]) -> str:
    if is_known:
        return "known"
    if line.amount <= 0:
        return "outgoing"
    found = references.references_in(line.end_to_end, line.text, line.bank_reference)
    return "matched" if waiting & set(found) else "unmatched"


def _waiting(lines: Iterable[Line]) -> set[str]:
    """References in these lines whose deposits wait for their money."""
    named = {
        one
        for line in lines
        for one in references.references_in(line.end_to_end, line.text, line.bank_reference)
    }
    rows = Deposit.objects.filter(reference__in=named, received_minor__isnull=True)
    return set(rows.values_list("reference", flat=True))


def _shown(line: Line, what: str) -> dict[str, Any]:
    money, _ = money_of(line)
    return {
        "number": line.number,
        "day": line.booked_on.isoformat(),
        "money": [money.amount_minor, money.currency],
        "name": line.name,
        "text": " ".join(filter(None, (line.end_to_end, line.text)))[:140],
        "what": what,
    }


def path_of(one: Statement) -> Path:
    return files.folder(FOLDER, one.id) / "statement"


def rows_of(one: Statement) -> Path:
    return files.folder(FOLDER, one.id) / "rows"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _look(path: Path, currency: str) -> None:
    """The first line at least, so that a file of another kind is refused before anybody waits for it."""
    with reading.opened(path, currency=currency) as found:
        next(found.lines, None)


def _fingerprinted(lines: Iterator[Line]) -> Iterator[tuple[Line, str]]:
    """Lines alike in everything are told apart by their ordinal: a repeated file has the same ones."""
    seen: Counter[str] = Counter()
    for line in lines:
        identity = line.identity()
        ordinal, seen[identity] = seen[identity], seen[identity] + 1
        yield line, hashlib.sha256(f"{identity}:{ordinal}".encode()).hexdigest()


def _written(line: Line, fingerprint: str) -> str:
    facts = {name: str(getattr(line, name)) for name in Line.__slots__ if name != "number"}
    return json.dumps([line.number, fingerprint, facts], ensure_ascii=False) + "\n"


def _rows(one: Statement) -> Iterator[tuple[Line, str]]:
    from datetime import date

    with rows_of(one).open(encoding="utf-8") as file:
        for text in file:
            number, fingerprint, facts = json.loads(text)
            facts["booked_on"] = date.fromisoformat(facts["booked_on"])
            facts["amount"] = Decimal(facts["amount"])
            yield Line(number=number, **facts), fingerprint


def _batched(rows: Iterable[tuple[Line, str]], size: int) -> Iterator[list[tuple[Line, str]]]:
    them = iter(rows)
    while batch := list(islice(them, size)):
        yield batch


def _of(run: Run) -> Statement:
    rows = Statement.objects.select_related("account")
    one = rows.filter(id=uuid.UUID(run.params["statement_id"])).first()
    if one is None or not path_of(one).exists():
        raise NotFound("The file of this statement is gone. Upload it again; nothing was booked.")
    return one


def _locked(statement_id: uuid.UUID) -> Statement:
    one = Statement.objects.select_for_update().filter(id=statement_id).first()
    if one is None:
        raise NotFound("There is no such statement.")
    return one


def _is_running(one: Statement) -> bool:
    """A booking that failed or was cancelled may be begun again: what it had booked is known and left out."""
    if one.book_job_id is None:
        return False
    return Job.objects.filter(id=one.book_job_id).exclude(state__in=["done", "failed", "cancelled"]).exists()


def _words(report: dict[str, Any]) -> str:
    return (
        f"{report['lines']:,} lines read: {report['matched']:,} match a deposit, {report['unmatched']:,} do not, "
        f"{report['outgoing']:,} went out, {report['known']:,} are known already."
    )
