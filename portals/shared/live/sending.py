"""From a worker to open pages."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from portals.shared.live import colleagues
from portals.shared.live.topics import SHARED, layer, name_of, presence_of, topic_of
from tenants.staff.models import Member

Render = Callable[[Member], str]


def push(surface: str, *audience: object, html: str, key: str = "") -> None:
    """Send a fragment to everybody of this broker in that audience: ("member", id), ("client", id), ("partner", id) or ("all",).

    `key`: of several fragments with one key that wait for the same socket, the newest is sent.
    """
    _send(topic_of(surface, *audience), [name_of(*audience)], html, key)


def push_to_members(
    codename: str, *, covers: Callable[[Member], bool], render: Render, key: str = "", surface: str = "staff"
) -> None:
    """To every colleague who holds the permission and whose scope has the row (`covers`, see staff.scopes.covers).

    `render` is asked once for each way of seeing (permissions and masks, language, time zone) of which somebody is looking.
    Of the others it is only noted that there was something: whoever opens a page at this very moment fetches it.
    """
    ways: dict[tuple[str, ...], list[Member]] = defaultdict(list)
    for member in colleagues.now():
        if member.allows(codename) and covers(member):
            ways[_way(member)].append(member)
    looking = _looking(surface, [member for members in ways.values() for member in members])
    unseen: list[Member] = []
    for members in ways.values():
        if any(member.id in looking for member in members):
            _send(topic_of(surface), _names(members), render(members[0]), key)
        else:
            unseen += members
    if unseen:
        _send(topic_of(surface), _names(unseen), "", key)


def watched(surface: str, *audience: object) -> bool:
    """Whether somebody of that audience has a page open now. What nobody would see need not be rendered: who opens a page
    later reads it fresh, and who is just opening one is told that there was something."""
    name = name_of(*audience)
    if layer().watchers([presence_of(surface, name)])[0]:
        return True
    if surface in SHARED:
        _send(topic_of(surface), [name], "", "")
    return False


def _send(topic: str, to: list[str], html: str, key: str) -> None:
    layer().send_to_group(topic, {"type": "fragment", "topic": topic, "to": to, "html": html, "key": key})


def _looking(surface: str, members: list[Member]) -> set[object]:
    groups = [presence_of(surface, _name(member)) for member in members]
    counts = layer().watchers(groups) if groups else []
    return {member.id for member, count in zip(members, counts, strict=True) if count}


def _way(member: Member) -> tuple[str, ...]:
    return member.authority.view_key, member.user.language, member.user.time_zone


def _names(members: Iterable[Member]) -> list[str]:
    return [_name(member) for member in members]


def _name(member: Member) -> str:
    return name_of("member", member.id)


def look_again(surface: str) -> None:
    """Tell every web process that an authority has changed: it asks anew who may listen, and as whom."""
    topic = topic_of(surface)
    layer().send_to_group(topic, {"type": "authority", "topic": topic})
