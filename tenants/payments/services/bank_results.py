"""Lines of a bank statement that tell of our own payouts: paid out, or sent back to us. Found by the token we gave them."""

import re
from typing import Final

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError
from atrium.kernel.ids import is_short_token

from ..models import BankLine, Payout
from .parts import TOKEN
from .results import note_paid, note_returned

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9]{11}", re.ASCII)


def payout_of(line: BankLine) -> Payout | None:
    """Of this very account; banks print references in capitals as they like."""
    for text in (line.end_to_end, line.text, line.bank_reference):
        tokens = [TOKEN + word[1:].lower() for word in _WORD.findall(text) if word[0].upper() == TOKEN]
        known = [token for token in tokens if is_short_token(token, TOKEN)]
        found = Payout.objects.filter(
            token__in=known, kind=Payout.Kind.BANK, route_code=line.account.code, currency=line.currency
        ).first()
        if found is not None:
            return found
    return None


def match_payout(line: BankLine) -> bool:
    """In the transaction that brings the line in. What does not fit is left for a person, with the reason."""
    payout = payout_of(line)
    if payout is None:
        return False
    try:
        if line.amount_minor < 0:
            note_paid(payout_id=payout.id, reference=_reference(line), money=-line.money)
            _done(line, payout, BankLine.State.OUTGOING)
        else:
            note_returned(
                payout_id=payout.id,
                money=line.money,
                reason=f"The bank sent {line.money} back: {line.text}"[:300],
                key=f"line:{line.id}",
                from_suspense=True,
            )
            _done(line, payout, BankLine.State.PAYBACK)
    except AtriumError as refusal:
        line.why = refusal.message[:200]
        line.save(update_fields=["why"])
        return False
    return True


def _reference(line: BankLine) -> str:
    return (line.bank_reference or str(line.id))[:200]


def _done(line: BankLine, payout: Payout, state: BankLine.State) -> None:
    line.state, line.matched_at, line.why = state, clock.now(), f"Payout {payout.token}"
    line.save(update_fields=["state", "matched_at", "why"])
