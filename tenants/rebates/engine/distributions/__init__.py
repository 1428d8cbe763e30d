"""Distributions: who gets which part. A new one is one file and one name in this list."""

from tenants.rebates.engine.distributions.bottom_up import BottomUp
from tenants.rebates.engine.distributions.client import ToClient
from tenants.rebates.engine.distributions.distribution import Distribution
from tenants.rebates.engine.distributions.gap import Gap
from tenants.rebates.engine.distributions.ladder import Ladder
from tenants.rebates.engine.distributions.levels import Levels
from tenants.rebates.engine.distributions.override import Override
from tenants.rebates.engine.distributions.pot import Pot
from tenants.rebates.engine.distributions.ranks import Ranks
from tenants.rebates.engine.distributions.remainder import Remainder
from tenants.rebates.engine.distributions.top_down import TopDown

__all__ = ["DISTRIBUTIONS", "Distribution"]

_ALL: tuple[type[Distribution], ...] = (
    Levels,
    Ladder,
    Ranks,
    Gap,
    Pot,
    TopDown,
    BottomUp,
    Remainder,
    Override,
    ToClient,
)
DISTRIBUTIONS: dict[str, type[Distribution]] = {each.kind: each for each in _ALL}
