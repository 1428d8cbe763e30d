"""What a withdrawal comes to when its parts have ended: paid, paid in part, failed, or back again."""

from typing import Final

from atrium.kernel import clock
from tenants.activity.services import note
from tenants.outbox.services import announce

from ..models import Payout, Withdrawal
from .indexing import index_withdrawals
from .parts import parts_of, take_fee, void_fee

_OVER: Final = (Payout.State.PAID, Payout.State.REFUSED, Payout.State.VOID, Payout.State.RETURNED)


def conclude(withdrawal: Withdrawal) -> None:
    """After a part has ended, under the lock of its withdrawal. The fee is taken once something was paid."""
    parts = parts_of(withdrawal)
    if any(part.state not in _OVER for part in parts):
        _save(withdrawal, parts)
        return
    was_final = withdrawal.is_final
    paid = sum(part.paid_minor for part in parts)
    asked = sum(part.amount_minor for part in parts if part.state != Payout.State.VOID)
    back = sum(part.returned_minor for part in parts)
    if not was_final:
        (take_fee if paid else void_fee)(withdrawal)
        withdrawal.finished_at = clock.now()
    withdrawal.state = _state(paid, asked, back)
    withdrawal.reason = _reason(parts)
    _save(withdrawal, parts)
    if not was_final or back:
        _tell_end(withdrawal)


def _state(paid: int, asked: int, back: int) -> Withdrawal.State:
    if not paid:
        return Withdrawal.State.FAILED
    if back == paid:
        return Withdrawal.State.RETURNED
    return Withdrawal.State.PAID if paid - back == asked else Withdrawal.State.PARTIAL


def _reason(parts: list[Payout]) -> str:
    """Each different word once, of those that did not go as they should."""
    said = dict.fromkeys(part.error for part in parts if part.error)
    return " ".join(said)[:300]


def _save(withdrawal: Withdrawal, parts: list[Payout]) -> None:
    withdrawal.paid_minor = sum(part.paid_minor - part.returned_minor for part in parts)
    first = next((part for part in parts if part.reference), None)
    withdrawal.psp_reference = first.reference if first else withdrawal.psp_reference
    withdrawal.save()
    index_withdrawals([withdrawal])
    if not withdrawal.is_final:
        announce_change(withdrawal)


def _tell_end(withdrawal: Withdrawal) -> None:
    state, noun = Withdrawal.State(withdrawal.state), noun_of(withdrawal)
    if state == Withdrawal.State.PAID:
        tell(withdrawal, "paid", f"{noun} of {withdrawal.money} paid")
    elif state == Withdrawal.State.PARTIAL:
        rest = f"{withdrawal.paid} of {withdrawal.arrives} went out, the rest is in the wallet again."
        tell(withdrawal, "paid", f"{noun} paid in part: {rest} {withdrawal.reason}".strip())
    elif state == Withdrawal.State.RETURNED:
        tell(
            withdrawal,
            "returned",
            f"{noun} of {withdrawal.money} came back; the money is in the wallet again.",
        )
    else:
        text = f"{noun} of {withdrawal.money} failed: {withdrawal.reason} The money is in the wallet again."
        tell(withdrawal, "rejected", text)


def noun_of(withdrawal: Withdrawal) -> str:
    if withdrawal.purpose == Withdrawal.Purpose.REFUND:
        return "Refund"
    return "Payout" if withdrawal.party_kind == Withdrawal.Party.IB else "Withdrawal"


def tell(withdrawal: Withdrawal, what: str, text: str) -> None:
    """`what`: requested, approved, paid, rejected, returned. A partner's are called payouts, a client's withdrawals."""
    is_ib = withdrawal.party_kind == Withdrawal.Party.IB
    event = f"{'payout' if is_ib else 'withdrawal'}.{what}"
    party = {"partner_id" if is_ib else "client_id": str(withdrawal.party_id)}
    announce(event, withdrawal_id=str(withdrawal.id), **party)
    subject = "partner" if is_ib else "client"
    key = f"{withdrawal.id}:{withdrawal.paid_minor}" if what == "returned" else str(withdrawal.id)
    note(subject_kind=subject, subject_id=withdrawal.party_id, verb=event, text=text[:400], key=key)


def announce_change(withdrawal: Withdrawal) -> None:
    """For pages that show it: something about it is different, and it has not ended."""
    if withdrawal.party_kind == Withdrawal.Party.CLIENT:
        announce("withdrawal.changed", withdrawal_id=str(withdrawal.id), client_id=str(withdrawal.party_id))
