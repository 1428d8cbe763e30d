"""Flags that the plan does not pay for, such as `liquidation`."""

from tenants.rebates.engine.guards.guard import Trial


def excluded_flag(trial: Trial) -> None:
    flags = trial.source.the_deal.flags & trial.guards.excluded_flags
    if flags:
        trial.exclude("excluded_flag", {"flags": sorted(flags)})
