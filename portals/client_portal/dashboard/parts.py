"""What the parts of the first page need, for a request and for a worker alike."""

from typing import Any

from django.utils.translation import gettext as _

from portals.client_portal.accounts.figures import worth_of
from portals.client_portal.accounts.waiting import openings_under_way
from portals.client_portal.dashboard.next_step import next_step
from portals.client_portal.money.movements import Wanted, movements
from portals.client_portal.money.net import net_by_day
from portals.client_portal.verification.standing import standing_of
from portals.shared.charts import Chart, Series
from tenants.clients.models import Client

LATEST = 5


def worth(client: Client, *, ask: bool) -> dict[str, Any]:
    found, standing = worth_of(client, ask=ask), standing_of(client)
    return {
        "client": client,
        "worth": found,
        "standing": standing,
        "step": next_step(found, standing),
        "waiting": openings_under_way(client),
        "asked": ask,
    }


def latest(client: Client) -> dict[str, Any]:
    return {"client": client, "movements": movements(client, Wanted(), size=LATEST).rows}


def chart(client: Client) -> Chart | None:
    """Money paid in less money paid out, day by day; nothing to draw before the second day."""
    days = net_by_day(client)
    if len(days) < 2:
        return None
    series = Series(_("Paid in, less paid out"), [money.decimal for _, money in days])
    labels = [day.isoformat() for day, _ in days]
    return Chart("net-deposits", "area", _("Your deposits"), labels, [series], client.currency)
