"""What a plan's document may hold, found by letting the parser itself read an empty one and listening to what it asks for.

So a form drawn from this can never know a field that the engine does not, nor miss one. Pure.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Final, TypeVar

from tenants.rebates.engine.bases import BASES
from tenants.rebates.engine.distributions import DISTRIBUTIONS
from tenants.rebates.engine.faults import Faults
from tenants.rebates.engine.guards.fields import NET_LOSS_GUARDS, OTHER_GUARDS, read_guards
from tenants.rebates.engine.numbers import plain
from tenants.rebates.engine.parse import kinds
from tenants.rebates.engine.parse.names import Names, Scope
from tenants.rebates.engine.parse.plans import ATTRIBUTION, PARTY_KEYS, SELECTABLE
from tenants.rebates.engine.parse.rates import read_table
from tenants.rebates.engine.parse.reader import Kind, Reader
from tenants.rebates.engine.plan import SELECT_KEYS

T = TypeVar("T")
V = TypeVar("V")

VALUE, LIST, MAP, OBJECT, RATE, RATES, RATE_MAP, ROWS = (
    "value", "list", "map", "object", "rate", "rates", "rate_map", "rows",
)  # fmt: skip
"""The shapes. A rate is a decimal or a tier table; rows are a list of objects."""

_SYMBOL: Final = Kind(str, "")
_PARTNER: Final = Kind(str, "")
_NAMED: Final = (
    (_SYMBOL, "symbol"), (_PARTNER, "partner"), (kinds.FRACTION, "fraction"), (kinds.SHARE, "fraction"),
    (kinds.CURRENCY, "currency"), (kinds.RANK, "rank"),
)  # fmt: skip
_BY_BLANK: Final = ((bool, "flag"), (int, "whole"), (Decimal, "decimal"), (str, "text"))


@dataclass(frozen=True, slots=True)
class Field:
    """`type`: decimal, fraction, whole, rank, flag, word, currency, symbol, partner or text. `default` as it is written."""

    name: str
    shape: str
    type: str = ""
    words: tuple[str, ...] = ()
    key: str = ""
    required: bool = False
    default: str = ""
    fields: "tuple[Field, ...]" = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A base or a distribution, and what may stand beside it."""

    name: str
    fields: tuple[Field, ...]
    source: str = ""
    select: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def bases() -> dict[str, Part]:
    return {name: _base(name) for name in BASES}


@lru_cache(maxsize=1)
def distributions() -> dict[str, Part]:
    scope = Scope(_names(), of_deals=True)
    return {
        name: Part(name, _asked(lambda row, kind=kind: kind.read(row, scope)))  # type: ignore[misc]
        for name, kind in DISTRIBUTIONS.items()
    }


@lru_cache(maxsize=1)
def guards() -> tuple[Field, ...]:
    return _asked(lambda row: read_guards(row, _names(), None))


@lru_cache(maxsize=1)
def table() -> tuple[Field, ...]:
    """A tier table, which may stand wherever a rate may."""
    return _asked(lambda row: read_table(row, Scope(_names(), of_deals=True)))


def head() -> tuple[Field, ...]:
    return (
        Field("currency", VALUE, "currency", default="USD"),
        Field("slot", VALUE, "text", default="main"),
        Field("attribution", VALUE, "word", ATTRIBUTION.words, default="close"),
    )


def select() -> tuple[Field, ...]:
    types = {"partner": "partner", "tree": "partner", "symbol": "symbol", "side": "word"}
    return tuple(
        Field(key, LIST, types.get(key, "text"), kinds.SIDE.words if key == "side" else ())
        for key in SELECT_KEYS
    )


def settlement() -> tuple[Field, ...]:
    return (Field("hold_days", VALUE, "whole", default="0"),)


def _base(name: str) -> Part:
    base = BASES[name]
    allowed = SELECTABLE.get(base.source, PARTY_KEYS)
    keys = tuple(key for key in SELECT_KEYS if key in allowed)
    every = tuple(one.name for one in guards())
    some = {"deal": frozenset(every), "period": NET_LOSS_GUARDS}.get(base.source, OTHER_GUARDS)
    fields = _asked(lambda row: base.read(row, _names()))
    return Part(name, fields, base.source, keys, tuple(one for one in every if one in some))


@dataclass(slots=True)
class _Asked:
    shape: str
    kind: Kind[object] | None = None
    key: Kind[object] | None = None
    required: bool = False
    default: object = None
    inside: "_Listener | None" = None


@dataclass(slots=True)
class _Listener(Reader):
    """Answers as if everything were given and right, and notes each question."""

    asked: dict[str, _Asked] = field(default_factory=dict)

    def fail(self, name: str, message: str) -> None:
        return

    def has(self, name: str) -> bool:
        return True

    def need(self, name: str, kind: Kind[T]) -> T:
        self.asked[name] = _Asked(VALUE, _any(kind), required=True)
        return kind.blank

    def get(self, name: str, kind: Kind[T], default: T) -> T:
        self.asked[name] = _Asked(VALUE, _any(kind), default=default)
        return default

    def maybe(self, name: str, kind: Kind[T]) -> T | None:
        self.asked[name] = _Asked(VALUE, _any(kind))
        return None

    def each(self, name: str, kind: Kind[T], *, need: bool = False, filled: bool = False) -> tuple[T, ...]:
        self.asked[name] = _Asked(LIST, _any(kind), required=need)
        return ()

    def mapping(self, name: str, kind: Kind[T], key: Kind[V], *, need: bool = False) -> dict[V, T]:
        before = self.asked.get(name)
        shape = RATE_MAP if before is not None and before.shape == RATE else MAP
        self.asked[name] = _Asked(shape, _any(kind), _any(key), required=need)
        return {}

    def child(self, name: str, *, need: bool = False) -> "Reader":
        inside = _Listener({}, "", self.faults)
        self.asked[name] = _Asked(OBJECT, required=need, inside=inside)
        return inside

    def children(self, name: str, *, filled: bool = False, need: bool = False) -> "list[Reader]":
        inside = _Listener({}, "", self.faults)
        self.asked[name] = _Asked(ROWS, required=need, inside=inside)
        return [inside]

    def items(self, name: str, *, need: bool = False, filled: bool = False) -> list[object]:
        """Asked for bare only where each item may be a rate."""
        self.asked[name] = _Asked(RATES, _any(kinds.NOT_NEGATIVE), required=need)
        return []

    def raw(self, name: str) -> object:
        """Asked for bare only where a rate may stand, or instead of an object that is not there."""
        self.asked.setdefault(name, _Asked(RATE, _any(kinds.NOT_NEGATIVE)))
        return None

    def value(self, name: str, raw: object, kind: Kind[T]) -> T | None:
        """A rate that is required is read on the spot; one that may be missing is not."""
        if name in self.asked:
            self.asked[name].required = True
        return kind.blank

    def fields(self) -> Iterator[Field]:
        for name, one in self.asked.items():
            yield Field(
                name,
                one.shape,
                _type(one.kind),
                one.kind.words if one.kind else (),
                _type(one.key),
                one.required,
                _written(one.default),
                tuple(one.inside.fields()) if one.inside else (),
            )


def _asked(read: Callable[[Reader], object]) -> tuple[Field, ...]:
    listener = _Listener({}, "", Faults())
    read(listener)
    return tuple(listener.fields())


def _any(kind: Kind[T]) -> Kind[object]:
    return kind  # type: ignore[return-value]


def _type(kind: Kind[object] | None) -> str:
    if kind is None:
        return ""
    if kind.words:
        return "word"
    named = next((name for known, name in _NAMED if known is kind), "")
    return named or next(name for blank, name in _BY_BLANK if isinstance(kind.blank, blank))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, Decimal) else "" if value is None else str(value)


def _names() -> Names:
    other = kinds.ID
    return Names(
        symbol=_SYMBOL,
        partner=_PARTNER,
        client=other,
        account=other,
        deal=other,
        plan=other,
        event=other,
        reversible=other,
        deal_ids=frozenset(),
        event_ids=frozenset(),
    )
