"""Symbols that the plan does not pay for."""

from tenants.rebates.engine.guards.guard import Trial


def excluded_symbol(trial: Trial) -> None:
    symbol = trial.source.the_deal.symbol
    if symbol in trial.guards.excluded_symbols:
        trial.exclude("excluded_symbol", {"symbol": symbol})
