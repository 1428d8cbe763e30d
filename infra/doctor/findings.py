"""What a check found."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    OK = "ok"
    NOTE = "note"  # worth knowing; nothing fails by it
    FAILS = "FAILS"


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: Verdict
    what: str
    message: str


def ok(what: str, message: str) -> Finding:
    return Finding(Verdict.OK, what, message)


def note(what: str, message: str) -> Finding:
    return Finding(Verdict.NOTE, what, message)


def fails(what: str, message: str) -> Finding:
    return Finding(Verdict.FAILS, what, message)
