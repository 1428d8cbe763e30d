"""From a worker to open pages."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from portals.shared.live import colleagues
from portals.shared.live.topics import SHARED, layer, name_of, presence_of, topic_of
from tenants.staff.models import Member

Render = Callable[[Member], str]
Covers = Callable[[Sequence[Member]], Sequence[Member]]
AsSeenBy = Callable[[Member], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class News:
    """A row that changed. `covers`: of colleagues those in whose scope it is; `render`: as such a colleague would see it;
    `key` as in `push`."""

    covers: Covers
    render: Render
    key: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A fragment and for whom it is; without HTML, only the word that there was something."""

    to: Sequence[str]
    html: str
    key: str = ""


def push(surface: str, *audience: object, html: str, key: str = "") -> None:
    """Send a fragment to everybody of this broker in that audience: ("member", id), ("client", id), ("partner", id) or ("all",).

    `key`: of several fragments with one key that wait for the same socket, the newest is sent.
    """
    _send(topic_of(surface, *audience), [Part([name_of(*audience)], html, key)])


def push_to_members(
    codename: str, *, covers: Covers, render: Render, key: str = "", surface: str = "staff"
) -> None:
    """To every colleague who holds the permission and whose scope has the row (`covers`, see staff.scopes.Reach)."""
    push_news(codename, [News(covers, render, key)], surface=surface)


def push_news(
    codename: str, news: Sequence[News], *, surface: str = "staff", as_seen_by: AsSeenBy = nullcontext
) -> None:
    """Many rows in one message, each to those who hold the permission and in whose scope it is.

    `render` is asked once for each way of seeing (permissions and masks, language, time zone) of which somebody is looking.
    Of the others it is only noted that there was something: whoever opens a page at this very moment fetches it.
    `as_seen_by`: what stands around all that is rendered for one way, such as the language.
    """
    ways = _ways(codename)
    looking = _looking(surface, [member for members in ways for member in members])
    parts: list[Part] = []
    unseen: dict[str, None] = {}
    for members in ways:
        watching = looking.intersection(member.id for member in members)
        names = {member.id: _name(member) for member in members}
        with as_seen_by(members[0]) if watching else nullcontext():
            for one in news:
                ids = [member.id for member in one.covers(members)]
                to = [names[member_id] for member_id in ids]
                if not watching.isdisjoint(ids):
                    parts.append(Part(to, one.render(members[0]), one.key))
                else:
                    unseen |= dict.fromkeys(to)
    if unseen:
        parts.append(Part(list(unseen), ""))
    if parts:
        _send(topic_of(surface), parts)


def watched(surface: str, *audience: object) -> bool:
    """Whether somebody of that audience has a page open now. What nobody would see need not be rendered: who opens a page
    later reads it fresh, and who is just opening one is told that there was something."""
    name = name_of(*audience)
    if layer().watchers([presence_of(surface, name)])[0]:
        return True
    if surface in SHARED:
        _send(topic_of(surface), [Part([name], "")])
    return False


def _send(topic: str, parts: Sequence[Part]) -> None:
    told = [(list(part.to), part.html, part.key) for part in parts]
    layer().send_to_group(topic, {"type": "fragments", "topic": topic, "parts": told})


def _looking(surface: str, members: Sequence[Member]) -> set[object]:
    groups = [presence_of(surface, _name(member)) for member in members]
    counts = layer().watchers(groups) if groups else []
    return {member.id for member, count in zip(members, counts, strict=True) if count}


def _ways(codename: str) -> list[list[Member]]:
    """Who holds the permission, by their way of seeing."""
    ways: dict[tuple[str, ...], list[Member]] = defaultdict(list)
    for member in colleagues.now():
        if member.allows(codename):
            ways[_way(member)].append(member)
    return list(ways.values())


def _way(member: Member) -> tuple[str, ...]:
    return member.authority.view_key, member.user.language, member.user.time_zone


def _name(member: Member) -> str:
    return name_of("member", member.id)


def look_again(surface: str) -> None:
    """Tell every web process that an authority has changed: it asks anew who may listen, and as whom."""
    topic = topic_of(surface)
    layer().send_to_group(topic, {"type": "authority", "topic": topic})
