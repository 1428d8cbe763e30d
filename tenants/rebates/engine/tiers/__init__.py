"""Conventions of reading a tier table, one file each."""

from tenants.rebates.engine.tiers.convention import Convention
from tenants.rebates.engine.tiers.marginal import marginal
from tenants.rebates.engine.tiers.prospective import prospective
from tenants.rebates.engine.tiers.whole_period import whole_period

CONVENTIONS: dict[str, Convention] = {
    "whole_period": whole_period,
    "prospective": prospective,
    "marginal": marginal,
}
