"""The chart of accounts of payments in verbs: which side is debit for each thing that can happen."""

from atrium.kernel.money import Money
from tenants.ledger import addresses
from tenants.ledger.types import Movement

from .models import BankAccount, Deposit, Payout, Withdrawal


def deposit_settled(deposit: Deposit, received: Money, fee: Money | None) -> list[Movement]:
    """The provider holds the money; the client has it in the wallet; the provider kept its fee, which we bear; our own fee,
    which the client bears, leaves the wallet in the same breath."""
    psp = addresses.psp(deposit.psp_code, received.currency)
    wallet = addresses.client_wallet(deposit.client_number, received.currency)
    return [Movement(psp, wallet, received, "deposit.settled"), *_fee(deposit, fee), *_charge(deposit)]


def deposit_held_for_review(deposit: Deposit, received: Money, fee: Money | None) -> list[Movement]:
    """It is not what was asked for: the house has it, and it is nobody's until a person decides."""
    psp = addresses.psp(deposit.psp_code, received.currency)
    nobody = addresses.suspense(received.currency)
    return [Movement(psp, nobody, received, "deposit.review"), *_fee(deposit, fee)]


def deposit_accepted_in_review(deposit: Deposit, received: Money) -> list[Movement]:
    nobody = addresses.suspense(received.currency)
    wallet = addresses.client_wallet(deposit.client_number, received.currency)
    return [Movement(nobody, wallet, received, "deposit.accepted"), *_charge(deposit)]


def bank_received(account: BankAccount, received: Money) -> Movement:
    """A line of a bank statement: the bank has it, and until it is matched it is nobody's."""
    return Movement(
        addresses.bank(account.code, received.currency),
        addresses.suspense(received.currency),
        received,
        "bank.received",
    )


def wire_matched(deposit: Deposit, received: Money) -> list[Movement]:
    nobody = addresses.suspense(received.currency)
    wallet = addresses.client_wallet(deposit.client_number, received.currency)
    return [Movement(nobody, wallet, received, "deposit.settled"), *_charge(deposit)]


def manual_deposit(deposit: Deposit, received: Money) -> list[Movement]:
    """It is on the broker's own account (or in the till), and the client has it in the wallet."""
    bank = addresses.bank(deposit.psp_code, received.currency)
    wallet = addresses.client_wallet(deposit.client_number, received.currency)
    return [Movement(bank, wallet, received, "deposit.manual"), *_charge(deposit)]


def payout(payout: Payout) -> Movement:
    """Held when it is asked for, moved when it is paid: from the wallet out of what a provider or a bank holds for us."""
    withdrawal = payout.withdrawal
    kind = f"{withdrawal.purpose}.{withdrawal.party_kind}"
    return Movement(_wallet(withdrawal), _house(payout), payout.money, kind)


def withdrawal_fee(withdrawal: Withdrawal) -> Movement:
    return Movement(
        _wallet(withdrawal), addresses.fees_income(withdrawal.currency), withdrawal.fee, "withdrawal.fee"
    )


def payout_returned(payout: Payout, money: Money, *, from_suspense: bool = False) -> list[Movement]:
    """The provider or the bank has it again, and so has the wallet. A line of a statement has put it into suspense first."""
    source = addresses.suspense(money.currency) if from_suspense else _house(payout)
    return [Movement(source, _wallet(payout.withdrawal), money, "withdrawal.returned")]


def charged_back(deposit: Deposit, wallet: Money, owed: Money) -> list[Movement]:
    """The provider took it from us. The wallet gives what it has; the rest its client owes us."""
    psp = addresses.psp(deposit.psp_code, wallet.currency)
    debt = addresses.client_chargebacks(deposit.client_number, wallet.currency)
    own = addresses.client_wallet(deposit.client_number, wallet.currency)
    parts = ((own, wallet, "chargeback.wallet"), (debt, owed, "chargeback.owed"))
    return [Movement(account, psp, money, kind) for account, money, kind in parts if money]


def dispute_fee(psp_code: str, fee: Money) -> list[Movement]:
    """The provider took it for its work on a dispute; the house bears it, whoever wins."""
    expense = addresses.psp_fees(fee.currency)
    return [Movement(expense, addresses.psp(psp_code, fee.currency), fee, "chargeback.fee")]


def dispute_fee_back(psp_code: str, fee: Money) -> list[Movement]:
    return [one.reversed() for one in dispute_fee(psp_code, fee)]


def debt_collected(client_number: int, money: Money) -> list[Movement]:
    """New money in the wallet of a client who owes us."""
    wallet = addresses.client_wallet(client_number, money.currency)
    debt = addresses.client_chargebacks(client_number, money.currency)
    return [Movement(wallet, debt, money, "chargeback.collected")]


def debt_released(client_number: int, money: Money) -> list[Movement]:
    """A debt that turned out to be none, after it was paid."""
    return [one.reversed() for one in debt_collected(client_number, money)]


def _wallet(withdrawal: Withdrawal) -> str:
    return wallet_of(withdrawal.party_kind, withdrawal.party_number, withdrawal.currency)


def _house(payout: Payout) -> str:
    if payout.kind == Payout.Kind.BANK:
        return addresses.bank(payout.route_code, payout.currency)
    return addresses.psp(payout.route_code, payout.currency)


def wallet_of(party_kind: str, number: int, currency: str) -> str:
    if party_kind == Withdrawal.Party.IB:
        return addresses.ib_wallet(number, currency)
    return addresses.client_wallet(number, currency)


def _fee(deposit: Deposit, fee: Money | None) -> list[Movement]:
    if fee is None or not fee:
        return []
    expense = addresses.expense("psp_fees", fee.currency)
    return [Movement(expense, addresses.psp(deposit.psp_code, fee.currency), fee, "deposit.fee")]


def _charge(deposit: Deposit) -> list[Movement]:
    if not deposit.charge:
        return []
    wallet = addresses.client_wallet(deposit.client_number, deposit.charge.currency)
    return [
        Movement(wallet, addresses.fees_income(deposit.charge.currency), deposit.charge, "deposit.charge")
    ]
