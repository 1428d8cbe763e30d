"""The one thing to do next, by facts."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portals.client_portal.accounts.figures import Worth
from portals.client_portal.verification.standing import Standing


@dataclass(frozen=True, slots=True)
class NextStep:
    icon: str
    title: str | Promise
    text: str | Promise
    url: str
    action: str | Promise


DEMO = NextStep(
    "rocket",
    _("Try it with a demo account"),
    _("Play money, real prices. It is open in a few seconds."),
    "accounts_new",
    _("Open a demo account"),
)
VERIFY = NextStep(
    "id-badge-2",
    _("Confirm who you are"),
    _("A live account needs it. Takes about three minutes, with your passport or identity card at hand."),
    "verification",
    _("Start verification"),
)
PENDING = NextStep(
    "hourglass",
    _("We are looking at your papers"),
    _("You will see the answer here. Meanwhile the demo account is all yours."),
    "verification",
    _("See where it stands"),
)
LIVE = NextStep(
    "chart-candle",
    _("Open a live account"),
    _("Choose the account type that fits you. Opening it costs nothing."),
    "accounts_new",
    _("Open a live account"),
)
DEPOSIT = NextStep(
    "arrow-down-left",
    _("Make your first deposit"),
    _("It arrives in your wallet within seconds of the payment and costs no fee."),
    "deposit",
    pgettext_lazy("verb", "Deposit"),
)
TRANSFER = NextStep(
    "arrows-left-right",
    _("Fund your trading account"),
    _("Your money is in the wallet. Move it to the trading account to trade with it."),
    "transfer",
    pgettext_lazy("verb", "Transfer"),
)


def next_step(worth: Worth, standing: Standing) -> NextStep | None:
    kinds = {one.account.kind for one in worth.accounts}
    if not kinds:
        return DEMO
    if "live" not in kinds:
        return _towards_live(standing)
    if worth.equity.amount_minor <= 0 and worth.complete:
        return DEPOSIT
    if worth.wallet.amount_minor > 0 and worth.complete and worth.in_accounts.amount_minor <= 0:
        return TRANSFER
    return None


def _towards_live(standing: Standing) -> NextStep:
    if standing.level >= standing.live_needs:
        return LIVE
    return PENDING if standing.state == "pending" else VERIFY
