"""Payment files for a bank: ISO 20022 customer credit transfer initiation, pain.001.001.09.

The same batch always gives the same bytes. Order and names of the elements follow the schema; what a person wrote is
brought to the character set that every SEPA bank must take, because one wrong letter lets a bank refuse the whole file.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import Money

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_ALLOWED: Final = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d",
     "Đ": "D", "þ": "th", "Þ": "Th", "&": "+", "_": "-", "–": "-", "—": "-", "’": "'"}
)  # fmt: skip
_LONGEST_NAME: Final = 70
_LONGEST_TEXT: Final = 140
_ID: Final = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]{1,35}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Payment:
    """One transfer. `end_to_end_id` comes back on statements: by it we know our payments again."""

    end_to_end_id: str
    money: Money
    holder: str
    iban: str
    bic: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one of the broker's accounts is to pay on one day, all in one currency."""

    message_id: str
    made_at: datetime
    pay_on: date
    initiator: str
    holder: str
    iban: str
    bic: str
    payments: Sequence[Payment]


def write(batch: Batch) -> bytes:
    total = _checked(batch)
    document = Element("Document", {"xmlns": NAMESPACE})
    root = SubElement(document, "CstmrCdtTrfInitn")
    _header(root, batch, total)
    _instruction(root, batch, total)
    indent(document, space="  ")
    body: bytes = tostring(document, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"


def plain_text(written: str, longest: int) -> str:
    """Letters without their marks, and only characters that every bank takes; “?” where nothing else is left."""
    bare = unicodedata.normalize("NFKD", written.translate(_LETTERS))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    text = " ".join(_ALLOWED.sub(" ", bare).split())[:longest].strip()
    # A slash at an end, or two of them, are field marks of the older networks that such files are turned into.
    text = re.sub(r"/{2,}", "/", text).strip("/").strip()
    return text or "?"


def _checked(batch: Batch) -> Money:
    """The control sum, when all of it can be one file."""
    if not batch.payments:
        raise InvalidInput("A file needs at least one payment.")
    first = batch.payments[0].money
    total = Money(0, first.currency)
    ids = [payment.end_to_end_id for payment in batch.payments]
    for payment in batch.payments:
        if payment.money.currency != first.currency:
            raise InvalidInput("All payments of one file are in one currency.")
        if payment.money.amount_minor <= 0:
            raise InvalidInput(f"{payment.end_to_end_id}: the amount must be more than zero.")
        total += payment.money
    if len(set(ids)) < len(ids) or not all(_ID.fullmatch(one) for one in (batch.message_id, *ids)):
        raise InvalidInput("Each payment needs an id of its own, of at most 35 plain characters.")
    return total


def _header(root: Element, batch: Batch, total: Money) -> None:
    header = SubElement(root, "GrpHdr")
    _text(header, "MsgId", batch.message_id)
    _text(header, "CreDtTm", batch.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    _text(header, "NbOfTxs", str(len(batch.payments)))
    _text(header, "CtrlSum", total.plain())
    _text(SubElement(header, "InitgPty"), "Nm", plain_text(batch.initiator, _LONGEST_NAME))


def _instruction(root: Element, batch: Batch, total: Money) -> None:
    block = SubElement(root, "PmtInf")
    _text(block, "PmtInfId", batch.message_id)
    _text(block, "PmtMtd", "TRF")
    _text(block, "NbOfTxs", str(len(batch.payments)))
    _text(block, "CtrlSum", total.plain())
    if total.currency == "EUR":
        _text(SubElement(SubElement(block, "PmtTpInf"), "SvcLvl"), "Cd", "SEPA")
    _text(SubElement(block, "ReqdExctnDt"), "Dt", batch.pay_on.isoformat())
    _text(SubElement(block, "Dbtr"), "Nm", plain_text(batch.holder, _LONGEST_NAME))
    account = SubElement(block, "DbtrAcct")
    _text(SubElement(account, "Id"), "IBAN", batch.iban)
    _text(account, "Ccy", total.currency)
    _agent(SubElement(block, "DbtrAgt"), batch.bic)
    _text(block, "ChrgBr", "SLEV" if total.currency == "EUR" else "SHAR")
    for payment in batch.payments:
        _transfer(block, payment)


def _transfer(block: Element, payment: Payment) -> None:
    transfer = SubElement(block, "CdtTrfTxInf")
    ids = SubElement(transfer, "PmtId")
    _text(ids, "InstrId", payment.end_to_end_id)
    _text(ids, "EndToEndId", payment.end_to_end_id)
    amount = SubElement(SubElement(transfer, "Amt"), "InstdAmt", {"Ccy": payment.money.currency})
    amount.text = payment.money.plain()
    if payment.bic:
        _agent(SubElement(transfer, "CdtrAgt"), payment.bic)
    _text(SubElement(transfer, "Cdtr"), "Nm", plain_text(payment.holder, _LONGEST_NAME))
    _text(SubElement(SubElement(transfer, "CdtrAcct"), "Id"), "IBAN", payment.iban)
    if payment.text:
        _text(SubElement(transfer, "RmtInf"), "Ustrd", plain_text(payment.text, _LONGEST_TEXT))


def _agent(agent: Element, bic: str) -> None:
    """A bank that needs none finds it by the IBAN; the schema wants the element even then."""
    institution = SubElement(agent, "FinInstnId")
    if bic:
        _text(institution, "BICFI", bic)
    else:
        _text(SubElement(institution, "Othr"), "Id", "NOTPROVIDED")


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text
