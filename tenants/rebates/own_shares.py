"""What sub-IBs keep of what comes to them and the partner above, as both agreed: what a plan `bottom_up` reads.

A partner that the plan names in `fractions` gives up what the plan says. Another gives up 1 − its own share, as of the attribution
time and while it stands below whom it agreed with. Who agreed on nothing gives up the plan's `fraction`. The broker pays the same.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from tenants.ibs.models import OwnShare
from tenants.rebates import engine
from tenants.rebates.engine.document import Agreed
from tenants.rebates.engine.facts.world import World
from tenants.rebates.engine.numbers import ONE, plain

from .gather import Facts

FOREVER: Final = 253_402_300_799
"""The last second that a calendar can write."""


def known_to(scenario: engine.Scenario, facts: Facts) -> engine.Scenario:
    """The scenario that knows them: no document has words for them."""
    if not facts.agreed:
        return scenario
    rows: dict[str, list[Agreed]] = {}
    for row in facts.agreed:
        # Above whom nobody of the facts stands it says nothing.
        if row.parent_id in facts.numbers:
            rows.setdefault(str(facts.numbers[row.partner_id]), []).append(_read(row, facts))
    return replace(scenario, agreed={partner: tuple(found) for partner, found in rows.items()})


def written_into(document: dict[str, Any], scenario: engine.Scenario) -> dict[str, Any]:
    """The document of one deal whose plans name what was given up at its own time: any other tool gives the same lines."""
    if not scenario.agreed:
        return document
    return {**document, "plans": [_with_fractions(plan, scenario) for plan in document["plans"]]}


def _with_fractions(plan: dict[str, Any], scenario: engine.Scenario) -> dict[str, Any]:
    way = plan["distribution"]
    if way["kind"] != "bottom_up":
        return plan
    found = {partner: plain(ONE - share) for partner, share in _agreed(scenario, plan.get("attribution"))}
    return {**plan, "distribution": {**way, "fractions": found | way.get("fractions", {})}}


def _agreed(scenario: engine.Scenario, attribution: str | None) -> Iterator[tuple[str, Decimal]]:
    world = World(scenario)
    for source in world.deal_sources():
        assert source.deal is not None
        time = source.deal.open_time if attribution == "open" else source.deal.close_time
        for leg in world.legs_of(source, time):
            for partner, parent in pairwise(leg.path):
                share = world.agreed(partner, parent, time)
                if share is not None:
                    yield partner, share


def _read(row: OwnShare, facts: Facts) -> Agreed:
    until = int(row.valid_to.timestamp()) if row.valid_to else FOREVER
    return Agreed(str(facts.numbers[row.parent_id]), row.share, int(row.valid_from.timestamp()), until)
