"""An account with rebates switched off earns nobody anything."""

from tenants.rebates.engine.guards.guard import Trial


def account_off(trial: Trial) -> None:
    account = trial.source.account
    if account is not None and not account.rebates:
        trial.exclude("account_off", {"account": account.id, "rebates": False})
