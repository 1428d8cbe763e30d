"""What each list page of the console adds to its list: where rows lead, words for an empty one, actions on many."""

import uuid
from functools import cache
from typing import Any, Final

from django.urls import get_urlconf, reverse
from django.utils.translation import gettext_lazy as _

from portals.shared.listing import Row, Screen
from portals.staff_console.bulk.actions import actions_on

_ANYBODY: Final = uuid.UUID(int=0)


@cache
def _way_to(name: str, urlconf: str | None) -> tuple[str, str]:
    """What stands before and behind the id in such an address: a page of rows asks for a hundred."""
    before, _id, behind = reverse(name, urlconf=urlconf, args=[_ANYBODY]).partition(str(_ANYBODY))
    return before, behind


def _address(name: str, row_id: uuid.UUID) -> str:
    before, behind = _way_to(name, get_urlconf())
    return f"{before}{row_id}{behind}"


def _lead(lead: Any) -> Row:
    return Row(f"lead-{lead.id}", str(lead.id), _address("lead", lead.id), True, lead.name)


def _client(lead: Any) -> Row:
    client_id = lead.client.id
    return Row(f"client-{client_id}", str(lead.id), _address("client", client_id), False, lead.name)


def _deposit(deposit: Any) -> Row:
    return _moved("deposit", deposit)


def _payout(payout: Any) -> Row:
    address = reverse("finance_movement", args=["withdrawal", payout.id])
    return Row(f"payout-{payout.id}", str(payout.id), address, True, payout.money.format())


def _moved(kind: str, row: Any) -> Row:
    address = reverse("finance_movement", args=[kind, row.id])
    return Row(f"{kind}-{row.id}", str(row.id), address, True, row.money.format())


def _transfer(transfer: Any) -> Row:
    return _moved("transfer", transfer)


def _correction(correction: Any) -> Row:
    return _moved("correction", correction)


def _case(case: Any) -> Row:
    return Row(
        f"case-{case.id}", str(case.id), reverse("finance_case", args=[case.id]), False, str(case.number)
    )


def _operation(operation: Any) -> Row:
    address = reverse("client", args=[operation.account.client_id])
    return Row(f"operation-{operation.id}", str(operation.id), address, False, operation.token)


def _bank_line(line: Any) -> Row:
    address = reverse("finance_movement", args=["deposit", line.deposit_id]) if line.deposit_id else ""
    return Row(f"line-{line.id}", str(line.id), address, bool(address), line.money.format())


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
TRANSFERS: Final = Screen(
    code="transfers",
    describe=_transfer,
    icon="arrows-left-right",
    empty_title=_("No transfers here"),
    empty_text=_("A client moves money between the wallet and a trading account in the portal."),
)
CASES: Final = Screen(
    code="cases",
    describe=_case,
    icon="scale",
    empty_title=_("No case here"),
    empty_text=_("The reconciliation of every night opens one for each difference that it finds."),
)
CORRECTIONS: Final = Screen(
    code="corrections",
    describe=_correction,
    icon="arrow-back-up",
    empty_title=_("Nothing was corrected yet"),
    empty_text=_(
        "A booking is never edited: its mirror image, or an adjustment, is asked for here and approved by another."
    ),
)
OPERATIONS: Final = Screen(
    code="operations",
    describe=_operation,
    icon="help",
    empty_title=_("Nothing needs a look"),
    empty_text=_("An operation whose answer was lost stands here until the server has said what happened."),
)
BANK_LINES: Final = Screen(
    code="bank_lines",
    describe=_bank_line,
    icon="building-bank",
    empty_title=_("No bank lines here"),
    empty_text=_(
        "Bring in a statement of the bank; each of its lines that no deposit belongs to stands here."
    ),
)

_ALL: Final = (
    LEADS, CLIENTS, DEPOSITS, PAYOUTS, PARTNERS, ACCOUNTS, TRANSFERS, CASES, CORRECTIONS, OPERATIONS, BANK_LINES,
)  # fmt: skip
SCREENS: Final = {screen.code: screen for screen in _ALL}
