"""The bad days of a network and a server, scripted in advance: what meets the next requests to a path."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    DELAY = "delay"  # waits, then works
    DELAY_ANSWER = "delay_answer"  # works, then waits before it answers
    LOSE_REQUEST = "lose_request"  # closes the connection and does nothing
    LOSE_ANSWER = "lose_answer"  # works, then closes the connection
    LATE = "late"  # closes the connection and works some seconds later
    RETCODE = "retcode"  # answers this return code and does nothing
    GARBAGE = "garbage"  # works, then answers something unreadable


@dataclass(slots=True)
class Fault:
    kind: Kind
    path: str = "/api/trade/balance"  # or the beginning of one
    times: int = 1
    seconds: float = 0.0
    code: int = 12


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, path: str) -> Fault | None:
        """The first that is meant for this path; it is used up after so many times."""
        for fault in self._waiting:
            if path.startswith(fault.path):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None
