"""Movements of money in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

KINDS: Final = {
    "deposit": _("Deposit"),
    "withdrawal": _("Withdrawal"),
    "transfer": _("Transfer"),
    "exchange": _("Between wallets"),
    "correction": _("Correction"),
}
FACTS: Final = {
    "account": _("Trading account"),
    "asked": _("Asked for"),
    "credit": _("To account"),
    "debit": _("From account"),
    "destination": _("Destination"),
    "direction": _("Direction"),
    "ended": _("Ended"),
    "fee": _("Fee"),
    "paid": _("Arrived"),
    "payment_id": _("Payment at the provider"),
    "psp_reference": _("Provider's reference"),
    "reason": _("Reason"),
    "rate": _("Rate"),
    "received": _("Received"),
    "result": _("Result"),
    "source": _("Rate from"),
    "spread": _("Kept as mark-up"),
    "through": _("Through"),
    "to": _("To"),
    "what": _("What"),
}
WIRE: Final = {
    "answer": _("Answer of the server"),
    "balance_operation": _("Asked to move the money"),
    "checkout": _("Asked for a payment page"),
    "payout": _("Told to pay"),
}
CHECKS: Final = {
    "over": (_("The month is over"), _("Only days that have ended can be closed.")),
    "zero": (_("The trial balance is zero"), _("All accounts of each currency add up to nothing.")),
    "suspense": (_("Suspense is empty"), _("Everything that arrived has an owner.")),
    "cases": (
        _("No case of this time is open"),
        _("Every difference that began before the month ended is gone."),
    ),
    "corrections": (
        _("No correction waits for approval"),
        _("What is to be put right is booked or refused."),
    ),
    "reconciled": (_("Reconciled after its end"), _("A whole run, in which everybody answered.")),
    "sealed": (_("The last day is sealed"), _("Its balances are kept as they stood, in the chain of days.")),
}
