"""Words and figures of this portal's rows."""

from decimal import Decimal
from typing import Final

from django import template
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atrium.kernel.money import Money, round_half_even
from portals.client_portal.money.movements import MoneyMovement
from portals.client_portal.money.words import kind_word, state_of
from portals.client_portal.requests import words as requests
from portals.shared.status import Status
from tenants.approvals.models import Approval
from tenants.trading.models import Deal, TradingAccount

register = template.Library()

_STATUS: Final = {
    "open": ("good", gettext_lazy("Open")),
    "read_only": ("wait", gettext_lazy("Trading switched off")),
    "archived": ("none", gettext_lazy("Archived")),
}
_ACTIONS: Final = {
    "buy": gettext_lazy("Buy"),
    "sell": gettext_lazy("Sell"),
    "balance": gettext_lazy("Transfer"),
    "credit": gettext_lazy("Credit"),
    "charge": gettext_lazy("Charge"),
    "correction": gettext_lazy("Correction"),
    "bonus": gettext_lazy("Bonus"),
    "commission": gettext_lazy("Commission"),
    "interest": gettext_lazy("Interest"),
    "dividend": gettext_lazy("Dividend"),
    "tax": gettext_lazy("Tax"),
}
_CLOSES: Final = frozenset({"out", "in_out", "out_by"})


@register.simple_tag
def movement_word(row: MoneyMovement) -> str:
    return kind_word(row)


@register.simple_tag
def movement_state(row: MoneyMovement) -> Status:
    return state_of(row.kind, row.state)


@register.simple_tag
def transfer_state(code: str) -> Status:
    return state_of("transfer", code)


@register.simple_tag
def request_words(request: Approval) -> str:
    return requests.words_of(request)


@register.simple_tag
def request_state(request: Approval) -> requests.Shown:
    return requests.state_of(request)


@register.simple_tag
def account_kind(account: TradingAccount) -> str:
    return _("Live") if account.kind == "live" else _("Demo")


@register.simple_tag
def account_status(account: TradingAccount) -> Status:
    tone, word = _STATUS.get(account.status, ("none", account.status))
    return Status(tone, str(word))


@register.simple_tag
def deal_word(deal: Deal) -> str:
    """“Buy EURUSD”, “Close EURUSD”, “Transfer”."""
    if deal.symbol and deal.entry in _CLOSES:
        return _("Close %(symbol)s") % {"symbol": deal.symbol}
    return f"{_ACTIONS.get(deal.action, deal.action)} {deal.symbol}".strip()


@register.simple_tag
def deal_profit(deal: Deal, account: TradingAccount) -> Money:
    return round_half_even(deal.profit, account.currency)


@register.simple_tag
def deal_fees(deal: Deal) -> Decimal:
    return deal.commission + deal.fee


@register.simple_tag
def price(value: Decimal) -> str:
    """As many digits as the server quoted."""
    shown = value.normalize()
    exponent = shown.as_tuple().exponent
    digits = max(-exponent, 2) if isinstance(exponent, int) else 2
    return formats.number_format(shown, decimal_pos=digits)
