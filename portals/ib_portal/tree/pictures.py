"""The tree as a picture and as rows: area is volume, and each branch says what it brought the reader."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from atrium.kernel.money import Money, round_half_even
from portals.shared.charts import Chart, Series
from portals.shared.templatetags.atrium import grouped
from tenants.ibs.types import Node

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Brought:
    """What a partner's own clients traded, and what the reader has from it."""

    currency: str
    lots: Decimal = ZERO
    amount: Decimal = ZERO

    def plus(self, lots: Decimal, amount: Decimal) -> "Brought":
        return Brought(self.currency, self.lots + lots, self.amount + amount)


@dataclass(frozen=True, slots=True)
class Row:
    node: Node
    brought: Brought

    @property
    def money(self) -> Money:
        return round_half_even(self.brought.amount, self.brought.currency)


@dataclass(frozen=True, slots=True)
class TreeChart(Chart):
    """A treemap with branches inside branches."""

    tree: list[dict[str, Any]] = field(default_factory=list)

    def data(self) -> dict[str, object]:
        return {**Chart.data(self), "tree": self.tree}


def rows_of(node: Node, brought: Mapping[UUID, Brought]) -> Iterator[Row]:
    yield Row(node, brought[node.partner.id])
    for child in node.below:
        yield from rows_of(child, brought)


def chart_of(node: Node, brought: Mapping[UUID, Brought]) -> TreeChart:
    rows = [row for row in rows_of(node, brought) if row.brought.lots]
    return TreeChart(
        id="tree",
        kind="treemap",
        title=_("Lots by partner, last 30 days"),
        labels=[_name(row.node) for row in rows],
        series=[Series(_("Lots"), [row.brought.lots for row in rows])] if rows else (),
        unit=_("lots"),
        tree=_inside(node, brought),
    )


def _inside(node: Node, brought: Mapping[UUID, Brought]) -> list[dict[str, Any]]:
    """The partner's own clients, and each branch below it."""
    own = brought[node.partner.id].lots
    name = _("%(name)s, own clients") % {"name": _name(node)}
    return [
        *([{"name": name, "value": str(own)}] if own else []),
        *(_branch(child, brought) for child in node.below),
    ]


def _branch(node: Node, brought: Mapping[UUID, Brought]) -> dict[str, Any]:
    if node.below:
        return {"name": _name(node), "children": _inside(node, brought)}
    return {"name": _name(node), "value": str(brought[node.partner.id].lots)}


def nested(node: Node, brought: Mapping[UUID, Brought]) -> dict[str, Any]:
    """As the tree component wants it."""
    lots = brought[node.partner.id].lots
    people = ngettext("%(count)s client", "%(count)s clients", node.clients) % {"count": node.clients}
    return {
        "label": _name(node),
        "sub": _("IB %(number)s · %(clients)s") % {"number": node.partner.number, "clients": people},
        "value": _("%(lots)s lots") % {"lots": grouped(lots)},
        "href": f"{reverse('ib_clients')}?partner={node.partner.id}",
        "children": [nested(child, brought) for child in node.below],
    }


def _name(node: Node) -> str:
    return node.partner.name
