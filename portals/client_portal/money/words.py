"""Movements in words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portals.client_portal.money.movements import MoneyMovement
from portals.shared.status import Status, status_of

_TRANSFER_STATES: Final = {
    "settled": ("good", gettext_lazy("Done")),
    "moving": ("busy", gettext_lazy("On its way")),
    "manual": ("wait", gettext_lazy("Being looked into")),
}


def kind_word(row: MoneyMovement) -> str:
    if row.kind == "deposit":
        return _("Deposit")
    if row.kind == "withdrawal":
        return _("Withdrawal")
    where = {"login": row.login}
    if row.direction == "to_account":
        return _("Transfer to account %(login)s") % where
    return _("Transfer from account %(login)s") % where


def state_of(kind: str, code: str) -> Status:
    """A transfer has words of its own: money that went to the trading account was not received."""
    known: tuple[str, str | Promise] | None = _TRANSFER_STATES.get(code) if kind == "transfer" else None
    return Status(known[0], str(known[1])) if known else status_of(code)
