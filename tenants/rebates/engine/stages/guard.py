"""Stage 2: what part of each source a plan pays, or why it is excluded."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tenants.rebates.engine.guards import guards_of
from tenants.rebates.engine.guards.guard import Trial
from tenants.rebates.engine.plan import Plan
from tenants.rebates.engine.stages.match import Match

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


def judge(plan: Plan, matches: Iterable[Match], world: "World") -> Iterator[tuple[Match, Trial]]:
    """All matches of one plan, in the order of (fact time, id)."""
    guards = guards_of(plan)
    for match in matches:
        trial = Trial(match.source, plan, match.legs, world)
        for guard in guards:
            guard(trial)
            if trial.reason is not None:
                break
        yield match, trial
