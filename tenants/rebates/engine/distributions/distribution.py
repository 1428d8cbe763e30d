"""What every distribution offers: how it is read, and who gets what of the quantity of one leg."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, Self

from tenants.rebates.engine.parse.kinds import decimal_where, word
from tenants.rebates.engine.parse.names import Scope
from tenants.rebates.engine.parse.reader import Kind, Reader, Unfit
from tenants.rebates.engine.portion import Outcome

if TYPE_CHECKING:
    from tenants.rebates.engine.stages.leg_view import LegView

MISSING = word("broker_keeps", "roll_up", "to_top", "to_direct")
PERCENT = decimal_where(lambda value: value >= 0, "0 or more")


def _depth(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise Unfit("must be a whole number")
    if raw < 1:
        raise Unfit("must be at least 1")
    return raw


DEPTH = Kind(_depth, 1)


class Distribution(ABC):
    """Computed as if every partner were active; suspended and absent levels are moved afterwards."""

    __slots__ = ()
    kind: ClassVar[str]
    missing: str
    depth: int | None

    @classmethod
    @abstractmethod
    def read(cls, row: Reader, scope: Scope) -> Self: ...

    @abstractmethod
    def distribute(self, leg: "LegView") -> Outcome: ...


def read_missing(row: Reader) -> str:
    return row.get("missing", MISSING, "broker_keeps")


def read_depth(row: Reader) -> int | None:
    return row.maybe("depth", DEPTH)
