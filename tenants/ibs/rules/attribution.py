"""Whose client somebody is who registers: a code they typed, else the first or the last click within its window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

How = Literal["typed", "first", "last", "code", "nobody"]
NOBODY: Final = "nobody"


@dataclass(frozen=True, slots=True)
class Touch:
    """A click that the visitor's browser remembers. `partner`: whose code it is now, none if nobody's any more."""

    code: str
    at: datetime
    window_days: int
    partner: str | None
    click_id: int | None = None

    def counts(self, now: datetime) -> bool:
        return self.partner is not None and self.at <= now < self.at + timedelta(days=self.window_days)


@dataclass(frozen=True, slots=True)
class Choice:
    how: How
    code: str
    reason: str
    touch: Touch | None = None


def choose(*, typed: str, typed_is_known: bool, touches: Sequence[Touch], rule: str, now: datetime) -> Choice:
    """`rule`: first or last. What somebody wrote themselves says more than what their browser remembers."""
    if typed and typed_is_known:
        over = f" It goes before {_clicks(len(touches))}." if touches else ""
        return Choice("typed", typed, f"The code “{typed}” was typed at registration.{over}")
    ignored = f"The code “{typed}” is nobody's. " if typed else ""
    inside = sorted((touch for touch in touches if touch.counts(now)), key=lambda touch: touch.at)
    if not inside:
        return Choice("nobody", typed, ignored + _why_nobody(touches, now))
    touch = inside[0] if rule == "first" else inside[-1]
    return Choice(
        "first" if rule == "first" else "last", touch.code, ignored + _why(touch, rule, len(inside)), touch
    )


def _why(touch: Touch, rule: str, clicks: int) -> str:
    which = f"the {rule} of {clicks} clicks" if clicks > 1 else "the only click"
    return (
        f"{which[0].upper()}{which[1:]} within its window: “{touch.code}” of {touch.at:%F %T} UTC,"
        f" window {touch.window_days} days. The rule is the {rule} click."
    )


def _why_nobody(touches: Sequence[Touch], now: datetime) -> str:
    if not touches:
        return "No partner's link was followed before."
    late = [touch for touch in touches if touch.partner is not None and not touch.counts(now)]
    if late:
        newest = max(late, key=lambda touch: touch.at)
        return f"The click on “{newest.code}” of {newest.at:%F %T} UTC is older than its window of {newest.window_days} days."
    return "The links that were followed belong to nobody any more."


def _clicks(count: int) -> str:
    return "one click" if count == 1 else f"{count} clicks"
