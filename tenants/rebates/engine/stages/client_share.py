"""Stage 10: level 1 gives the client the fraction that it promised to the client's group."""

from decimal import Decimal
from typing import TYPE_CHECKING

from tenants.rebates.engine.document import Client
from tenants.rebates.engine.numbers import ONE, ZERO, plain
from tenants.rebates.engine.portion import CLIENT, PARTNER, Portion
from tenants.rebates.engine.trace import Json, step

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


def share_with_client(portions: list[Portion], client: Client, world: "World") -> list[Portion]:
    """The portions, and after them the client's own."""
    given = []
    for portion in portions:
        if portion.level != 1 or portion.party_kind != PARTNER or portion.party is None or not portion.amount:
            continue
        shares = world.scenario.partners[portion.party].client_shares
        fraction = shares.get("*", ZERO)
        if client.group is not None:
            fraction = shares.get(client.group, fraction)
        if fraction:
            given.append(_give(portion, client, fraction))
    return portions + given


def _give(portion: Portion, client: Client, fraction: Decimal) -> Portion:
    amount = portion.amount
    read: Json = {
        "partner": portion.party,
        "amount": plain(amount),
        "fraction": plain(fraction),
        "client": client.id,
    }
    share = Portion(CLIENT, client.id, None, portion.leg, amount * fraction, steps=list(portion.steps))
    share.steps.append(step(10, "client_share", read, share.amount))
    portion.amount = amount * (ONE - fraction)
    portion.steps.append(step(10, "client_share", read, portion.amount))
    return share
