"""Which CPA plans win a client: by who brought them, and who stood above whom, as of a time."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from tenants.clients.models import Client
from tenants.ibs.models import ClientPartner, Partner
from tenants.ibs.rules import Edge
from tenants.ibs.selectors import edges
from tenants.rebates import engine
from tenants.rebates.engine.plan import Plan as Parsed
from tenants.rebates.engine.stages.select import precedence

from .models import Plan
from .scenario import plan_document


def plans_in_order() -> list[tuple[Plan, Parsed]]:
    """Best first, as they compete."""
    rows = Plan.objects.filter(document__base__type="cpa").filter(
        Q(status=Plan.Status.PUBLISHED) | Q(status="superseded")
    )
    found = [(row, parsed) for row in rows if (parsed := _parsed(row)) is not None]
    return sorted(found, key=lambda pair: precedence(pair[1]))


def _parsed(row: Plan) -> Parsed | None:
    document: dict[str, Any] = plan_document(row)
    named = {
        *document.get("select", {}).get("partner", []), *document.get("select", {}).get("tree", []),
        *document["distribution"].get("fractions", {}), *(document["distribution"].get("master") or {}).get("partners", []),
    }  # fmt: skip
    if document["distribution"]["kind"] == "gap":
        named |= set(document["distribution"].get("rates", {}))
    scenario = {
        "scenario": "cpa", "partners": [{"partner": each} for each in sorted(named)], "plans": [document],
    }  # fmt: skip
    try:
        return engine.parse(scenario).plans[0]
    except engine.BadDocument:
        return None


class Tree:
    """Who stood above whom at any time, and who brought these clients: read once, walked as often as one likes."""

    def __init__(self, clients: Sequence[Client]) -> None:
        self.edges: dict[uuid.UUID, list[Edge]] = {}
        for edge in edges():
            self.edges.setdefault(edge.partner, []).append(edge)
        self.stakes: dict[uuid.UUID, list[ClientPartner]] = {}
        for row in ClientPartner.objects.filter(client__in=[client.id for client in clients]):
            self.stakes.setdefault(row.client_id, []).append(row)
        self.numbers = {pk: str(number) for pk, number in Partner.objects.values_list("id", "number")}

    def legs(self, client: Client, at: datetime) -> list[list[str]]:
        rows = [
            row
            for row in self.stakes.get(client.id, ())
            if row.valid_from <= at and (row.valid_to is None or at < row.valid_to)
        ]
        return [list(self._path(row.partner_id, at)) for row in rows]

    def _path(self, partner_id: uuid.UUID | None, at: datetime) -> Iterator[str]:
        while partner_id is not None:
            yield self.numbers[partner_id]
            partner_id = next(
                (edge.parent for edge in self.edges.get(partner_id, ()) if edge.holds(at)), None
            )


def winners(
    plans: Sequence[tuple[Plan, Parsed]], client: Client, tree: Tree, at: datetime
) -> Iterator[tuple[Plan, Parsed]]:
    """The best that applies in each slot."""
    legs, taken = tree.legs(client, at), set()
    values = {
        "partner": {leg[0] for leg in legs},
        "tree": {each for leg in legs for each in leg},
        "client_group": {client.group},
        "country": {client.country},
    }
    moment = int(at.timestamp())
    for row, parsed in plans:
        applies = all(values.get(key, set()) & set(wanted) for key, wanted in parsed.select.items())
        if legs and parsed.slot not in taken and parsed.in_force(moment) and applies:
            taken.add(parsed.slot)
            yield row, parsed
