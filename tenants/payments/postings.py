"""The chart of accounts of payments in verbs: which side is debit for each thing that can happen."""

from atrium.kernel.money import Money
from tenants.ledger import addresses
from tenants.ledger.types import Movement

from .models import Deposit, Withdrawal


def deposit_settled(deposit: Deposit, received: Money, fee: Money | None) -> list[Movement]:
    """The provider holds the money; the client has it in the wallet; the provider kept its fee, which we bear."""
    psp = addresses.psp(deposit.psp_code, received.currency)
    wallet = addresses.client_wallet(deposit.client_number, received.currency)
    return [Movement(psp, wallet, received, "deposit.settled"), *_fee(deposit, fee)]


def deposit_held_for_review(deposit: Deposit, received: Money, fee: Money | None) -> list[Movement]:
    """It is not what was asked for: the house has it, and it is nobody's until a person decides."""
    psp = addresses.psp(deposit.psp_code, received.currency)
    nobody = addresses.suspense(received.currency)
    return [Movement(psp, nobody, received, "deposit.review"), *_fee(deposit, fee)]


def deposit_accepted_in_review(deposit: Deposit, received: Money) -> list[Movement]:
    nobody = addresses.suspense(received.currency)
    wallet = addresses.client_wallet(deposit.client_number, received.currency)
    return [Movement(nobody, wallet, received, "deposit.accepted")]


def manual_deposit(deposit: Deposit, received: Money) -> list[Movement]:
    """It is on the broker's own account (or in the till), and the client has it in the wallet."""
    bank = addresses.bank(deposit.psp_code, received.currency)
    wallet = addresses.client_wallet(deposit.client_number, received.currency)
    return [Movement(bank, wallet, received, "deposit.manual")]


def withdrawal(withdrawal: Withdrawal) -> Movement:
    """Held when it is asked for, moved when it is paid: from the wallet out of what the provider holds."""
    wallet = wallet_of(withdrawal.party_kind, withdrawal.party_number, withdrawal.currency)
    psp = addresses.psp(withdrawal.psp_code, withdrawal.currency)
    return Movement(wallet, psp, withdrawal.money, f"withdrawal.{withdrawal.party_kind}")


def wallet_of(party_kind: str, number: int, currency: str) -> str:
    if party_kind == Withdrawal.Party.IB:
        return addresses.ib_wallet(number, currency)
    return addresses.client_wallet(number, currency)


def _fee(deposit: Deposit, fee: Money | None) -> list[Movement]:
    if fee is None or not fee:
        return []
    expense = addresses.expense("psp_fees", fee.currency)
    return [Movement(expense, addresses.psp(deposit.psp_code, fee.currency), fee, "deposit.fee")]
