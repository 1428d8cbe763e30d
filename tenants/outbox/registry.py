"""Who listens to what. Installed once at start-up, when every name is tried; imported functions are kept."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.utils.module_loading import import_string

from .types import Event, Subscriber, Together


class UnknownSubscriber(RuntimeError):
    """A name in the table of subscriptions leads nowhere."""


_table: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_functions: dict[str, Subscriber] = {}


def install(subscriptions: Mapping[str, Sequence[str]]) -> None:
    """Takes the table, or raises and names every subscriber that cannot be imported."""
    global _table  # noqa: PLW0603 - one table for the process, set once at start-up
    functions = {name: _find(name) for names in subscriptions.values() for name in names}
    missing = sorted(name for name, function in functions.items() if function is None)
    if missing:
        raise UnknownSubscriber(f"infra/subscriptions.py names what is not there: {', '.join(missing)}.")
    _functions.clear()
    _functions.update({name: function for name, function in functions.items() if function is not None})
    _table = MappingProxyType({kind: tuple(names) for kind, names in subscriptions.items()})


def subscribers_of(kind: str) -> tuple[str, ...]:
    return _table.get(kind, ())


def subscriber(name: str) -> Subscriber:
    """The function for a delivery. It may be gone since the delivery was written: a deploy came between."""
    if name not in _functions:
        found = _find(name)
        if found is None:
            raise UnknownSubscriber(f"There is no subscriber {name} any more.")
        _functions[name] = found
    return _functions[name]


def hear(name: str, events: Sequence[Event]) -> None:
    function = subscriber(name)
    if isinstance(function, Together):
        function.hear(events)
    else:
        for event in events:
            function(event)


def heard_together() -> frozenset[str]:
    """The subscribers that are told of many events at once."""
    return frozenset(name for name, function in _functions.items() if isinstance(function, Together))


def _find(name: str) -> Subscriber | None:
    try:
        found = import_string(name)
    except ImportError as error:
        if error.name is not None and not name.startswith(error.name):
            raise  # the module is there and is itself broken: its own error says more
        return None
    return found if callable(found) else None
