"""Workers know whether anybody looks, and reach those who do; what they send is numbered without a gap."""

import asyncio
from typing import Any

from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer

from atrium.kernel import tenancy
from atrium.kernel.keys import group_name
from portals.shared.live import push, watched


async def test_a_group_is_watched_while_a_socket_is_in_it_and_gets_what_is_pushed(
    acme: Any, borealis: Any
) -> None:
    layer = get_channel_layer()
    with tenancy.entered(acme):
        group = group_name("ib", "partner", "p1")
        assert not await sync_to_async(watched)("ib", "partner", "p1")
        channel = await layer.new_channel()
        await layer.group_add(group, channel)
        assert await sync_to_async(watched)("ib", "partner", "p1")
        assert not await sync_to_async(watched)("ib", "partner", "p2")
        await sync_to_async(push)("ib", "partner", "p1", html="<p>hello</p>")
        first = await asyncio.wait_for(layer.receive(channel), 5)
        await sync_to_async(push)("ib", "partner", "p1", html="<p>again</p>")
        second = await asyncio.wait_for(layer.receive(channel), 5)
    with tenancy.entered(borealis):
        assert not await sync_to_async(watched)("ib", "partner", "p1")
    assert [[html for _to, html, _key in told["parts"]] for told in (first, second)] == [
        ["<p>hello</p>"],
        ["<p>again</p>"],
    ]
    assert second["sequence"] == first["sequence"] + 1
    await layer.group_discard(group, channel)


async def test_a_number_is_never_given_twice_even_when_redis_has_forgotten(acme: Any) -> None:
    layer = get_channel_layer()
    with tenancy.entered(acme):
        group = group_name("ib", "partner", "p3")
        first = await sync_to_async(layer.send_to_group)(group, {"type": "fragment"})
        await sync_to_async(_forget)(layer, group)
        assert await sync_to_async(layer.sequences)([group]) == [0]
        assert await sync_to_async(layer.send_to_group)(group, {"type": "fragment"}) > first


def _forget(layer: Any, group: str) -> None:
    from infra.layer import _bell

    assert _bell().delete(layer._counter(group)) == 1
