"""MT940, SWIFT's statement: tagged lines, amounts with a comma, marks for what came in, went out or was taken back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from atrium.providers.bank.contract import Head, Line, Statement, Unreadable, amount_of

_TAG: Final = re.compile(r":(\d{2}[A-Z]?):(.*)")
_BALANCE: Final = re.compile(r"([CD])(\d{6})([A-Z]{3})([\d,]+)")
_LINE: Final = re.compile(
    r"(?P<day>\d{6})(?P<entry>\d{4})?(?P<mark>RC|RD|C|D)(?P<funds>[A-Z])?(?P<amount>\d+,\d*)"
    r"(?P<kind>[NFS][A-Z0-9]{3})(?P<reference>[^/\n]*)(?://(?P<bank>[^\n]*))?(?:\n(?P<more>.*))?",
    re.DOTALL,
)
# A credit that is taken back is a debit, and the other way round.
_SIGNS: Final = {"C": 1, "D": -1, "RC": -1, "RD": 1}


def read(lines: Iterable[str]) -> Statement:
    head = Head(format="MT940")
    return Statement(head, _lines(lines, head))


def _lines(lines: Iterable[str], head: Head) -> Iterator[Line]:
    waiting: str | None = None
    for number, tag, text in _fields(lines):
        if waiting is not None:
            yield head.counted(_line(waiting, text if tag == "86" else "", head))
            waiting = None
        if tag == "61":
            waiting = text
        elif tag == "25":
            head.account = head.account or text.strip()
        elif tag in ("60F", "60M", "62F", "62M"):
            _take_balance(tag, text, head, number)
    if waiting is not None:
        yield head.counted(_line(waiting, "", head))
    if not head.currency:
        raise Unreadable(
            "This is not a bank statement in MT940: it has no opening balance. Nothing was booked."
        )
    if head.closing is None:
        raise Unreadable(
            f"The file is cut off: after {head.lines} lines there is no closing balance. "
            "Download it from the bank once more. Nothing was booked."
        )


def _fields(lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """(line number, tag, text); what follows without a tag belongs to the tag before it."""
    tag, text, at = "", [""], 0
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        found = _TAG.match(line)
        if found is None and tag and line.strip() not in ("-", "-}", ""):
            text.append(line)
        if found is None:
            continue
        if tag:
            yield at, tag, "\n".join(text)
        tag, text, at = found[1], [found[2]], number
    if tag:
        yield at, tag, "\n".join(text)


def _take_balance(tag: str, text: str, head: Head, number: int) -> None:
    found = _BALANCE.match(text)
    if found is None:
        raise Unreadable(f"Line {number}: the balance cannot be read. Nothing was booked.")
    head.currency = head.currency or found[3]
    value = _amount(found[4], f"Line {number}") * (1 if found[1] == "C" else -1)
    if tag.startswith("60"):
        head.statements += 1
        head.opening = value if head.opening is None else head.opening
        head.closing = None
    else:
        head.closing = value


def _line(text: str, details: str, head: Head) -> Line:
    where = f"Movement {head.lines + 1}"
    found = _LINE.match(text)
    if found is None:
        raise Unreadable(f"{where} cannot be read: “{text[:40]}”. Nothing was booked.")
    valued = _day(found["day"], where)
    reference = found["reference"].strip()
    note = " ".join((details or found["more"] or "").split())
    return Line(
        number=head.lines + 1,
        booked_on=_booked(valued, found["entry"], where),
        amount=_amount(found["amount"], where) * _SIGNS[found["mark"]],
        currency=head.currency,
        bank_reference=(found["bank"] or "").strip()[:140],
        end_to_end="" if reference == "NONREF" else reference[:140],
        text=_plain(note)[:600],
        name=_name(note)[:200],
        iban=_iban(note)[:42],
    )


def _booked(valued: date, entry: str | None, where: str) -> date:
    """The entry's month and day are in the year that is nearest to the day of value."""
    if not entry:
        return valued
    years = (valued.year - 1, valued.year, valued.year + 1)
    days = [_maybe(year, entry) for year in years]
    return min((day for day in days if day), key=lambda day: abs((day - valued).days), default=valued)


def _maybe(year: int, entry: str) -> date | None:
    try:
        return date(year, int(entry[:2]), int(entry[2:]))
    except ValueError:
        return None


def _day(text: str, where: str) -> date:
    try:
        return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        raise Unreadable(f"{where} has no real date: {text}. Nothing was booked.") from None


def _amount(text: str, where: str) -> Decimal:
    return amount_of(text.replace(",", ".").rstrip("."), where)


def _plain(note: str) -> str:
    """Without the field marks (?20, /REMI/) that some banks put between the words."""
    return " ".join(re.sub(r"\?\d{2}|/[A-Z]{4}/", " ", note).split())


def _name(note: str) -> str:
    found = re.search(r"/NAME/([^/]+)", note) or re.search(r"\?32([^?]+)", note)
    return found[1].strip() if found else ""


def _iban(note: str) -> str:
    found = re.search(r"(?:/IBAN/|\?31)\s*([A-Z]{2}\d{2}[A-Z0-9]{11,30})", note)
    return found[1] if found else ""
