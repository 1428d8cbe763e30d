"""The resources of version 1. The last line answers every other address in the API's own words."""

from django.urls import URLPattern, URLResolver, path, re_path

from api import problems
from api.v1 import (
    api_keys,
    approvals,
    brokers,
    clients,
    deals,
    deposits,
    leads,
    lists,
    payouts,
    rebates,
    trading_accounts,
    work,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("clients", clients.Clients.as_view(), name="api-clients"),
    path("clients/<uuid:id>", clients.OneClient.as_view(), name="api-client"),
    path("leads", leads.Leads.as_view(), name="api-leads"),
    path("leads/<uuid:id>", leads.OneLead.as_view(), name="api-lead"),
    path("leads/<uuid:id>/assignment", leads.Assignment.as_view(), name="api-lead-assignment"),
    path("leads/<uuid:id>/contacts", leads.Contacts.as_view(), name="api-lead-contacts"),
    path("trading-accounts", trading_accounts.TradingAccounts.as_view(), name="api-trading-accounts"),
    path(
        "trading-accounts/<uuid:id>", trading_accounts.OneTradingAccount.as_view(), name="api-trading-account"
    ),
    path("deals", deals.Deals.as_view(), name="api-deals"),
    path("deals/<int:id>", deals.OneDeal.as_view(), name="api-deal"),
    path("deposits", deposits.Deposits.as_view(), name="api-deposits"),
    path("deposits/<uuid:id>", deposits.OneDeposit.as_view(), name="api-deposit"),
    path("rebates", rebates.Rebates.as_view(), name="api-rebates"),
    path("rebates/<int:id>", rebates.OneRebate.as_view(), name="api-rebate"),
    path("rebates/<int:id>/scenario", rebates.Scenario.as_view(), name="api-rebate-scenario"),
    path("payouts", payouts.Payouts.as_view(), name="api-payouts"),
    path("payouts/<uuid:id>", payouts.OnePayout.as_view(), name="api-payout"),
    path("payouts/<uuid:id>/decision", payouts.Decision.as_view(), name="api-payout-decision"),
    path("approvals", approvals.Approvals.as_view(), name="api-approvals"),
    path("approvals/<uuid:id>", approvals.OneApproval.as_view(), name="api-approval"),
    path("approvals/<uuid:id>/decision", approvals.DecideApproval.as_view(), name="api-approval-decision"),
    path("lists/<slug:code>/rows", lists.Rows.as_view(), name="api-list-rows"),
    path("lists/<slug:code>/views", lists.Views.as_view(), name="api-list-views"),
    path("lists/<slug:code>/views/<uuid:id>", lists.OneView.as_view(), name="api-list-view"),
    path("lists/<slug:code>/segments", lists.Segments.as_view(), name="api-list-segments"),
    path("lists/<slug:code>/segments/<uuid:id>", lists.OneSegment.as_view(), name="api-list-segment"),
    path("tasks", work.Tasks.as_view(), name="api-tasks"),
    path("tasks/<uuid:id>", work.OneTask.as_view(), name="api-task"),
    path("tasks/<uuid:id>/done", work.TaskDone.as_view(), name="api-task-done"),
    path("people/<uuid:id>/notes", work.Notes.as_view(), name="api-notes"),
    path("notifications", work.Notifications.as_view(), name="api-notifications"),
    path("notifications/<uuid:id>/read", work.NotificationRead.as_view(), name="api-notification-read"),
    path("brokers", brokers.Brokers.as_view(), name="api-brokers"),
    path("brokers/<uuid:id>", brokers.OneBroker.as_view(), name="api-broker"),
    path("brokers/<uuid:id>/suspend", brokers.Suspend.as_view(), name="api-broker-suspend"),
    path("brokers/<uuid:id>/resume", brokers.Resume.as_view(), name="api-broker-resume"),
    path("api-keys", api_keys.ApiKeys.as_view(), name="api-keys"),
    path("api-keys/<uuid:id>", api_keys.OneApiKey.as_view(), name="api-key"),
    re_path(r"^.*\Z", problems.not_found, name="api-nothing"),
]
