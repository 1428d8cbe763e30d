"""No event between a page and its socket, and none behind a broken line, is lost: each gap shows and is told to the page."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer

from atrium.kernel import tenancy
from infra.layer import _bell
from portals.shared.live import push, push_to_members, sending, watched
from portals.shared.live.ears import MOST_WAITING
from portals.shared.live.hub import hub
from portals.shared.live.topics import topic_of
from tenants.staff.models import Member, Role
from tenants.staff.scopes import Belongs, Reach
from tenants.staff.services import add_member, set_role_permissions
from tests.sockets import run, socket_of
from tests.surfaces import browse

pytestmark = pytest.mark.usefixtures("committed")


def _inside(tenant: Any, verb: Callable[..., Any], *args: Any, **named: Any) -> Any:
    with tenancy.entered(tenant):
        return verb(*args, **named)


inside = sync_to_async(_inside)


@pytest.fixture
def sam(committed: None, acme: Any) -> Member:
    with tenancy.entered(acme):
        return add_member(email="sam@acme.example", name="Sam Sales", role="Sales")


@pytest.fixture
def rita(committed: None, acme: Any) -> Member:
    with tenancy.entered(acme):
        return add_member(email="rita@acme.example", name="Rita", role="Administrator")


def _page_number(acme: Any, member: Member) -> int:
    return int(browse(acme, "staff", member.user).get("/")["X-Live-Sequence"])


def test_a_page_that_missed_an_event_before_its_socket_opened_is_greeted_with_a_higher_number(
    acme: Any, sam: Member
) -> None:
    rendered_at = _page_number(acme, sam)
    first, second = (socket_of(acme, "staff", sam.user) for _ in range(2))

    async def test() -> None:
        assert await first.opens()
        assert first.greeted_at == rendered_at
        await inside(acme, push, "staff", "member", sam.id, html="<p>meanwhile</p>")
        assert await first.hears() == "<p>meanwhile</p>"
        assert await second.opens()
        assert second.greeted_at > rendered_at
        for socket in (first, second):
            await socket.hang_up()

    run(test())


def test_the_page_says_its_number_read_before_anything_else(acme: Any, sam: Member) -> None:
    with tenancy.entered(acme):
        push("staff", "member", sam.id, html="<p>earlier</p>")
    page = browse(acme, "staff", sam.user).get("/")
    assert f'data-live-sequence="{page["X-Live-Sequence"]}"' in page.content.decode()
    assert int(page["X-Live-Sequence"]) > 0


def test_a_number_that_never_came_is_told_with_the_next_that_does(acme: Any, sam: Member) -> None:
    socket = socket_of(acme, "staff", sam.user)

    async def test() -> None:
        await inside(acme, push, "staff", "all", html="<p>before</p>")
        assert await socket.opens()
        await inside(acme, _lose_one)
        await inside(acme, push, "staff", "all", html="<p>after</p>")
        assert await socket.hears() == "<p>after</p>"
        assert socket.said == ["missed"]
        await socket.hang_up()

    run(test())


def test_a_gap_at_the_end_is_found_by_the_beat(acme: Any, sam: Member) -> None:
    socket = socket_of(acme, "staff", sam.user)

    async def test() -> None:
        await inside(acme, push, "staff", "all", html="<p>before</p>")
        assert await socket.opens()
        await inside(acme, _lose_one)
        await hub()._find_gaps()
        assert await socket.hears() == ""
        assert socket.said == ["missed"]
        await socket.hang_up()

    run(test())


def test_the_line_to_redis_may_break_and_nothing_is_lost(acme: Any, sam: Member) -> None:
    """All its subscriptions are cut; what is sent meanwhile reaches nobody, and the page is told so."""
    socket = socket_of(acme, "staff", sam.user)

    async def test() -> None:
        await inside(acme, push, "staff", "all", html="<p>before</p>")
        assert await socket.opens()
        await sync_to_async(_bell().execute_command)("CLIENT", "KILL", "TYPE", "pubsub")
        await inside(acme, push, "staff", "all", html="<p>into the void</p>")
        await hub()._find_gaps()
        heard = await socket.hears()
        assert socket.said == ["missed"] or "into the void" in heard
        for _ in range(100):  # the line comes back by itself
            if (await sync_to_async(_subscribers)(acme)) > 0:
                break
        await socket.hang_up()

    run(test())


def test_a_reader_too_slow_is_told_to_fetch_instead_of_being_fed_for_ever(acme: Any, sam: Member) -> None:
    socket = socket_of(acme, "staff", sam.user)

    def flood() -> None:
        for number in range(MOST_WAITING + 1):
            push("staff", "member", sam.id, html=f"<p>{number}</p>")

    async def test() -> None:
        assert await socket.opens()
        (ears,) = hub().ears.values()
        (ear,) = ears
        ear.is_open = False
        await inside(acme, flood)
        for _ in range(500):
            if ear.missed:
                break
            await inside(acme, lambda: None)
        ear.is_open = True
        await inside(acme, push, "staff", "member", sam.id, html="<p>last</p>")
        heard = await socket.hears()
        assert socket.said == ["missed"]
        assert "<p>0</p>" not in heard
        assert not ear.waiting or [one.html for one in ear.waiting] == ["<p>last</p>"]
        await socket.hang_up()

    run(test())


def test_of_several_words_about_one_row_the_newest_is_sent(acme: Any, sam: Member) -> None:
    socket = socket_of(acme, "staff", sam.user)

    def twice() -> None:
        push("staff", "member", sam.id, html="<p>old</p>", key="lead-1")
        push("staff", "member", sam.id, html="<p>other</p>", key="lead-2")
        push("staff", "member", sam.id, html="<p>new</p>", key="lead-1")

    async def test() -> None:
        assert await socket.opens()
        await inside(acme, twice)
        heard = await socket.hears()
        if "new" not in heard:
            heard = heard.replace("<p>old</p>", "") + await socket.hears()
        assert heard == "<p>other</p><p>new</p>"
        await socket.hang_up()

    run(test())


# -- to members, by authority


def test_a_row_is_rendered_once_for_each_way_of_seeing_and_reaches_those_whose_it_is(
    acme: Any, sam: Member, rita: Member
) -> None:
    with tenancy.entered(acme):
        olga = add_member(email="olga@acme.example", name="Olga", role="Sales")
        otto = add_member(email="otto@acme.example", name="Otto", role="Administrator")
    people = {"sam": sam, "olga": olga, "rita": rita, "otto": otto}
    rendered: list[str] = []

    def render(member: Member) -> str:
        rendered.append(member.roles_label)
        return f"<p>as {member.roles_label}</p>"

    def show() -> None:
        row = Belongs(assigned=sam.id)
        push_to_members(
            "leads.view", covers=lambda members: Reach(members, "leads.view").of(row), render=render
        )

    sockets = {name: socket_of(acme, "staff", member.user) for name, member in people.items()}

    async def test() -> None:
        for socket in sockets.values():
            assert await socket.opens()
        await inside(acme, show)
        await inside(acme, push, "staff", "all", html="<i>end</i>")
        for name, words in {
            "sam": "<p>as Sales</p>",
            "rita": "<p>as Administrator</p>",
            "otto": "<p>as Administrator</p>",
            "olga": "",
        }.items():
            heard = await sockets[name].hears()
            while "<i>end</i>" not in heard:
                heard += await sockets[name].hears()
            assert heard == words + "<i>end</i>", name
        assert sorted(rendered) == ["Administrator", "Sales"]
        for socket in sockets.values():
            await socket.hang_up()

    run(test())


def test_nothing_is_rendered_for_those_who_do_not_look_and_who_just_opens_a_page_is_told(
    acme: Any, sam: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the question who looks and the sending a socket opens: it hears that it missed something."""
    socket = socket_of(acme, "staff", sam.user)
    monkeypatch.setattr(sending, "_looking", lambda surface, members: set())

    def show() -> None:
        push_to_members("leads.view", covers=lambda members: members, render=_never)

    async def test() -> None:
        assert await socket.opens()
        await inside(acme, show)
        assert await socket.hears() == ""
        assert socket.said == ["missed"]
        assert not await inside(acme, watched, "staff", "member", uuid.uuid4())
        await socket.hang_up()

    run(test())


def test_a_permission_taken_away_is_known_to_the_worker_with_its_next_event(acme: Any, sam: Member) -> None:
    with tenancy.entered(acme):
        asked: list[Member] = []

        def note(members: Sequence[Member]) -> Sequence[Member]:
            asked.extend(members)
            return ()

        def tell() -> list[Member]:
            asked.clear()
            push_to_members("leads.view", covers=note, render=_never)
            return asked

        assert sam in tell()
        set_role_permissions(Role.objects.get(name="Sales"), ["clients.view"])
        assert sam not in tell()
        assert asked  # others still


def _never(member: Member) -> str:
    raise AssertionError("nobody looks")


def _lose_one() -> None:
    """A message that Redis numbered and that reached nobody."""
    layer: Any = get_channel_layer()
    _bell().incr(layer._counter(topic_of("staff")))


def _subscribers(acme: Any) -> int:
    layer: Any = get_channel_layer()
    with tenancy.entered(acme):
        return int(layer.watchers([topic_of("staff")])[0])
