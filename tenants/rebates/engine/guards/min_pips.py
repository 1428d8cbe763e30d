"""Positions closed too near their open price are not paid."""

from tenants.rebates.engine.guards.guard import Trial
from tenants.rebates.engine.numbers import plain


def min_pips(trial: Trial) -> None:
    deal = trial.source.the_deal
    pips = abs(deal.close_price - deal.open_price) / trial.world.symbol(deal).pip_size
    if pips < trial.guards.min_pips:
        trial.exclude("min_pips", {"pips": plain(pips), "min_pips": plain(trial.guards.min_pips)})
