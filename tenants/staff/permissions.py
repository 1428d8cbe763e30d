"""Every permission there is, by codename. Roles hold codenames; routes, tabs and buttons ask for one."""

from typing import Final

PERMISSIONS: Final[dict[str, str]] = {
    "leads.view": "See leads in scope",
    "leads.view_all": "See every lead",
    "leads.edit": "Create and change leads",
    "leads.assign": "Assign leads to others",
    "clients.view": "See clients in scope",
    "clients.view_all": "See every client",
    "clients.edit": "Change a client's profile",
    "kyc.view": "See KYC checks",
    "kyc.decide": "Approve or refuse KYC checks",
    "trading.view": "See trading accounts and deals",
    "trading.manage": "Open and change trading accounts",
    "finance.view": "See deposits, withdrawals and wallets",
    "finance.deposit": "Enter manual deposits",
    "payouts.request": "Ask for a payout on a partner's behalf",
    "payouts.approve": "Approve payouts",
    "approvals.view": "See the approval queue",
    "partners.view": "See partners, their tree and their rebates",
    "partners.manage": "Create partners and move them",
    "rebates.manage": "Change rebate plans",
    "reports.view": "See reports",
    "settings.brand": "Change the brand",
    "settings.staff": "Manage staff and roles",
    "settings.connections": "Manage connections to providers",
    "settings.api_keys": "Manage API keys",
    # in the vendor's own house only
    "brokers.view": "See every broker's state and usage",
    "brokers.manage": "Create, suspend and resume brokers",
}

ALL: Final = tuple(PERMISSIONS)

# What a new broker starts with. Brokers change these; the administrator's is every permission, now and later.
DEFAULT_ROLES: Final[dict[str, tuple[str, ...]]] = {
    "Administrator": ("*",),
    "Sales manager": (
        "leads.view", "leads.view_all", "leads.edit", "leads.assign", "clients.view", "clients.view_all", "clients.edit",
        "trading.view", "partners.view", "reports.view", "approvals.view",
    ),
    "Sales": ("leads.view", "leads.edit", "clients.view", "trading.view"),
    "Compliance": (
        "leads.view", "leads.view_all", "clients.view", "clients.view_all", "kyc.view", "kyc.decide", "approvals.view",
        "trading.view", "finance.view",
    ),
    "Finance": (
        "clients.view", "clients.view_all", "finance.view", "finance.deposit", "payouts.request", "payouts.approve",
        "approvals.view", "trading.view", "partners.view", "reports.view",
    ),
    "Partner manager": (
        "partners.view", "partners.manage", "rebates.manage", "clients.view", "payouts.request", "approvals.view",
        "trading.view", "reports.view",
    ),
    "Risk": ("clients.view", "clients.view_all", "trading.view", "partners.view", "reports.view", "finance.view"),
}  # fmt: skip
