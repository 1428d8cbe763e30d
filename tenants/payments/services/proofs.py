"""A client says “I have paid” and shows it: the file is kept by broker, a second person looks, then the money is booked."""

import hashlib
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money
from tenants.activity.services import note
from tenants.approvals import services as approvals
from tenants.jobs import files
from tenants.ledger import services as ledger

from .. import postings
from ..models import Deposit, Kind, Proof
from . import settling
from .indexing import index_deposits

FOLDER: Final = "proofs"
LARGEST: Final = 10 * 1024 * 1024
MOST: Final = 10
APPROVAL: Final = "deposit"
# What a file says it is by its first bytes; its name and what the browser calls it prove nothing.
_TYPES: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
ENDINGS: Final = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


def add_proof(*, deposit_id: uuid.UUID, chunks: Iterable[bytes], name: str, by: uuid.UUID) -> Proof:
    """Of a bank transfer or of a payment by hand that waits. The same file again is the proof that is there."""
    data = _limited(chunks)
    media_type = next((kind for start, kind in _TYPES if data.startswith(start)), "")
    if not media_type:
        raise InvalidInput(
            "Send a PDF, a PNG or a JPEG. Nothing was sent; your deposit waits as before.", field="file"
        )
    digest = hashlib.sha256(data).hexdigest()
    proof_id = new_id()
    with transaction.atomic():
        deposit = _waiting(deposit_id)
        before = deposit.proofs.filter(digest=digest).first()
        if before is not None:
            return before
        if deposit.proofs.count() >= MOST:
            raise Refused("Ten files are here already. They are being looked at; nothing else is needed.")
        proof = Proof.objects.create(
            id=proof_id,
            deposit=deposit,
            name=Path(name).name[:200] or "proof",
            media_type=media_type,
            size=len(data),
            digest=digest,
            uploaded_by=by,
            uploaded_at=clock.now(),
        )
        files.write(path_of(proof), [data])
        _ask(deposit, by)
        note(
            subject_kind="client",
            subject_id=deposit.client_id,
            verb="deposit.proof",
            text=f"Proof of the deposit of {deposit.money} sent",
            key=str(proof.id),
        )
    return proof


def path_of(proof: Proof) -> Path:
    """In the broker's own folder; the name that it came with is never a part of a path."""
    return files.folder(FOLDER, proof.id) / "file"


def take_proof_decision(*, deposit_id: uuid.UUID, approval_id: uuid.UUID, approved: bool) -> None:
    """Approved: what was approved, amendments included, is in the wallet. Refused: nothing came, and nothing is booked."""
    with transaction.atomic():
        deposit = Deposit.objects.select_for_update(of=("self",)).select_related("method").get(id=deposit_id)
        if deposit.received_minor is not None or deposit.approval_id != approval_id:
            return
        if not approved:
            settling.fail_deposit(deposit_id=deposit.id, reason="The proof was looked at and refused.")
            return
        what = approvals.approved(approval_id=approval_id)
        _book(deposit, what.money or deposit.money, approval_id)
        approvals.note_result(
            approval_id=approval_id, done=True, text=f"{deposit.received} booked to the wallet"
        )


def _book(deposit: Deposit, money: Money, approval_id: uuid.UUID) -> None:
    deposit.payment_id = str(approval_id)
    deposit.received_minor, deposit.received_currency = money.amount_minor, money.currency
    settling.charge_for(deposit, money)
    ledger.post(movements=postings.manual_deposit(deposit, money), key=f"dep:manual:{approval_id}")
    settling.settled(deposit, money)
    deposit.save()
    index_deposits([deposit])


def _ask(deposit: Deposit, by: uuid.UUID) -> None:
    """Once, with the first file, and only where no bank statement will tell of the money."""
    if deposit.kind != Kind.MANUAL or deposit.approval_id is not None:
        return
    client = deposit.client
    approval = approvals.ask(
        kind=APPROVAL,
        subject_id=deposit.id,
        title=f"Deposit of {deposit.money} by client {deposit.client_number}, with proof",
        facts={
            "client": f"{client.number} {client.lead.name}",
            "amount": str(deposit.money),
            "method": deposit.method.label if deposit.method else "By hand",
            "method_code": deposit.psp_code,
            "reference": deposit.reference,
            "reason": "The client sent a proof of payment.",
            "deposit_id": str(deposit.id),
        },
        permission="finance.approve",
        requested_by=by,
        money=deposit.money,
        client_id=client.id,
        desk_id=client.lead.desk_id,
        country=client.country,
    )
    deposit.approval_id = approval.id
    deposit.save(update_fields=["approval_id"])


def _waiting(deposit_id: uuid.UUID) -> Deposit:
    rows = Deposit.objects.select_for_update(of=("self",)).select_related("client__lead", "method")
    deposit = rows.filter(id=deposit_id).first()
    if deposit is None:
        raise NotFound("There is no such deposit.")
    if deposit.kind not in (Kind.WIRE, Kind.MANUAL) or deposit.state != Deposit.State.OPEN:
        raise Refused("This deposit waits for no proof. Nothing was sent.")
    return deposit


def _limited(chunks: Iterable[bytes]) -> bytes:
    data = b""
    for chunk in chunks:
        data += chunk
        if len(data) > LARGEST:
            raise InvalidInput(
                "This file is larger than 10 MB. Send a smaller one; nothing was sent.", field="file"
            )
    return data
