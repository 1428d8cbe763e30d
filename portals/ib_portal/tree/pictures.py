"""The tree as a picture: area is volume. However many stand below, forty branches are drawn and the rest is one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from atrium.kernel.money import round_half_even
from portals.shared.charts import Chart, Series
from portals.shared.templatetags.atrium import grouped
from tenants.ibs.models import Partner
from tenants.ibs.selectors.branches import Beside

ZERO: Final = Decimal(0)
BRANCHES: Final = 40


@dataclass(frozen=True, slots=True)
class Brought:
    """What somebody's own clients traded and what all below them did, and what the reader has from all of it."""

    lots: Decimal
    branch_lots: Decimal
    branch_amount: Decimal


def chart_of(focus: Partner, own_lots: Decimal, branches: Sequence[tuple[str, Decimal]]) -> Chart:
    """The focus' own clients, and each branch below it, the largest first."""
    own = (_("%(name)s, own clients") % {"name": focus.name}, own_lots)
    drawn = [part for part in (own, *branches) if part[1]]
    return Chart(
        id="tree",
        kind="treemap",
        title=_("Lots by branch, last 30 days"),
        labels=[name for name, _lots in drawn],
        series=[Series(_("Lots"), [lots for _name, lots in drawn])] if drawn else (),
        unit=_("lots"),
    )


def node_of(
    partner: Partner,
    beside: Beside,
    brought: Brought,
    currency: str,
    *,
    children: Sequence[Any] = (),
    more: str = "",
) -> dict[str, Any]:
    """As the tree component wants it. Those below come when they are asked for."""
    clients = ngettext("%(count)s client", "%(count)s clients", beside.clients) % {"count": beside.clients}
    below = ngettext("%(count)s sub-IB", "%(count)s sub-IBs", beside.subs) % {"count": beside.subs}
    number = _("IB %(number)s") % {"number": partner.number}
    lots = _("%(lots)s lots") % {"lots": grouped(brought.branch_lots)}
    return {
        "label": partner.name,
        "sub": " · ".join([number, clients, *([below] if beside.subs else [])]),
        "value": f"{lots} · {round_half_even(brought.branch_amount, currency).format()}",
        "href": f"{reverse('ib_clients')}?partner={partner.id}",
        "children": children,
        "more": more,
        "below": reverse("tree_below", args=[partner.id]) if beside.subs and not children else "",
    }


def brought_of(
    partner_id: UUID, lots: Mapping[UUID, Decimal], sums: Sequence[Mapping[UUID, Decimal]]
) -> Brought:
    branch_lots, branch_amount = sums
    return Brought(
        lots.get(partner_id, ZERO), branch_lots.get(partner_id, ZERO), branch_amount.get(partner_id, ZERO)
    )
