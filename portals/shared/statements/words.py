"""A ledger entry as its owner reads it: what it was, and with whom."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.ledger.types import Entry

_KINDS: Final = {
    "deposit.fee": gettext_lazy("Fee"),
    "deposit.charge": gettext_lazy("Fee of a deposit"),
    "deposit": gettext_lazy("Deposit"),
    "withdrawal.fee": gettext_lazy("Fee of a withdrawal"),
    "withdrawal.returned": gettext_lazy("Withdrawal that came back"),
    "withdrawal": gettext_lazy("Withdrawal"),
    "refund": gettext_lazy("Refund"),
    "chargeback": gettext_lazy("Chargeback"),
    "transfer": gettext_lazy("Transfer"),
    "exchange": gettext_lazy("Exchange"),
    "rebates": gettext_lazy("Rebates"),
    "rebate": gettext_lazy("Rebates"),
    "correction": gettext_lazy("Correction"),
}


def what(entry: Entry) -> str:
    kind = entry.kind.removesuffix(".reversed")
    word = (
        _KINDS.get(kind)
        or _KINDS.get(kind.partition(".")[0])
        or kind.replace(".", " ").replace("_", " ").capitalize()
    )
    return _("%(what)s, taken back") % {"what": word} if entry.reverses else str(word)


def whom(entry: Entry) -> str:
    """The trading account, where it is one; the house's own accounts are no business of a client's."""
    family, *path = entry.counterpart.split(":")
    return str(path[1]) if family == "trading" and len(path) > 2 else ""
