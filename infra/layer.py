"""The channel layer, with what live pages need beyond Channels: to know whether anybody looks, to send without an event
loop, and to number what is sent, so that a gap shows."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import redis
from channels_redis.pubsub import RedisPubSubChannelLayer
from django.conf import settings

_MARK: Final = b"#"

# Numbering and sending are one step, so that two workers cannot overtake each other between them. A counter that Redis has
# lost begins at the time of day: a number is never given twice, and whoever knew an older one sees that something is missing.
_SEND: Final = """
if redis.call('EXISTS', KEYS[1]) == 0 then
  local now = redis.call('TIME')
  redis.call('SET', KEYS[1], now[1] .. string.format('%06d', now[2]))
end
local number = redis.call('INCR', KEYS[1])
redis.call('PUBLISH', KEYS[2], '#' .. string.format('%.0f', number) .. '#' .. ARGV[1])
return number
"""


class WorkersChannelLayer(RedisPubSubChannelLayer):  # type: ignore[misc]
    """A group is a Redis channel that each web process subscribes to while one of its sockets is in the group."""

    def watchers(self, groups: Sequence[str]) -> list[int]:
        """For each group, how many web processes hold a socket of it."""
        counted = dict(_bell().pubsub_numsub(*(self._channel(group) for group in groups)))
        return [int(counted.get(self._channel(group).encode(), 0)) for group in groups]

    def send_to_group(self, group: str, message: dict[str, Any]) -> int:
        """As group_send, and the message bears the group's next number, which is returned."""
        keys = [self._counter(group), self._channel(group)]
        return int(_sender()(keys=keys, args=[self.serialize(message)]))

    def sequences(self, groups: Sequence[str]) -> list[int]:
        """For each group, the number of its newest message; 0 before the first."""
        found: Any = _bell().mget([self._counter(group) for group in groups])
        return [int(number or 0) for number in found]

    def deserialize(self, message: bytes) -> Any:
        if not message.startswith(_MARK):
            return super().deserialize(message)
        _, number, rest = message.split(_MARK, 2)
        return super().deserialize(rest) | {"sequence": int(number)}

    def _channel(self, group: str) -> str:
        return f"{self._kwargs['prefix']}__group__{group}"

    def _counter(self, group: str) -> str:
        return f"{self._kwargs['prefix']}__sequence__{group}"


@cache
def _bell() -> redis.Redis:
    return redis.Redis.from_url(settings.ENV.redis_url)


@cache
def _sender() -> Any:
    return _bell().register_script(_SEND)
