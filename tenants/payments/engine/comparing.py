"""Two lists of the same money, put beside each other: what both have, what one lacks, what they say differently."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

MATCHED, MISSING_HERE, MISSING_THERE, DIFFERS = "matched", "missing_here", "missing_there", "differs"


@dataclass(frozen=True, slots=True)
class Key:
    """What a thing is called on both sides. Never two currencies under one name."""

    subject: str
    reference: str
    currency: str


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says: positive is money that came in at the other house."""

    minor: int
    at: datetime
    account: str = ""
    record_kind: str = ""
    record_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Found:
    way: str
    source: str
    key: Key
    verdict: str
    ours: int | None
    theirs: int | None
    at: datetime
    account: str = ""
    record_kind: str = ""
    record_id: uuid.UUID | None = None

    @property
    def fingerprint(self) -> str:
        """The same difference has the same name in every run."""
        key = self.key
        return f"{self.way}|{self.source}|{key.subject}|{key.reference}|{key.currency}"

    @property
    def difference(self) -> int:
        return (self.theirs or 0) - (self.ours or 0)


def compare(
    *,
    way: str,
    source: str,
    ours: Mapping[Key, Side],
    theirs: Mapping[Key, Side],
    explained: Mapping[str, int],
    quiet_from: datetime,
    accounts: Mapping[str, str] | None = None,
) -> Iterator[Found]:
    """`explained`: by fingerprint, what corrections have booked for it. What began at `quiet_from` or later and does not
    agree may still be on its way: nothing is said about it. `accounts`: by currency, where money that only they know of
    belongs."""
    for key in dict.fromkeys((*ours, *theirs)):
        mine, yours = ours.get(key), theirs.get(key)
        one = mine or yours
        assert one is not None
        at = min(side.at for side in (mine, yours) if side is not None)
        account = (mine.account if mine else "") or (yours.account if yours else "")
        found = Found(
            way, source, key, "", mine.minor if mine else None, yours.minor if yours else None, at,
            account or (accounts or {}).get(key.currency, ""), one.record_kind, one.record_id,
        )  # fmt: skip
        verdict = judge(found.ours, found.theirs, explained.get(found.fingerprint, 0))
        if verdict == MATCHED or at < quiet_from:
            yield _judged(found, verdict)


def judge(ours: int | None, theirs: int | None, explained: int) -> str:
    """With what corrections account for added to our side."""
    if (ours or 0) + explained == (theirs or 0):
        return MATCHED
    if ours is None and not explained:
        return MISSING_HERE
    if theirs is None and not explained:
        return MISSING_THERE
    return DIFFERS


def _judged(found: Found, verdict: str) -> Found:
    return Found(
        found.way, found.source, found.key, verdict, found.ours, found.theirs, found.at, found.account,
        found.record_kind, found.record_id,
    )  # fmt: skip
