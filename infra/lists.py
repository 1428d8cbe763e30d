"""Which lists there are: one table, one file. Each name leads to a ListDefinition."""

from typing import Final

LISTS: Final[dict[str, str]] = {
    "leads": "tenants.insight.people.leads",
    "clients": "tenants.insight.people.clients",
    "accounts": "tenants.insight.trading_lists.accounts",
    "deposits": "tenants.insight.money_lists.deposits",
    "payouts": "tenants.insight.money_lists.payouts",
    "partners": "tenants.insight.partner_lists.partners",
    "tasks": "tenants.insight.task_lists.tasks",
    "transfers": "tenants.insight.finance_lists.transfers",
    "cases": "tenants.insight.finance_lists.cases",
    "corrections": "tenants.insight.finance_lists.corrections",
    "operations": "tenants.insight.finance_lists.operations",
    "bank_lines": "tenants.insight.finance_lists.bank_lines",
}
