"""What the client card shows, part by part, each only to those who may see it."""

from dataclasses import dataclass
from typing import Any

from portals.staff_console.clients.movements import Line, lines_of
from tenants.activity.models import Entry
from tenants.activity.selectors import timeline
from tenants.activity.types import Subject
from tenants.clients.models import Client
from tenants.kyc import selectors as kyc
from tenants.ledger import addresses
from tenants.ledger import selectors as ledger
from tenants.payments import selectors as payments
from tenants.staff.models import Member
from tenants.trading import selectors as trading

MOVEMENTS = 15
DEPOSITS = 10
ENTRIES = 40


@dataclass(frozen=True, slots=True)
class Rights:
    """The tabs of the card, by permission."""

    kyc: bool
    kyc_decide: bool
    finance: bool
    trading: bool


def rights_of(member: Member) -> Rights:
    allows = member.allows
    return Rights(allows("kyc.view"), allows("kyc.decide"), allows("finance.view"), allows("trading.view"))


def whole(member: Member, client: Client) -> dict[str, Any]:
    rights = rights_of(member)
    return {
        "client": client,
        "lead": client.lead,
        "rights": rights,
        "changes": client.lead.status_changes.order_by("at"),
        "checks": kyc.checks_of(client) if rights.kyc else [],
        "accounts": trading.accounts_of(client) if rights.trading else [],
        **money_of(member, client),
        "entries": entries_of(client),
    }


def money_of(member: Member, client: Client) -> dict[str, Any]:
    if not member.allows("finance.view"):
        return {"wallet": None, "movements": [], "deposits": []}
    address = addresses.client_wallet(client.number, client.currency)
    return {
        "wallet": ledger.balance(address),
        "movements": _movements(address),
        "deposits": payments.deposits_of(client)[:DEPOSITS],
    }


def entries_of(client: Client) -> tuple[Entry, ...]:
    return timeline([Subject("client", client.id), Subject("lead", client.lead_id)], limit=ENTRIES).entries


def _movements(address: str) -> list[Line]:
    return lines_of(ledger.entries(address, limit=MOVEMENTS).entries)
