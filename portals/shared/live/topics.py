"""Where a surface's fragments travel. Staff of one broker share a numbered stream; a client and a partner have their own."""

from collections.abc import Sequence
from typing import Any, Final, Protocol, cast

from channels.layers import get_channel_layer

from atrium.kernel.keys import group_name

SHARED: Final = frozenset({"staff", "vendor"})


class Layer(Protocol):
    """Our own channel layer (infra/layer.py)."""

    def watchers(self, groups: Sequence[str]) -> list[int]: ...
    def sequences(self, groups: Sequence[str]) -> list[int]: ...
    def send_to_group(self, group: str, message: dict[str, Any]) -> int: ...
    async def new_channel(self) -> str: ...
    async def group_add(self, group: str, channel: str) -> None: ...
    async def group_discard(self, group: str, channel: str) -> None: ...
    async def group_send(self, group: str, message: dict[str, Any]) -> None: ...
    async def receive(self, channel: str) -> dict[str, Any]: ...


def layer() -> Layer:
    return cast(Layer, get_channel_layer())


def topic_of(surface: str, *audience: object) -> str:
    return group_name(surface, "live") if surface in SHARED else group_name(surface, *audience)


def name_of(*audience: object) -> str:
    """("member", id) → “member:…”: how a message says for whom it is."""
    return ":".join(map(str, audience))


def presence_of(surface: str, name: str) -> str:
    """The group that a web process is in while somebody of that name has a page open."""
    return group_name(surface, *name.split(":"))


def sequence(surface: str, *audience: object) -> int:
    return layer().sequences([topic_of(surface, *audience)])[0]
