"""What a distribution sees of one leg: its partners, the quantity, and rates as each level reads them."""

from decimal import Decimal
from typing import TYPE_CHECKING

from tenants.rebates.engine.facts.source import Source
from tenants.rebates.engine.numbers import ONE, ZERO, plain
from tenants.rebates.engine.plan import Plan, Rate
from tenants.rebates.engine.portion import CLIENT, PARTNER, Portion
from tenants.rebates.engine.stages.tier import NOT_READ, Read, read_rate
from tenants.rebates.engine.trace import Json, step

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


class LegView:
    """`whole` is the whole path; `path` ends at the distribution's depth; `q` is Q x the leg's share."""

    def __init__(
        self,
        world: "World",
        plan: Plan,
        source: Source,
        time: int,
        leg: int,
        path: tuple[str, ...],
        q: Decimal,
    ) -> None:
        self.world, self.plan, self.source, self.time = world, plan, source, time
        self.leg, self.whole, self.q = leg, path, q
        self.path = path[: plan.distribution.depth]
        self._reads: dict[tuple[int, str | None, bool], Read] = {}

    def active(self, partner: str) -> bool:
        return self.world.tree.active(partner, self.time)

    def rank(self, partner: str) -> int:
        return self.world.tree.rank(partner, self.time)

    def rate(self, rate: Rate, partner: str | None) -> Read:
        """Without the personal ratio."""
        return self._read(rate, partner, own=False)

    def own(self, rate: Rate, partner: str) -> Read:
        """Times the partner's personal ratio."""
        return self._read(rate, partner, own=True)

    def ratio(self, partner: str) -> Decimal:
        return self.world.scenario.partners[partner].ratio

    def agreed(self, level: int) -> Decimal | None:
        """The own share of the partner there, agreed with the one above it on this path."""
        return self.world.agreed(self.whole[level - 1], self.whole[level], self.time)

    def portion(self, level: int, amount: Decimal, read: Json, *reads: Read) -> Portion:
        """The amount of a level of the path, with the step that shows it."""
        partner = self.whole[level - 1]
        return self._portion(
            PARTNER, partner, level, amount, {"partner": partner, "level": level, **read}, reads
        )

    def client_portion(self, amount: Decimal, read: Json, *reads: Read) -> Portion:
        client = self.source.the_client.id
        return self._portion(CLIENT, client, None, amount, {"client": client, **read}, reads)

    def _portion(
        self, kind: str, party: str, level: int | None, amount: Decimal, read: Json, reads: tuple[Read, ...]
    ) -> Portion:
        rule = f"distribute.{self.plan.distribution.kind}"
        steps = [each.step for each in reads if each.step is not None]
        steps.append(step(7, rule, {**read, "q": plain(self.q)}, amount))
        return Portion(kind, party, level, self.leg, amount, steps=steps)

    def _read(self, rate: Rate, partner: str | None, *, own: bool) -> Read:
        if not self.q:
            return NOT_READ
        key = (id(rate), partner, own)
        if key not in self._reads:
            ratio = self.ratio(partner) if own and partner is not None else ONE
            currency = self.plan.currency
            self._reads[key] = read_rate(rate, partner, ratio, self.source, self.world, currency)
        return self._reads[key]


def floor(amount: Decimal) -> Decimal:
    return max(amount, ZERO)
