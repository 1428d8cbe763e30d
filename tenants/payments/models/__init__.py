"""Every row of payments, one file a family."""

from .deposits import Deposit
from .methods import Policy
from .withdrawals import Withdrawal

__all__ = ["Deposit", "Policy", "Withdrawal"]
