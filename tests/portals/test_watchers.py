"""Workers know whether anybody looks, and reach those who do."""

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
        message = await asyncio.wait_for(layer.receive(channel), 5)
    with tenancy.entered(borealis):
        assert not await sync_to_async(watched)("ib", "partner", "p1")
    assert message["html"] == "<p>hello</p>"
    await layer.group_discard(group, channel)
