"""A measured house changes its row in the operations room, without reload."""

import uuid

from atrium.brokers import selectors
from atrium.brokers.models import Broker
from atrium.kernel import tenancy
from portals.shared.fragments import render_fragment
from portals.shared.live import push
from portals.vendor_console.brokers import board, pages

_PARTS = ("row", "health", "totals")


def show_broker(broker_id: uuid.UUID) -> None:
    """Called from anywhere; the fragments go to the operators, who are in the vendor's house."""
    with tenancy.public():
        broker = Broker.objects.get(id=broker_id)
    context = {"row": board.row_of(broker), "totals": pages.totals(), "oob": True}
    with tenancy.entered(selectors.vendor()):
        for part in _PARTS:
            push(
                "vendor",
                "all",
                html=render_fragment("vendor", f"vendor_console/brokers/{part}.html", context),
            )
