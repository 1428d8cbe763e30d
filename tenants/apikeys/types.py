"""What the room of API keys speaks."""

from dataclasses import dataclass, field
from typing import Any, Final

from .models import ApiKey

SCOPES: Final[dict[str, str]] = {
    "leads:read": "Read leads",
    "leads:write": "Create leads, assign them, note contacts",
    "clients:read": "Read clients",
    "trading:read": "Read trading accounts and deals",
    "trading:write": "Open trading accounts",
    "deposits:read": "Read deposits",
    "deposits:write": "Start deposits",
    "withdrawals:read": "Read withdrawals",
    "transfers:read": "Read transfers",
    "transfers:write": "Move money between a wallet and a trading account",
    "statements:read": "Read statements of one's own wallet",
    "ledger:read": "Read ledger entries",
    "partner:read": "Read one's own clients, trades, links and clicks as a partner",
    "partners:read": "Read partners, their links, programmes, moves, ranks and signs of abuse",
    "partners:write": "Move partners, give ranks, decide signs of abuse",
    "rebates:read": "Read rebate lines and how they were computed",
    "rebates:write": "Draft rebate plans, and ask about a rebate line",
    "payouts:read": "Read payouts",
    "approvals:read": "See requests that wait for approval",
    "approvals:decide": "Decide requests, change them, take one's own back",
    "payouts:write": "Ask for payouts and decide them",
    "lists:read": "Read the console's lists, views and segments",
    "lists:write": "Save and delete views and segments",
    "tasks:read": "Read tasks",
    "tasks:write": "Add tasks and say that they are done",
    "notes:read": "Read notes on people (private ones: one's own only)",
    "notes:write": "Write notes on people",
    "notifications:read": "Read one's own notifications",
    "notifications:write": "Mark one's own notifications as read",
    "brokers:read": "Read brokers (the vendor's keys)",
    "brokers:write": "Create, suspend and resume brokers (the vendor's keys)",
}
"""A scope narrows what the key's user may do; it never adds to it."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """`text` is the secret: it exists here and nowhere else, and is shown once."""

    key: ApiKey
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a request that moved money, as it will be answered to every repetition."""

    status: int
    body: Any
