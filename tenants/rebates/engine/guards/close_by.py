"""Of two deals closed by each other, the second counts only for its lots beyond those of the first."""

from tenants.rebates.engine.guards.guard import Trial
from tenants.rebates.engine.numbers import ZERO, plain


def close_by(trial: Trial) -> None:
    deal = trial.source.the_deal
    if trial.guards.close_by != "net" or deal.close_by is None:
        return
    other = trial.world.deals[deal.close_by]
    fraction = max(ZERO, deal.lots - other.lots) / deal.lots
    read = {"close_by": other.id, "lots": plain(deal.lots), "other_lots": plain(other.lots)}
    trial.reduce("close_by", fraction, {**read})
