"""What each list page of the console adds to its list: where rows lead, words for an empty one, actions on many."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portals.shared.listing import Row, Screen
from portals.staff_console.bulk.actions import actions_on


def _lead(lead: Any) -> Row:
    return Row(f"lead-{lead.id}", str(lead.id), reverse("lead", args=[lead.id]), True, lead.name)


def _client(lead: Any) -> Row:
    return Row(
        f"client-{lead.client.id}", str(lead.id), reverse("client", args=[lead.client.id]), False, lead.name
    )


def _deposit(deposit: Any) -> Row:
    address = reverse("client", args=[deposit.client_id])
    return Row(f"deposit-{deposit.id}", str(deposit.id), address, False, deposit.money.format())


def _payout(payout: Any) -> Row:
    address = reverse("approval", args=[payout.approval_id]) if payout.approval_id else ""
    return Row(f"payout-{payout.id}", str(payout.id), address, True, payout.money.format())


def _partner(partner: Any) -> Row:
    return Row(
        f"partner-{partner.id}", str(partner.id), reverse("partner", args=[partner.id]), False, partner.name
    )


def _account(account: Any) -> Row:
    address = reverse("client", args=[account.client_id])
    return Row(f"account-{account.id}", str(account.id), address, False, str(account.login))


_SEARCHED: Final = _("Name, e-mail, number or last digits of the phone")

LEADS: Final = Screen(
    code="leads",
    describe=_lead,
    icon="user-plus",
    placeholder=_SEARCHED,
    empty_title=_("No leads yet"),
    empty_text=_(
        "A lead appears here by itself when somebody registers in the client portal. You can also add one."
    ),
    arrivals=True,
    actions=actions_on("leads"),
)
CLIENTS: Final = Screen(
    code="clients",
    describe=_client,
    icon="users",
    placeholder=_SEARCHED,
    empty_title=_("No clients yet"),
    empty_text=_("Somebody who registers in the client portal is a client from that moment."),
    actions=actions_on("clients"),
)
DEPOSITS: Final = Screen(
    code="deposits",
    describe=_deposit,
    icon="arrow-down-left",
    empty_title=_("No deposits here"),
    empty_text=_(
        "A deposit appears when a client begins one in the portal, and is settled by the provider's signed message."
    ),
)
PAYOUTS: Final = Screen(
    code="payouts",
    describe=_payout,
    icon="arrow-up-right",
    empty_title=_("No payouts here"),
    empty_text=_(
        "A partner asks for a payout in the IB portal; it waits under Approvals for a second person."
    ),
)
PARTNERS: Final = Screen(
    code="partners",
    describe=_partner,
    icon="sitemap",
    placeholder=_("Name or code"),
    empty_title=_("No partners yet"),
    empty_text=_("Introducing brokers bring clients by their link or code and earn by the plans in force."),
)
ACCOUNTS: Final = Screen(
    code="accounts",
    describe=_account,
    icon="chart-candle",
    placeholder=_("Log-in, or its last digits"),
    empty_title=_("No trading accounts yet"),
    empty_text=_("A client opens one in the portal; staff open one from the client's card."),
)

SCREENS: Final = {screen.code: screen for screen in (LEADS, CLIENTS, DEPOSITS, PAYOUTS, PARTNERS, ACCOUNTS)}
