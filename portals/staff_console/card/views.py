"""The card of a person: one page whether lead or client; its tabs are fetched when they are opened and have addresses."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from atrium.kernel import clock
from atrium.kernel.errors import NotFound
from portals.staff_console.access import any_member, permitted
from portals.staff_console.card import presence, tabs, tiles, when_to_call
from portals.staff_console.people import Person, client_person, person_for
from tenants.staff.models import Member
from tenants.trading import selectors as trading
from tenants.work import selectors as work

BODY = "card-body"


@require_safe
@permitted("clients.view")
def of_client(
    request: HttpRequest, member: Member, client_id: uuid.UUID, tab: str = "overview"
) -> HttpResponse:
    return show(request, member, client_person(member, client_id), tab)


@require_safe
@any_member
def of_lead(request: HttpRequest, member: Member, lead_id: uuid.UUID, tab: str = "overview") -> HttpResponse:
    person = person_for(member, lead_id)
    if person.client:  # the client's own address is the one that people share
        return redirect(person.address if tab == "overview" else f"{person.address}{tab}/")
    return show(request, member, person, tab)


def show(request: HttpRequest, member: Member, person: Person, code: str) -> HttpResponse:
    shown = tabs.tabs_for(member, person)
    tab = next((one for one in shown if one.code == code), None)
    if tab is None:
        raise NotFound("This page does not exist, or it is not yours to see.")
    context: dict[str, Any] = {
        "person": person,
        "lead": person.lead,
        "client": person.client,
        "tabs": tabs.links(shown, person, code),
        "tab": tab,
        "panel": f"staff_console/card/{tab.code}.html",
        **tab.panel(request, member, person),
    }
    if getattr(request.htmx, "target", None) == BODY:  # type: ignore[attr-defined]
        return render(request, "staff_console/card/body.html", context)
    return render(request, "staff_console/card/page.html", {**context, **head_of(member, person)})


def head_of(member: Member, person: Person) -> dict[str, Any]:
    client, allows = person.client, member.allows
    sees_signals = client is not None and allows("trading.view")
    return {
        "tags": work.tags_about([person.lead.id])[person.lead.id],
        "signals": trading.open_signals([client.id]) if client and sees_signals else [],
        "in_portal": presence.in_portal(person),
        "may_tag": allows("leads.edit") or allows("clients.edit"),
        "may_assign": allows("leads.assign"),
        "may_edit": allows("clients.edit") if client else allows("leads.edit"),
        "may_impersonate": client is not None and allows("clients.impersonate"),
    }


@require_safe
@any_member
def part(request: HttpRequest, member: Member, lead_id: uuid.UUID, name: str) -> HttpResponse:
    """A part of an open card, fetched by itself: later because it is slow, or again because it is old."""
    person = person_for(member, lead_id)
    build = _PARTS.get(name)
    if build is None:
        raise NotFound("This page does not exist, or it is not yours to see.")
    context = {
        "person": person,
        "lead": person.lead,
        "client": person.client,
        **build(request, member, person),
    }
    return render(request, f"staff_console/card/{name}.html", context)


def _head(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    return head_of(member, person)


def _tiles(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    return tiles.of(member, person)


def _worth(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    _needs(member, person, "trading.view")
    found = tiles.worth(person)
    return {**found, "hides_money": bool(member.authority.mask("balance")), "now": clock.now()}


def _trend(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    _needs(member, person, "trading.view")
    return {"trend": tiles.trend(person), "hides_money": bool(member.authority.mask("balance"))}


def _presence(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    return {"presence": presence.presence_of(person)}


def _call(request: HttpRequest, member: Member, person: Person) -> dict[str, Any]:
    return when_to_call.of(person)


def _needs(member: Member, person: Person, code: str) -> None:
    if person.client is None or not member.allows(code):
        raise NotFound("This page does not exist, or it is not yours to see.")


_PARTS = {
    "head": _head,
    "tiles": _tiles,
    "worth": _worth,
    "trend": _trend,
    "presence": _presence,
    "call": _call,
    "timeline": tabs.timeline_of,
    "older": tabs.timeline_of,
    "side": tabs.overview,
}
