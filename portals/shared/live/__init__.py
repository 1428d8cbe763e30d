"""Live pages: fragments of HTML reach those who look, once each, without a gap, and only while they may see them.

`push`, `push_to_members` and `push_news` are what a room's `live.py` calls. The way of a fragment: worker → one numbered
Redis message a broker and surface → the hub of each web process → the sockets that it is for → htmx swaps it by `hx-swap-oob`.
docs/decisions/0011 says why no event is lost and why nothing is seen after a right has ended.
"""

from portals.shared.live.consumer import LiveConsumer
from portals.shared.live.sending import News, push, push_news, push_to_members, watched
from portals.shared.live.standing import audiences_of

__all__ = ["LiveConsumer", "News", "audiences_of", "push", "push_news", "push_to_members", "watched"]
