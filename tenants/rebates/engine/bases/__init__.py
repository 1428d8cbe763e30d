"""Bases: what quantity a plan is paid on. A new base is one file and one name in this list."""

from tenants.rebates.engine.bases.base import Base
from tenants.rebates.engine.bases.commission import Commission
from tenants.rebates.engine.bases.cpa import Cpa
from tenants.rebates.engine.bases.cpl import Cpl
from tenants.rebates.engine.bases.fee_share import FeeShare
from tenants.rebates.engine.bases.markup import Markup
from tenants.rebates.engine.bases.net_loss import NetLoss
from tenants.rebates.engine.bases.notional import Notional
from tenants.rebates.engine.bases.per_lot import PerLot
from tenants.rebates.engine.bases.per_side import PerSide
from tenants.rebates.engine.bases.pips import Pips
from tenants.rebates.engine.bases.profit import Profit
from tenants.rebates.engine.bases.revenue import Revenue
from tenants.rebates.engine.bases.spread import Spread
from tenants.rebates.engine.bases.turnover import Turnover

__all__ = ["BASES", "Base"]

_ALL: tuple[type[Base], ...] = (
    PerLot,
    PerSide,
    Pips,
    Spread,
    Markup,
    Commission,
    Turnover,
    Notional,
    Profit,
    Revenue,
    Cpa,
    Cpl,
    FeeShare,
    NetLoss,
)
BASES: dict[str, type[Base]] = {base.type: base for base in _ALL}
