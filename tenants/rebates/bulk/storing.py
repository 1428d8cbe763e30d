"""From portions to lines: in the party's currency, with ten decimals, and due when its calendar says so (stages 11 to 13)."""

from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from typing import Final, NamedTuple

from tenants.rebates.engine.document import Scenario
from tenants.rebates.engine.numbers import STORED_PLACES, ZERO, rounded
from tenants.rebates.engine.plan import Plan
from tenants.rebates.engine.stages.due import BOUNDARIES
from tenants.rebates.engine.times import DAY, boundary

from .exchange import Converter
from .limits import KINDS
from .portion import Portion

_PLACES: Final = Decimal((0, (1,), -STORED_PLACES))
_WIDE: Final = Context(prec=60)
_KEPT: Final = 200_000


@dataclass(slots=True)
class Computed:
    """A line before it is a row. `inputs` is on the first line of its plan."""

    plan: str | None
    party_kind: str
    party: str | None
    level: int | None
    leg: int
    amount: Decimal
    currency: str
    reason: str | None
    time: int
    due: int
    inputs: dict[str, object] | None = None


class _Calendar(NamedTuple):
    """Seconds that a line is held, the boundary it waits for, and the seconds after that."""

    held: int
    boundary: str | None
    delay: int


class Storing:
    """What is the same for all lines of a party under a plan is looked up once, and what is the same at one second too."""

    def __init__(self, scenario: Scenario, converter: Converter) -> None:
        self._scenario, self._convert = scenario, converter.convert
        self._payees: dict[tuple[str | None, bool, str | None], tuple[str, _Calendar]] = {}
        self._dues: dict[_Calendar, int] = {}
        self._at = -1

    def stored(self, portion: Portion, plan: Plan | None, time: int) -> Computed:
        code = None if plan is None else plan.id
        key = (code, portion.is_client, portion.party)
        payee = self._payees.get(key)
        if payee is None:
            payee = self._payee(portion, plan)
            if len(self._payees) < _KEPT:
                self._payees[key] = payee
        currency, calendar = payee
        amount = portion.amount
        reason = None
        if amount:
            if plan is not None and plan.currency != currency:
                amount = self._convert(amount, plan.currency, currency, time)
            amount = stored_amount(amount)
        if not amount:
            amount, reason = ZERO, portion.reason or "nothing_due"
        if time != self._at:
            self._dues.clear()
            self._at = time
        due = self._dues.get(calendar)
        if due is None:
            due = self._dues[calendar] = _due(calendar, time)
        return Computed(
            code, KINDS[portion.is_client], portion.party, portion.level, portion.leg, amount, currency,
            reason, time, due,
        )  # fmt: skip

    def _payee(self, portion: Portion, plan: Plan | None) -> tuple[str, _Calendar]:
        held = plan.hold_days * DAY if plan else 0
        if portion.party is None:
            return plan.currency if plan else "USD", _Calendar(held, None, 0)
        if portion.is_client:
            return self._scenario.clients[portion.party].currency, _Calendar(held, None, 0)
        partner = self._scenario.partners[portion.party]
        payout = partner.payout
        return partner.currency, _Calendar(held, BOUNDARIES.get(payout.schedule), payout.delay_days * DAY)


def _due(calendar: _Calendar, time: int) -> int:
    held = time + calendar.held
    if calendar.boundary is not None:
        held = boundary(calendar.boundary, held)
    return held + calendar.delay


def stored_amount(amount: Decimal) -> Decimal:
    try:
        return amount.quantize(_PLACES, None, _WIDE)
    except InvalidOperation:  # more digits than any money has
        return rounded(amount, STORED_PLACES)
