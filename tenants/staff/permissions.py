"""Every permission there is, by codename. Roles hold codenames; routes, menus, tabs and buttons ask for one."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Permission:
    """`group` is the menu under which the role editor shows it; `money` marks what an amount limit may bound."""

    code: str
    label: str
    group: str
    money: bool = False


CATALOGUE: Final[tuple[Permission, ...]] = (
    Permission("leads.view", "See leads in scope", "Leads"),
    Permission("leads.edit", "Create and change leads", "Leads"),
    Permission("leads.assign", "Assign leads to others", "Leads"),
    Permission("leads.take", "Take leads from the pool", "Leads"),
    Permission("leads.merge", "Merge duplicates", "Leads"),
    Permission("leads.import", "Import leads from files", "Leads"),
    Permission("leads.export", "Export leads", "Leads"),
    Permission("clients.view", "See clients in scope", "Clients"),
    Permission("clients.edit", "Change a client's profile", "Clients"),
    Permission("clients.register", "Register a client in person", "Clients"),
    Permission("clients.export", "Export clients", "Clients"),
    Permission("clients.hand_over", "Hand a colleague's clients over", "Clients"),
    Permission("clients.impersonate", "See a portal as its client or partner does", "Clients"),
    Permission("clients.devices", "See log-ins and devices", "Clients"),
    Permission("tasks.view", "See tasks and calendar of colleagues in scope", "Work"),
    Permission("tasks.manage", "Give tasks to colleagues in scope", "Work"),
    Permission("tags.manage", "Manage tags", "Work"),
    Permission("views.share", "Share views and segments", "Work"),
    Permission("jobs.view_all", "See everybody's long-running work", "Work"),
    Permission("kyc.view", "See KYC checks", "Compliance"),
    Permission("kyc.decide", "Approve or refuse KYC checks", "Compliance"),
    Permission("trading.view", "See trading accounts and deals", "Trading"),
    Permission("trading.manage", "Open and change trading accounts", "Trading", money=True),
    Permission("finance.view", "See deposits, withdrawals and wallets", "Finance"),
    Permission("finance.deposit", "Enter manual deposits", "Finance", money=True),
    Permission("finance.approve", "Approve deposits and transfers", "Finance", money=True),
    Permission(
        "finance.correct", "Reconcile, look after cases and ask for corrections", "Finance", money=True
    ),
    Permission("finance.close", "Close a month, and open it again", "Finance"),
    Permission("payouts.request", "Ask for a payout on a partner's behalf", "Finance", money=True),
    Permission("payouts.approve", "Approve payouts", "Finance", money=True),
    Permission("approvals.view", "See the approval queue", "Approvals"),
    Permission("approvals.view_all", "See every request, also those of other desks", "Approvals"),
    Permission("partners.view", "See partners, their tree and their rebates", "Partners"),
    Permission("partners.manage", "Create partners and move them", "Partners"),
    Permission("rebates.manage", "Change rebate plans", "Partners"),
    Permission("rebates.approve", "Approve rebate plans and recalculations", "Partners"),
    Permission("rebates.decide", "Decide disputes about rebates", "Partners"),
    Permission("abuse.decide", "Hold, release and confirm suspicious rebates", "Partners"),
    Permission("reports.view", "See reports", "Reports"),
    Permission("audit.view", "Search the audit", "Audit"),
    Permission("audit.export", "Export the audit", "Audit"),
    Permission("settings.brand", "Change the brand", "Settings"),
    Permission("settings.staff", "Manage staff", "Settings"),
    Permission("settings.roles", "Manage roles", "Settings"),
    Permission("settings.desks", "Manage desks", "Settings"),
    Permission("settings.leads", "Manage assignment, protection and scoring", "Settings"),
    Permission("settings.approvals", "Manage approval chains", "Settings"),
    Permission("settings.connections", "Manage connections to providers", "Settings"),
    Permission(
        "settings.payments", "Manage payment methods, routes and bank accounts", "Settings", money=True
    ),
    Permission("settings.api_keys", "Manage API keys", "Settings"),
    # in the vendor's own house only
    Permission("brokers.view", "See every broker's state and usage", "Brokers"),
    Permission("brokers.manage", "Create, suspend and resume brokers", "Brokers"),
)

ALL: Final = tuple(permission.code for permission in CATALOGUE)

_LABELS: Final = {permission.code: permission.label for permission in CATALOGUE}


def label_of(code: str) -> str:
    return _LABELS.get(code, code)


# What a role sees of other people's rows. A role may have several; none of them: only what belongs to nobody's scope.
SCOPES: Final[dict[str, str]] = {
    "all": "Everything",
    "desk": "Their desk and the desks below it",
    "own": "What is assigned to them",
    "participating": "What they take part in",
    "unassigned": "What is assigned to nobody, at their desk or at none",
}

# What a role may be shown only partly or not at all.
MASKED_FIELDS: Final[dict[str, str]] = {
    "email": "E-mail addresses",
    "phone": "Phone numbers",
    "country": "Countries",
    "birth_date": "Birth dates",
    "address": "Addresses",
    "document": "Document numbers",
    "balance": "Balances and amounts of clients",
}
MASKS: Final = ("partly", "hidden")


@dataclass(frozen=True, slots=True)
class DefaultRole:
    scopes: tuple[str, ...]
    permissions: tuple[str, ...]


_SALES: Final = ("leads.view", "leads.edit", "leads.take", "clients.view", "trading.view")
_LEADING: Final = (
    *_SALES, "leads.assign", "leads.merge", "leads.import", "leads.export", "clients.edit", "clients.register", "clients.export",
    "clients.hand_over", "tasks.view", "tasks.manage", "tags.manage", "views.share", "partners.view", "reports.view",
    "approvals.view",
)  # fmt: skip

# What a new broker starts with. Brokers change these; the administrator's is every permission, now and later.
DEFAULT_ROLES: Final[dict[str, DefaultRole]] = {
    "Administrator": DefaultRole(("all",), ("*",)),
    "Sales manager": DefaultRole(("all",), (*_LEADING, "settings.leads")),
    "Team leader": DefaultRole(("desk", "own", "participating", "unassigned"), _LEADING),
    "Sales": DefaultRole(("own", "participating", "unassigned"), _SALES),
    "Compliance": DefaultRole(("all",), (
        "leads.view", "clients.view", "clients.devices", "kyc.view", "kyc.decide", "approvals.view", "trading.view",
        "finance.view", "audit.view",
    )),
    "Finance": DefaultRole(("all",), (
        "clients.view", "finance.view", "finance.deposit", "finance.approve", "finance.correct", "finance.close",
        "payouts.request", "payouts.approve", "rebates.approve",
        "approvals.view", "approvals.view_all", "trading.view", "partners.view", "reports.view",
    )),
    "Partner manager": DefaultRole(("own", "participating"), (
        "partners.view", "partners.manage", "rebates.manage", "rebates.decide", "clients.view", "payouts.request", "approvals.view",
        "trading.view", "reports.view",
    )),
    "Risk": DefaultRole(("all",), (
        "clients.view", "trading.view", "partners.view", "reports.view", "finance.view", "abuse.decide",
    )),
}  # fmt: skip
