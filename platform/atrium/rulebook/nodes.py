"""A parsed condition. Values are already of their type: Decimal, date, datetime, str, bool, int of days, or tuples of these."""

from collections.abc import Iterator
from dataclasses import dataclass

from atrium.rulebook.fields import Field


@dataclass(frozen=True)
class Test:
    field: Field
    operator: str
    value: object


@dataclass(frozen=True)
class Every:
    """All hold; none at all holds too."""

    children: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Either:
    children: tuple["Node", ...]


@dataclass(frozen=True)
class Not:
    child: "Node"


Node = Every | Either | Not | Test


def tests_in(node: Node) -> Iterator[Test]:
    if isinstance(node, Test):
        yield node
    elif isinstance(node, Not):
        yield from tests_in(node.child)
    else:
        for child in node.children:
            yield from tests_in(child)
