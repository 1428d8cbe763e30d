"""A measured house changes its row in the operations room, without reload."""

import uuid

from atrium.brokers import selectors
from atrium.brokers.models import Broker
from atrium.kernel import tenancy
from portals.shared.fragments import render_fragment
from portals.shared.live import push
from portals.vendor_console.brokers import board


def show_broker(broker_id: uuid.UUID) -> None:
    """Called from anywhere; the fragment goes to the operators, who are in the vendor's house."""
    with tenancy.public():
        broker = Broker.objects.get(id=broker_id)
    row = board.row_of(broker)
    with tenancy.entered(selectors.vendor()):
        html = render_fragment("vendor", "vendor_console/brokers/row.html", {"row": row, "oob": True})
        push("vendor", "all", html=html)
