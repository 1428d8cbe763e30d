"""Authority ends when the role does: for open sockets before the next frame, for sessions and API keys with the next request."""

import asyncio
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.db import transaction

from atrium.kernel import clock, tenancy
from portals.shared.live import push
from portals.shared.live.bell import authority_changed
from portals.shared.live.hub import Hub, hub
from tenants.outbox.types import Event
from tenants.staff.models import Member, Role
from tenants.staff.services import add_member, appoint, end_membership, set_role_permissions
from tests.sockets import run, socket_of

pytestmark = pytest.mark.usefixtures("committed")
ENDED = 4401


@pytest.fixture
def sam(committed: None, acme: Any) -> Member:
    with tenancy.entered(acme):
        return add_member(email="sam@acme.example", name="Sam Sales", role="Sales")


def _inside(tenant: Any, verb: Callable[..., Any], *args: Any, **named: Any) -> Any:
    with tenancy.entered(tenant):
        return verb(*args, **named)


inside = sync_to_async(_inside)


async def _say(acme: Any, member: Member, html: str) -> None:
    await inside(acme, push, "staff", "member", member.id, html=html)


async def _ring(acme: Any) -> None:
    """As the worker does when it is told of authority.changed."""
    await inside(
        acme, authority_changed, Event(id=uuid.uuid4(), kind="authority.changed", payload={}, at=clock.now())
    )


def test_after_the_role_has_ended_no_further_frame_arrives(acme: Any, sam: Member) -> None:
    """Not even one that was sent in the moment in which the worker had not yet heard of the end."""
    socket = socket_of(acme, "staff", sam.user)

    async def test() -> None:
        assert await socket.opens()
        await _say(acme, sam, "<p>for a colleague</p>")
        assert await socket.hears() == "<p>for a colleague</p>"
        await inside(acme, end_membership, sam)
        await _say(acme, sam, "<p>for nobody</p>")
        assert await socket.closes() == ENDED

    run(test())


def test_the_frame_would_arrive_if_nobody_looked_again(
    acme: Any, sam: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the test above would prove nothing."""

    async def not_looking(self: Hub, topic: str, *, force: bool = False) -> None: ...

    monkeypatch.setattr(Hub, "_look_again", not_looking)
    socket = socket_of(acme, "staff", sam.user)

    async def test() -> None:
        assert await socket.opens()
        await inside(acme, end_membership, sam)
        await _say(acme, sam, "<p>leaked</p>")
        assert await socket.hears() == "<p>leaked</p>"
        await socket.hang_up()

    run(test())


def test_an_open_socket_is_closed_by_the_event_alone(acme: Any, sam: Member) -> None:
    socket = socket_of(acme, "staff", sam.user)

    async def test() -> None:
        assert await socket.opens()
        await inside(acme, end_membership, sam)
        await _ring(acme)
        assert await socket.closes() == ENDED

    run(test())


def test_a_role_that_ends_by_the_clock_closes_its_socket_without_any_event(acme: Any) -> None:
    with tenancy.entered(acme):
        tom = add_member(email="tom@acme.example", name="Tom", role="Sales", active_from=clock.now())
        appointment = tom.appointments.get()
        appointment.active_to = clock.now() + timedelta(seconds=1.5)
        appointment.save()
    socket = socket_of(acme, "staff", tom.user)

    async def test() -> None:
        assert await socket.opens()
        assert await socket.closes() == ENDED

    run(test())


def test_a_second_role_keeps_the_line_open(acme: Any, sam: Member) -> None:
    with tenancy.entered(acme):
        first = sam.appointments.get()
        appoint(member=sam, role=Role.objects.get(name="Risk"))
    socket = socket_of(acme, "staff", sam.user)

    async def test() -> None:
        assert await socket.opens()
        await inside(acme, _end, first)
        await _say(acme, sam, "<p>too old</p>")
        assert await socket.hears() == ""
        assert socket.said == ["missed renewed"]
        await _say(acme, sam, "<p>as Risk</p>")
        assert await socket.hears() == "<p>as Risk</p>"
        await socket.hang_up()

    run(test())


def _end(appointment: Any) -> None:
    from tenants.staff.services import end_appointment

    end_appointment(appointment)


def test_other_rights_make_another_page_and_what_waited_is_not_sent(acme: Any, sam: Member) -> None:
    socket = socket_of(acme, "staff", sam.user)

    async def test() -> None:
        assert await socket.opens()
        await inside(acme, _narrow)
        await _say(acme, sam, "<p>with a phone number</p>")
        assert await socket.hears() == ""
        assert socket.said == ["missed renewed"]
        await socket.hang_up()

    run(test())


def _narrow() -> None:
    set_role_permissions(Role.objects.get(name="Sales"), ["leads.view"])


def test_a_change_that_is_rolled_back_changes_nothing(acme: Any, sam: Member) -> None:
    socket = socket_of(acme, "staff", sam.user)

    def undone() -> None:
        with transaction.atomic():
            end_membership(sam)
            transaction.set_rollback(True)

    async def test() -> None:
        assert await socket.opens()
        await inside(acme, undone)
        await _say(acme, sam, "<p>still here</p>")
        assert await socket.hears() == "<p>still here</p>"
        await socket.hang_up()

    run(test())


def test_who_is_signed_out_elsewhere_hears_nothing_more(acme: Any, sam: Member) -> None:
    socket = socket_of(acme, "staff", sam.user)

    async def test() -> None:
        assert await socket.opens()
        await inside(acme, Session.objects.all().delete)
        await _ring(acme)
        assert await socket.closes() == ENDED

    run(test())


def test_colleagues_and_neighbours_keep_their_lines(acme: Any, borealis: Any, sam: Member) -> None:
    with tenancy.entered(acme):
        rita = add_member(email="rita@acme.example", name="Rita", role="Risk")
    with tenancy.entered(borealis):
        bea = add_member(email="bea@borealis.example", name="Bea", role="Sales")
    leaving, staying, neighbour = (
        socket_of(acme, "staff", sam.user),
        socket_of(acme, "staff", rita.user),
        socket_of(borealis, "staff", bea.user),
    )

    async def test() -> None:
        for socket in (leaving, staying, neighbour):
            assert await socket.opens()
        await inside(acme, end_membership, sam)
        await inside(acme, push, "staff", "all", html="<p>for all</p>")
        await inside(borealis, push, "staff", "all", html="<p>for Borealis</p>")
        assert await leaving.closes() == ENDED
        assert await staying.hears() == "<p>for all</p>"
        assert await neighbour.hears() == "<p>for Borealis</p>"
        await staying.hang_up()
        await neighbour.hang_up()

    run(test())


def test_a_beat_finds_what_no_bell_told(acme: Any, sam: Member) -> None:
    """An account that is closed past every service: the next beat ends its line."""
    socket = socket_of(acme, "staff", sam.user)

    def close_account() -> None:
        sam.user.is_active = False
        sam.user.save(update_fields=["is_active"])

    async def test() -> None:
        assert await socket.opens()
        await inside(acme, close_account)
        for ears in hub()._by_house():
            await hub()._look_at(ears)
        assert await socket.closes() == ENDED

    run(test())


def test_sockets_that_come_and_go_leave_nothing_behind(acme: Any, sam: Member) -> None:
    async def test() -> None:
        sockets = [await sync_to_async(socket_of)(acme, "staff", sam.user) for _ in range(20)]
        await asyncio.gather(*(socket.opens() for socket in sockets))
        assert len(hub().ears) == 1
        await asyncio.gather(*(socket.hang_up() for socket in sockets))
        assert (hub().ears, hub().known, hub().marks) == ({}, {}, {})

    run(test())
