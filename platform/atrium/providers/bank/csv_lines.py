"""Statements as CSV: every bank has headings of its own, so they are known by their words, in several languages."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from atrium.providers.bank.contract import Head, Line, Statement, Unreadable, amount_of

_HEADINGS: Final[Mapping[str, str]] = {
    "booked_on": "booking date|date|booked|fecha|buchungstag|buchungsdatum|posting date|transaction date|fecha operacion|日期",
    "amount": "amount|importe|betrag|sum|金额",
    "credit": "credit|paid in|money in|abono|haben|ingresos",
    "debit": "debit|paid out|money out|cargo|soll|gastos",
    "currency": "currency|ccy|divisa|moneda|währung|waehrung|币种",
    "bank_reference": "bank reference|transaction id|id|bank ref|referencia banco",
    "end_to_end": "reference|end to end|end-to-end id|referencia|payment reference|kundenreferenz|参考",
    "text": "description|details|text|concepto|verwendungszweck|narrative|remittance|memo|摘要",
    "name": "name|counterparty|payer|ordenante|auftraggeber|beguenstigter/zahlungspflichtiger|payee|对方",
    "iban": "iban|account|counterparty account|cuenta|kontonummer/iban",
}
_KNOWN: Final = {word: field for field, words in _HEADINGS.items() for word in words.split("|")}


def read(lines: Iterable[str], *, currency: str) -> Statement:
    """`currency` is the account's, where the file names none."""
    head = Head(format="CSV", currency=currency, statements=1)
    return Statement(head, _lines(lines, head))


def _lines(lines: Iterable[str], head: Head) -> Iterator[Line]:
    text = iter(lines)
    first = next(text, "")
    columns = _columns(first)
    reader = csv.reader(text, delimiter=_delimiter(first))
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield head.counted(_line(cells, columns, head, reader.line_num + 1))
    except csv.Error as error:
        raise Unreadable(
            f"Line {reader.line_num + 1} cannot be read: {error}. Nothing was booked."
        ) from error


def _delimiter(first: str) -> str:
    return max(";,\t|", key=first.count)


def _columns(first: str) -> dict[str, int]:
    headings = next(csv.reader([first.lstrip("\ufeff")], delimiter=_delimiter(first)), [])
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        field = _KNOWN.get(" ".join(heading.strip().lower().split()))
        if field and field not in found:
            found[field] = place
    if "booked_on" not in found or not {"amount", "credit", "debit"} & found.keys():
        raise Unreadable(
            "The first line must hold headings, with one for the date and one for the amount "
            "(Date, Amount, Currency, Reference, Description, Name, IBAN). Nothing was booked."
        )
    return found


def _line(cells: list[str], columns: Mapping[str, int], head: Head, number: int) -> Line:
    where = f"Line {number}"
    last = max(columns[name] for name in columns if name in ("booked_on", "amount", "credit", "debit"))
    if len(cells) <= last:
        raise Unreadable(
            f"{where} is shorter than the others: the file is cut off or damaged. Nothing was booked."
        )

    def cell(name: str) -> str:
        place = columns.get(name, -1)
        return " ".join(cells[place].split()) if 0 <= place < len(cells) else ""

    currency = cell("currency").upper() or head.currency
    return Line(
        number=head.lines + 1,
        booked_on=_day(cell("booked_on"), where),
        amount=_amount(cell, where),
        currency=currency,
        bank_reference=cell("bank_reference")[:140],
        end_to_end=cell("end_to_end")[:140],
        text=cell("text")[:600],
        name=cell("name")[:200],
        iban=cell("iban").replace(" ", "")[:42],
    )


def _amount(cell: object, where: str) -> Decimal:
    assert callable(cell)
    if cell("amount"):
        return _plain(cell("amount"), where)
    credit, debit = cell("credit"), cell("debit")
    if not credit and not debit:
        raise Unreadable(f"{where} has no amount. Nothing was booked.")
    came = _plain(credit, where) if credit else Decimal(0)
    return came - (abs(_plain(debit, where)) if debit else Decimal(0))


def _plain(text: str, where: str) -> Decimal:
    """1,234.50 and 1.234,50 alike: the last of the two signs is the decimal one."""
    plain = re.sub(r"[\s\u00a0'’]", "", text)
    if "," in plain and "." in plain:
        thousands = "," if plain.rindex(".") > plain.rindex(",") else "."
        plain = plain.replace(thousands, "")
    return amount_of(plain.replace(",", "."), where)


def _day(text: str, where: str) -> date:
    found = re.fullmatch(r"(\d{4})[-./]?(\d{2})[-./]?(\d{2})(?:[T ].*)?", text)
    if found is None:
        turned = re.fullmatch(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?: .*)?", text)
        parts = (turned[3], turned[2], turned[1]) if turned else None
    else:
        parts = (found[1], found[2], found[3])
    try:
        if parts is None:
            raise ValueError
        return date(*map(int, parts))
    except ValueError:
        raise Unreadable(
            f"{where}: “{text[:20]}” is not a date. Write it like 2026-01-31. Nothing was booked."
        ) from None
