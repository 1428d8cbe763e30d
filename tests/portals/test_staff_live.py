"""What is pushed to open pages, and to whom: exactly those whose it is to see."""

import uuid
from collections.abc import Sequence
from typing import Any

import pytest

from atrium.kernel import clock
from portals.shared.live import sending
from portals.staff_console.approvals import live as approvals
from portals.staff_console.leads import live as leads
from portals.staff_console.partners import live as partners
from tenants.clients.models import Client
from tenants.insight import services as insight
from tenants.leads.services import create_lead
from tenants.outbox.types import Event
from tenants.staff.selectors import member_of
from tests.portals import people

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def pushed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[set[str], str]]:
    """Instead of the channel layer: who would hear what, if everybody looked."""
    heard: list[tuple[set[str], str]] = []

    def send(topic: str, parts: Sequence[sending.Part]) -> None:
        assert ".staff." in topic
        heard.extend((set(part.to), part.html) for part in parts)

    monkeypatch.setattr(sending, "_send", send)
    monkeypatch.setattr(sending, "_looking", lambda surface, members: {one.id for one in members})
    return heard


def event(kind: str, **payload: Any) -> Event:
    return Event(id=uuid.uuid4(), kind=kind, payload=payload, at=clock.now())


def heard_by(pushed: list[tuple[set[str], str]]) -> set[uuid.UUID]:
    return {uuid.UUID(name.removeprefix("member:")) for to, _html in pushed for name in to}


def member(name: str, role: str, **more: Any) -> Any:
    found = member_of(people.staff(name, role, **more))
    assert found is not None
    return found


def test_a_lead_is_shown_to_its_manager_and_to_those_who_see_all_and_to_nobody_else(pushed: Any) -> None:
    sam = member("Sam", "Sales", takes_leads=True)
    other, fay = member("Otto", "Sales"), member("Fay", "Finance")
    chief = member("Maja", "Sales manager")
    lead = create_lead(name="Nora <b>New</b>", email="nora@example.com")
    lead.assigned_to = sam
    lead.save()
    leads.show_lead(event("lead.created", lead_id=str(lead.id)))
    assert {sam.id, chief.id} <= heard_by(pushed)
    assert not {other.id, fay.id} & heard_by(pushed)
    html = pushed[0][1]
    assert 'hx-swap-oob="afterbegin:#leads-arrivals"' in html
    assert f'data-href="/leads/{lead.id}/"' in html
    assert "Nora &lt;b&gt;New&lt;/b&gt;" in html


def test_a_changed_lead_is_changed_in_its_place(pushed: Any) -> None:
    member("Sam", "Administrator")
    lead = create_lead(name="Nora", email="nora@example.com")
    leads.show_lead(event("lead.status_changed", lead_id=str(lead.id), old="lead", new="demo"))
    assert all('hx-swap-oob="true"' in html and "arrivals" not in html for _to, html in pushed)


def test_many_events_of_some_leads_are_one_row_each_as_it_is_now(pushed: Any) -> None:
    chief, sam = member("Maja", "Sales manager"), member("Sam", "Sales", takes_leads=True)
    nora, otto = (create_lead(name=name, email=f"{name}@example.com") for name in ("Nora", "Otto"))
    for lead in (nora, otto):
        lead.assigned_to = None
        lead.save()
    told = [event("lead.contacted", lead_id=str(one.id)) for one in (nora, otto, nora, nora)]
    nora.assigned_to, nora.name = sam, "Nora Now"
    nora.save()
    leads.show_lead.hear(told)
    to_chief = [html for to, html in pushed if f"member:{chief.id}" in to]
    assert sum("Nora Now" in html for html in to_chief) == 1
    assert sum(f'id="lead-{otto.id}"' in html for html in to_chief) == 1
    to_sam = "".join(html for to, html in pushed if f"member:{sam.id}" in to)
    assert "Nora Now" in to_sam
    assert all('hx-swap-oob="true"' in html and "arrivals" not in html for _to, html in pushed)


def test_a_narrowed_list_hears_that_somebody_is_new_and_asks_for_itself(pushed: Any) -> None:
    member("Maja", "Sales manager")
    lead = create_lead(name="Nora", email="nora@example.com")
    leads.show_lead(event("lead.created", lead_id=str(lead.id)))
    assert leads.NARROWED in [html for _to, html in pushed]
    pushed.clear()
    leads.show_lead(event("lead.contacted", lead_id=str(lead.id)))
    assert leads.NARROWED not in [html for _to, html in pushed]


def test_a_clients_row_changes_in_the_list_of_clients_too(pushed: Any) -> None:
    chief, fay = member("Maja", "Sales manager"), member("Fay", "Finance")
    people.clients(1)
    clara = Client.objects.get()
    leads.show_lead(event("lead.contacted", lead_id=str(clara.lead_id)))
    rows = [html for to, html in pushed if f"member:{chief.id}" in to and f'id="client-{clara.id}"' in html]
    assert len(rows) == 1
    assert f'id="lead-{clara.lead_id}"' not in "".join(
        html for to, html in pushed if f"member:{fay.id}" in to
    )


def test_a_clients_row_shows_money_that_moved_to_those_who_see_the_client(pushed: Any) -> None:
    chief, otto = member("Maja", "Sales manager"), member("Otto", "Sales")
    people.clients(1)
    clara = Client.objects.get()
    people.paid_in(clara, 12_345)
    insight.refresh([clara.lead_id])
    leads.show_figures(event("figures.changed", lead_ids=[str(clara.lead_id)]))
    [row] = [html for to, html in pushed if f"member:{chief.id}" in to and f'id="client-{clara.id}"' in html]
    assert "123.45" in row
    assert otto.id not in heard_by(pushed)


def test_the_counter_of_approvals_goes_to_those_who_see_the_queue(pushed: Any) -> None:
    sam, fay = member("Sam", "Sales"), member("Fay", "Finance")
    approvals.show_queue(event("approval.asked", approval_id=str(uuid.uuid4())))
    assert fay.id in heard_by(pushed)
    assert sam.id not in heard_by(pushed)
    assert 'data-refetch=".at-count"' in pushed[0][1]


def test_a_nudge_says_that_there_is_news_and_not_what(pushed: Any) -> None:
    fay, sam = member("Fay", "Finance"), member("Sam", "Sales")
    partner_id = str(uuid.uuid4())
    partners.nudge(event("rebates.accrued", batch_id="", partner_ids=[partner_id]))
    assert {html for _to, html in pushed} == {
        f'<div id="partner-{partner_id}-nudge" hx-swap-oob="true" data-refetch hidden></div>'
    }
    assert fay.id in heard_by(pushed)
    assert sam.id not in heard_by(pushed)
