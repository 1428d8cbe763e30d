"""camt.053, the statement of ISO 20022: read by the local names of its elements, so that every version is understood."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import BinaryIO, Final
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from atrium.providers.bank.contract import Head, Line, Statement, Unreadable, amount_of

_ENDS: Final = {"Bal", "Ntry", "Id", "Ccy", "Stmt"}


def read(file: BinaryIO) -> Statement:
    head = Head(format="camt.053")
    return Statement(head, _lines(file, head))


def _lines(file: BinaryIO, head: Head) -> Iterator[Line]:
    """Entry by entry: what was read is forgotten, so a large file needs no large memory."""
    path: list[str] = []
    entries = 0
    try:
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
            name = _local(element)
            if event == "start":
                path.append(name)
                continue
            path.pop()
            if name == "Ntry":
                entries += 1
                yield from _entry(element, head, entries)
                element.clear()
            elif name in _ENDS:
                _take_head(name, element, path, head)
    except (ParseError, DefusedXmlException, UnicodeError, LookupError) as error:
        raise Unreadable(_words(error, entries)) from error
    if not head.statements:
        raise Unreadable(
            "This is XML but not a bank statement (camt.053). Ask the bank for the statement itself. Nothing was booked."
        )


def _words(error: Exception, entries: int) -> str:
    line = getattr(error, "position", (0, 0))[0]
    where = f"at line {line}, " if line else ""
    if isinstance(error, DefusedXmlException):
        return (
            "This XML holds a document type, which no statement has, so it was not read. Nothing was booked."
        )
    return (
        f"The file cannot be read to its end: {where}after {entries} entries it is cut off or damaged. "
        "Download it from the bank once more. Nothing was booked."
    )


def _take_head(name: str, element: Element, path: list[str], head: Head) -> None:
    if name == "Stmt":
        head.statements += 1
        element.clear()
    elif name == "Bal":
        _take_balance(element, head)
    elif name == "Ccy" and path[-1:] == ["Acct"]:
        head.currency = head.currency or (element.text or "").strip()
    elif name == "Id" and path[-1:] == ["Acct"]:
        head.account = head.account or _deep(element, "IBAN") or _deep(element, "Id")


def _take_balance(element: Element, head: Head) -> None:
    kind = _at(element, "Tp", "CdOrPrtry", "Cd")
    amount = _child(element, "Amt")
    if amount is None:
        return
    value = amount_of(amount.text or "", f"Balance {kind}") * _sign(element, f"Balance {kind}")
    head.currency = head.currency or str(amount.get("Ccy") or "")
    # Several statements in one file follow each other: the first opens, the last closes.
    if kind in ("OPBD", "PRCD") and head.opening is None:
        head.opening = value
    elif kind == "CLBD":
        head.closing = value


def _entry(entry: Element, head: Head, number: int) -> Iterator[Line]:
    """Only what is booked moves money. A batch is told transaction by transaction where they add up to it."""
    where = f"Entry {number}"
    status = _child(entry, "Sts")
    code = (_at(entry, "Sts", "Cd") or (status.text if status is not None else "") or "").strip()
    if code and code != "BOOK":
        head.left_out += 1
        return
    amount = _child(entry, "Amt")
    if amount is None:
        raise Unreadable(f"{where} has no amount. Nothing was booked.")
    sign, currency = _sign(entry, where), str(amount.get("Ccy") or head.currency)
    whole = amount_of(amount.text or "", where) * sign
    booked = _day(
        _at(entry, "BookgDt", "Dt") or _at(entry, "BookgDt", "DtTm") or _at(entry, "ValDt", "Dt"), where
    )
    bank = _at(entry, "AcctSvcrRef") or _at(entry, "NtryRef")
    parts = [one for details in _children(entry, "NtryDtls") for one in _children(details, "TxDtls")]
    amounts = [_part_amount(part, sign, where) for part in parts]
    if len(parts) > 1 and None not in amounts and sum(filter(None, amounts), Decimal(0)) == whole:
        for place, (part, value) in enumerate(zip(parts, amounts, strict=True), 1):
            reference = _at(part, "Refs", "AcctSvcrRef") or _at(part, "Refs", "TxId") or f"{bank}/{place}"
            yield head.counted(
                _line(part, entry, head.lines + 1, booked, value or Decimal(0), currency, reference)
            )
        return
    detail = parts[0] if parts else entry
    reference = bank or (_at(parts[0], "Refs", "AcctSvcrRef") if parts else "")
    yield head.counted(_line(detail, entry, head.lines + 1, booked, whole, currency, reference))


def _line(
    part: Element, entry: Element, number: int, booked: date, amount: Decimal, currency: str, reference: str
) -> Line:
    side = "Dbtr" if amount >= 0 else "Cdtr"
    notes = [_text(one) for info in _children(part, "RmtInf") for one in _all(info, "Ustrd")]
    notes += [_text(one) for info in _children(part, "RmtInf") for one in _all(info, "Ref")]
    notes += [_text(one) for one in _children(entry, "AddtlNtryInf") + _children(part, "AddtlTxInf")]
    end_to_end = _at(part, "Refs", "EndToEndId")
    return Line(
        number=number,
        booked_on=booked,
        amount=amount,
        currency=currency,
        bank_reference=reference[:140],
        end_to_end="" if end_to_end == "NOTPROVIDED" else end_to_end[:140],
        text=" ".join(filter(None, notes))[:600],
        name=(_at(part, "RltdPties", side, "Nm") or _at(part, "RltdPties", side, "Pty", "Nm"))[:200],
        iban=_at(part, "RltdPties", f"{side}Acct", "Id", "IBAN")[:42],
    )


def _part_amount(part: Element, sign: int, where: str) -> Decimal | None:
    found = _child(part, "Amt")
    if found is None:
        details = _child(part, "AmtDtls")
        found = next(iter(_all(details, "Amt")), None) if details is not None else None
    return None if found is None else amount_of(found.text or "", where) * sign


def _sign(element: Element, where: str) -> int:
    mark = _at(element, "CdtDbtInd")
    if mark not in ("CRDT", "DBIT"):
        raise Unreadable(f"{where} does not say whether it came in or went out. Nothing was booked.")
    return 1 if mark == "CRDT" else -1


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Unreadable(f"{where} has no date of booking. Nothing was booked.") from None


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if _local(child) == name]


def _child(element: Element, name: str) -> Element | None:
    return next(iter(_children(element, name)), None)


def _at(element: Element, *path: str) -> str:
    found: Element | None = element
    for name in path:
        found = None if found is None else _child(found, name)
    return "" if found is None else _text(found)


def _all(element: Element, name: str) -> list[Element]:
    return [one for one in element.iter() if _local(one) == name]


def _deep(element: Element, name: str) -> str:
    found = next((one for one in _all(element, name) if one is not element and _text(one)), None)
    return "" if found is None else _text(found)


def _text(element: Element) -> str:
    return " ".join((element.text or "").split())
