"""The resources of version 1. The last line answers every other address in the API's own words."""

from django.urls import URLPattern, URLResolver, path, re_path

from api import problems
from api.v1 import api_keys, approvals, brokers, clients, deals, deposits, payouts, rebates, trading_accounts

urlpatterns: list[URLPattern | URLResolver] = [
    path("clients", clients.Clients.as_view(), name="api-clients"),
    path("clients/<uuid:id>", clients.OneClient.as_view(), name="api-client"),
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
    path("brokers", brokers.Brokers.as_view(), name="api-brokers"),
    path("brokers/<uuid:id>", brokers.OneBroker.as_view(), name="api-broker"),
    path("brokers/<uuid:id>/suspend", brokers.Suspend.as_view(), name="api-broker-suspend"),
    path("brokers/<uuid:id>/resume", brokers.Resume.as_view(), name="api-broker-resume"),
    path("api-keys", api_keys.ApiKeys.as_view(), name="api-keys"),
    path("api-keys/<uuid:id>", api_keys.OneApiKey.as_view(), name="api-key"),
    re_path(r"^.*\Z", problems.not_found, name="api-nothing"),
]
