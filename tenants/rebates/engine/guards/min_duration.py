"""Positions held for too short a time are not paid."""

from tenants.rebates.engine.guards.guard import Trial


def min_duration(trial: Trial) -> None:
    deal = trial.source.the_deal
    seconds = deal.close_time - deal.open_time
    if seconds < trial.guards.min_seconds:
        trial.exclude("min_duration", {"seconds": seconds, "min_seconds": trial.guards.min_seconds})
