"""New and changed leads appear on the lists of those whose they are, without reload."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from portals.shared.fragments import as_seen_by
from portals.shared.listing import Screen, drawer
from portals.shared.live import News, push_news, push_to_members
from portals.staff_console.concern import everybody, with_leads
from portals.staff_console.lists.screens import CLIENTS, LEADS
from tenants.leads.models import Lead
from tenants.lists.registry import definition_of
from tenants.lists.selectors import as_rows, columns_for
from tenants.outbox.types import Event, together
from tenants.staff.models import Member

NUDGE: Final = '<div id="leads-nudge" hx-swap-oob="true" data-refetch hidden></div>'
ARRIVES: Final = frozenset({"lead.created", "lead.assigned"})
"""After these the lead may be new to somebody; after others it changes where it stands."""

NARROWED: Final = '<i id="leads-narrowed" hx-swap-oob="true" data-refetch="#leads" hidden></i>'
"""Only a list that is narrowed, or in another order, has such a part: what is new may belong anywhere in it, so it asks."""

IN_PLACE: Final = 'hx-swap-oob="true" data-whole'

Draw = Callable[[Any, str], str]


@together(as_causer=False)
def show_lead(events: Sequence[Event]) -> None:
    """For lead.created, lead.assigned and others that name one: the row as it is now, to everybody in whose scope it is. A lead
    with many events has one row to show."""
    kinds: dict[uuid.UUID, set[str]] = {}
    for event in events:
        kinds.setdefault(uuid.UUID(event.payload["lead_id"]), set()).add(event.kind)
    leads = list(Lead.objects.filter(id__in=kinds))
    arriving = {lead.id for lead in leads if kinds[lead.id] & ARRIVES}
    _show(LEADS, "leads.view", leads, arriving)
    _show(CLIENTS, "clients.view", list(Lead.objects.filter(id__in=kinds, client__isnull=False)), set())


@together(as_causer=False)
def show_figures(events: Sequence[Event]) -> None:
    """For figures.changed: money moved, a deal closed, somebody logged in. The rows change where they stand."""
    ids = {uuid.UUID(one) for event in events for one in event.payload["lead_ids"]}
    _show(LEADS, "leads.view", list(Lead.objects.filter(id__in=ids)), set())
    _show(CLIENTS, "clients.view", list(Lead.objects.filter(id__in=ids, client__isnull=False)), set())


@together(as_causer=False)
def show_many(events: Sequence[Event]) -> None:
    """For lead.reassigned, lead.reclaimed and leads.created: open pages fetch their lists anew, each in its own scope."""
    push_to_members("leads.view", covers=everybody, render=lambda member: NUDGE, key="leads")


def _show(screen: Screen, codename: str, leads: Sequence[Lead], arriving: set[uuid.UUID]) -> None:
    if not leads:
        return
    rows = _rows(screen, leads)
    covers = with_leads(codename, leads)
    draw = _drawers(screen)
    news = [
        News(covers[lead_id], _render(draw, row, lead_id in arriving), f"{screen.code}-{lead_id}")
        for lead_id, row in rows.items()
    ]
    news += [News(covers[lead_id], lambda member: NARROWED, "leads-narrowed") for lead_id in arriving]
    push_news(codename, news, as_seen_by=as_seen_by)


def _rows(screen: Screen, leads: Sequence[Lead]) -> Mapping[uuid.UUID, Any]:
    definition = definition_of(screen.code)
    rows = as_rows(definition, Lead.objects.filter(id__in=[lead.id for lead in leads]), definition.columns)
    return {row.pk: row for row in rows}


def _render(draw: Callable[[Member], Draw], row: Any, arrives: bool) -> Callable[[Member], str]:
    def render(member: Member) -> str:
        if not arrives:
            return draw(member)(row, IN_PLACE)
        return f'<tbody hx-swap-oob="afterbegin:#leads-arrivals">{draw(member)(row, "data-whole")}</tbody>'

    return render


def _drawers(screen: Screen) -> Callable[[Member], Draw]:
    """A drawer for each colleague who stands for a way of seeing, made when it is first needed: with every column that they may
    see, of which each page keeps those it shows, in its order."""
    made: dict[uuid.UUID, Draw] = {}

    def of(member: Member) -> Draw:
        if member.id not in made:
            columns = columns_for(definition_of(screen.code), member)
            made[member.id] = drawer(columns, member, screen.describe)
        return made[member.id]

    return of
