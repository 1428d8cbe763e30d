"""A past period under plans of one's choice, stretch by stretch, by the evaluator that the runs use. Nothing is written here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, localcontext
from typing import Final

from atrium.kernel import clock
from atrium.kernel.collecting import uncollected
from tenants.rebates import engine
from tenants.rebates.engine.facts.measure import Measure
from tenants.rebates.engine.numbers import CONTEXT
from tenants.trading.models import Deal

from ..bulk import ground as grounds
from ..bulk.evaluator import Unmapped
from ..bulk.exchange import NoRate
from ..bulk.ground import Ground
from ..bulk.reading import Read, Reader
from ..bulk.remembering import spans_of
from ..bulk.session import FOREVER, Session
from ..bulk.state import Key
from ..bulk.storing import Computed
from ..models import Plan

AT_ONCE: Final = 10_000
"""Deals of a stretch: its sums are added to those of all before it, which costs the same for few."""


@dataclass(slots=True)
class Stretch:
    """`revenue` is the broker's of each deal and `costs` the amount of each line, in one currency where one was asked for.
    `left_out` are the rows of deals that lack something; `key` is the last deal, behind which the next stretch begins."""

    ground: Ground
    key: Key
    deals: list[Read] = field(default_factory=list)
    lines: list[tuple[Read, Computed]] = field(default_factory=list)
    costs: list[Decimal] = field(default_factory=list)
    revenue: dict[str, Decimal] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)

    def group_of(self, read: Read) -> str:
        return self.ground.scenario.accounts[read.deal.account].group or ""


def count(since: datetime, until: datetime) -> int:
    live = Deal.objects.filter(time__gte=since, time__lt=until, account__kind="live", closed_lots__gt=0)
    return int(live.exclude(action="balance").count())


def stretches(
    *,
    since: datetime,
    until: datetime,
    plans: Sequence[Plan],
    currency: str = "",
    after: Key | None = None,
    closed: bool = False,
    alive: Callable[[], None] = lambda: None,
) -> Iterator[Stretch]:
    """In the order of (close time, id), from `after` on. `closed`: as if every period were over, which is what a trial asks;
    otherwise what hangs on a period that is still open has no line yet, as in production. `alive` is called while the deals
    before `after` are counted again, which takes as long as they were many."""
    alive()
    ground = grounds.of_period(since, until, plans)
    alive()
    now = FOREVER if closed else int(clock.now().timestamp())
    session = Session(ground, now=now)
    reader = Reader(since, until)
    key, begun = after or (int(since.timestamp()) - 1, ""), False
    while reads := reader.after(key, AT_ONCE):
        if not begun:
            session.prime(spans_of(session.scopes, reads), reads[0].key, alive)
            begun = True
        key = reads[-1].key
        yield _stretch(session, ground, reads, currency)


def written(key: Key) -> list[int | str]:
    return [key[0], key[1]]


def read_key(state: Mapping[str, object]) -> Key | None:
    after = state.get("after")
    return (int(after[0]), str(after[1])) if isinstance(after, list) else None


@uncollected()
def _stretch(session: Session, ground: Ground, reads: Sequence[Read], currency: str) -> Stretch:
    found = Stretch(ground, reads[-1].key)
    with localcontext(CONTEXT):
        for read in reads:
            found.deals.append(read)
            try:
                _one(session, read, currency, found)
            except (NoRate, Unmapped, engine.BadDocument):
                found.left_out.add(read.pk)
    return found


def _one(session: Session, read: Read, currency: str, found: Stretch) -> None:
    if read.lacks:
        found.left_out.add(read.pk)
        return
    lines = session.evaluator.lines_of(read.deal, read.other_lots).lines
    if currency:
        world = session.evaluator.world
        revenue = Measure(world, read.deal, currency).revenue()
        costs = [world.exchange.convert(one.amount, one.currency, currency, one.time).result for one in lines]
        found.revenue[read.deal.id] = revenue
        found.costs += costs
    found.lines += [(read, one) for one in lines]
