"""The channel layer, with two things that workers need: to know whether anybody looks, and to send without an event loop."""

from functools import cache
from typing import Any

import redis
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.conf import settings


class WorkersChannelLayer(RedisPubSubChannelLayer):  # type: ignore[misc]
    """A group is a Redis channel that each web process subscribes to while one of its sockets is in the group."""

    def watchers(self, group: str) -> int:
        """How many web processes hold a socket of that group."""
        ((_, count),) = _bell().pubsub_numsub(self._channel(group))
        return int(count)

    def send_to_group(self, group: str, message: dict[str, Any]) -> None:
        """As group_send; a loop and a connection made for one message would cost more than the message."""
        _bell().publish(self._channel(group), self.serialize(message))

    def _channel(self, group: str) -> str:
        return f"{self._kwargs['prefix']}__group__{group}"


@cache
def _bell() -> redis.Redis:
    return redis.Redis.from_url(settings.ENV.redis_url)
