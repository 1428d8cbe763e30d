"""The server's return codes, as it spells them."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
ERROR: Final = 2
PARAMETERS: Final = 3
PERMISSIONS: Final = 8
TOO_FREQUENT: Final = 12
NOT_FOUND: Final = 13
ACCOUNT_INVALID: Final = 1001
LOGIN_EXISTS: Final = 3004
PASSWORD_INVALID: Final = 3006
OTHER_CURRENCY: Final = 3010
MONEY_LIMIT: Final = 4005
NO_MONEY: Final = 10019

_TEXTS = {
    DONE: "Done",
    ERROR: "Common error",
    PARAMETERS: "Invalid parameters",
    PERMISSIONS: "Not enough permissions",
    TOO_FREQUENT: "Too frequent requests",
    NOT_FOUND: "Not found",
    ACCOUNT_INVALID: "Invalid account",
    LOGIN_EXISTS: "Account already exists",
    PASSWORD_INVALID: "Invalid password",
    OTHER_CURRENCY: "Different currency",
    MONEY_LIMIT: "Money limit reached",
    NO_MONEY: "No money",
}


class Refusal(Exception):
    """Ends a request with a return code other than done."""

    def __init__(self, code: int) -> None:
        super().__init__(text(code))
        self.code = code


def text(code: int) -> str:
    return f"{code} {_TEXTS.get(code, 'Error')}"
