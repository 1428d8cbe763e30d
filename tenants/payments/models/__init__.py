"""Every row of payments, one file a family."""

from .bank import BankAccount, BankLine, Statement
from .batches import PayoutBatch
from .cases import Case, Correction, Difference, Finding, MonthClose, Reconciliation, Verdict, Way
from .confirmations import Confirmation
from .deposits import Attempt, Deposit, Proof
from .destinations import Destination, Party
from .disputes import Dispute
from .methods import Kind, Method, Policy, Route
from .withdrawals import Payout, Withdrawal, WithdrawalPolicy

__all__ = [
    "Attempt",
    "BankAccount",
    "BankLine",
    "Case",
    "Confirmation",
    "Correction",
    "Deposit",
    "Destination",
    "Difference",
    "Dispute",
    "Finding",
    "Kind",
    "Method",
    "MonthClose",
    "Party",
    "Payout",
    "PayoutBatch",
    "Policy",
    "Proof",
    "Reconciliation",
    "Route",
    "Statement",
    "Verdict",
    "Way",
    "Withdrawal",
    "WithdrawalPolicy",
]
