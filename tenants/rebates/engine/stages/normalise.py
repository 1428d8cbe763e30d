"""Stage 1: lots in standard lots."""

from typing import TYPE_CHECKING

from tenants.rebates.engine.facts.source import Source
from tenants.rebates.engine.numbers import ONE, plain
from tenants.rebates.engine.trace import Json, step

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


def normalise(source: Source, world: "World") -> list[Json]:
    """The step, if the account's factor changes anything."""
    if source.deal is None or source.account is None or source.account.volume_factor == ONE:
        return []
    factor = source.account.volume_factor
    read: Json = {"lots": plain(source.deal.lots), "volume_factor": plain(factor)}
    return [step(1, "normalise", read, world.lots(source.deal))]
