"""From the ledger's rows to a file on disk, row by row: a statement of a hundred thousand rows needs no more memory than one
of ten. The file is whole before it is sent, so nobody gets half of one."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from django.http import FileResponse
from django.utils.translation import gettext as _

from atrium.kernel import tenancy
from atrium.kernel.errors import Refused
from atrium.kernel.money import Money
from portals.shared.statements.words import what, whom
from tenants.jobs.engine.writing import EXCEL_ROWS, csv_lines, write_xlsx
from tenants.ledger import selectors as ledger
from tenants.ledger.types import Statement, StatementRow

# So many are printed while somebody waits, and so many as work that one may leave.
PDF_ROWS: Final = 5_000
PDF_MOST: Final = 100_000


@dataclass(frozen=True)
class Document:
    """What stands above the rows."""

    broker: str
    holder: str
    number: str
    statement: Statement
    first: datetime
    last: datetime


def document_of(*, address: str, holder: str, number: str, since: datetime, until: datetime) -> Document:
    """`since` and `until` in the reader's zone, half open."""
    found = ledger.statement(address, since, until)
    return Document(tenancy.require().name, holder, number, found, since, until)


def as_file(document: Document, format: str) -> FileResponse:
    write, kind = FORMATS[format]
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it has been sent
    try:
        write(document, file)
        file.seek(0)
        answer = FileResponse(
            file, as_attachment=True, filename=file_name(document, format), content_type=kind
        )
    except BaseException:
        file.close()
        raise
    answer["Cache-Control"] = "no-store"
    return answer


def file_name(document: Document, format: str) -> str:
    wallet = document.statement.opening.currency
    return f"statement-{wallet}-{document.first:%Y-%m-%d}.{format}"


def rows_of(document: Document) -> Iterator[list[Any]]:
    """The heads, what it held, each movement, what it holds then. Times in UTC."""
    statement = document.statement
    yield [_("Time (UTC)"), _("What"), _("With"), _("Amount"), _("Balance"), _("Currency"), _("Booking")]
    yield _sum(_("Opening balance"), document.first, statement.opening)
    for row in statement.rows:
        yield _cells(row)
    yield _sum(_("Closing balance"), document.last, statement.closing)


def _sum(word: str, at: datetime, money: Money) -> list[Any]:
    return [at, word, "", None, money.decimal, money.currency, ""]


def _cells(row: StatementRow) -> list[Any]:
    entry = row.entry
    return [
        entry.effective_at, what(entry), whom(entry), entry.money.decimal, row.balance.decimal, entry.money.currency,
        str(entry.transaction_id),
    ]  # fmt: skip


def _csv(document: Document, file: IO[bytes]) -> None:
    for line in csv_lines(rows_of(document)):
        file.write(line.encode())


def _xlsx(document: Document, file: IO[bytes]) -> None:
    if document.statement.count + 3 > EXCEL_ROWS:
        raise Refused(_("Excel holds no more than a million rows. Choose CSV or a shorter time."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statement.xlsx"
        write_xlsx(path, rows_of(document), title=_("Statement"))
        with path.open("rb") as made:
            while part := made.read(1 << 16):
                file.write(part)


def _pdf(document: Document, file: IO[bytes]) -> None:
    if document.statement.count > PDF_ROWS:
        raise Refused(
            _(
                "This statement has %(count)s rows, which is too long to print. Choose CSV or Excel, or a shorter time."
            )
            % {"count": f"{document.statement.count:,}"}
        )
    from portals.shared.statements.pdf import write_pdf

    write_pdf(document, file)


Write = Callable[[Document, IO[bytes]], None]
FORMATS: Final[dict[str, tuple[Write, str]]] = {
    "pdf": (_pdf, "application/pdf"),
    "csv": (_csv, "text/csv; charset=utf-8"),
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
