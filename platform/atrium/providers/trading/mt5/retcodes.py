"""What the server's return codes mean for us: which of the three ends, and what to tell people."""

from __future__ import annotations

from collections.abc import Mapping

from atrium.providers.errors import NeverAgain, OutcomeUnknown, ProviderError, TryAgain

DONE = frozenset({0, 1})
NOT_FOUND = 13
INVALID_PASSWORD = 3006

# The server is busy or away; the same request may pass later.
_LATER: Mapping[int, str] = {
    7: "The trading server reports a network problem.",
    10: "The trading server has lost a connection of its own.",
    11: "The trading server's service is not running.",
    12: "The trading server asks for fewer requests.",
    15: "The trading server is shutting down.",
    1018: "The trading server is busy.",
    10031: "The trading server has no connection.",
    12003: "The trading server is blocked for a moment.",
    12004: "The trading server is blocked for a moment.",
}
# After these the server itself may not know whether it did what a changing request asked for.
_DOUBTFUL = frozenset({2, 5, 6, 7, 9, 10, 14, 16, 12003})

_NEVER: Mapping[int, str] = {
    3: "The trading server does not accept these parameters.",
    4: "The trading server does not accept this data.",
    8: "The manager may not do this on the trading server, or there is no such group.",
    13: "The trading server does not know this.",
    1001: "The trading server does not accept the manager's login and password.",
    1002: "The manager's login is disabled on the trading server.",
    1003: "The trading server wants a certificate log-in for this manager, which the Web API cannot do.",
    1008: "The server could not prove that it knows the manager's password.",
    1011: "This login is no manager on the trading server.",
    1012: "The trading server does not let this manager in from our address.",
    1020: "The trading server does not know this login.",
    1024: "The trading server does not permit this manager to use the Web API.",
    1026: "The manager must first change the password.",
    1027: "The trading server wants a one-time password for this manager.",
    1034: "The Web API is switched off for this manager.",
    3002: "The trading server has no free login left in its range.",
    3003: "This login is reserved for another trading server.",
    3004: "This login exists already.",
    3006: "The trading server does not accept this password.",
    3007: "The trading server has reached its number of accounts.",
    3008: "The trading account has open trades.",
    3009: "The group belongs to another trading server.",
    3010: "The group has another currency than the trading account.",
    4005: "The amount is larger than the trading server allows.",
    10019: "There is not enough free money on the trading account.",
}
_ADVICE: Mapping[int, str] = {
    8: "Check the manager's permissions and the group's name.",
    12: "Nothing was lost; the next try waits longer.",
    1001: "Check login and API password of this connection. Nothing was sent but the log-in.",
    1012: "Add our address to the manager's allowed addresses.",
    1024: "Permit it in the manager's settings on the server.",
    1034: "Switch it on in the manager's settings on the server.",
}
TOO_FREQUENT_PAUSE_SECONDS = 2.0


def failure(code: int, text: str, *, changes: bool) -> ProviderError:
    """The error for a return code other than done. `changes` says that the request was to change something."""
    if changes and code in _DOUBTFUL:
        return OutcomeUnknown(
            f"The trading server answered “{code} {text}”, which does not say whether it carried the request "
            "out. It is looked up before anything is sent again.",
            code=str(code),
        )
    message = (
        _LATER.get(code) or _NEVER.get(code) or f"The trading server refused: {text or 'no reason given'}."
    )
    full = f"{message} {_ADVICE.get(code, '')}".strip() + f" (code {code})"
    if code in _LATER or code in (9, 14):
        return TryAgain(full, code=str(code), retry_after_seconds=_pause(code))
    return NeverAgain(full, code=str(code))


def _pause(code: int) -> float | None:
    return TOO_FREQUENT_PAUSE_SECONDS if code == 12 else None
