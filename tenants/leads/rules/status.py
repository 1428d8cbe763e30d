"""What a lead's status is. It follows facts, and each fact has one place in a life."""

from typing import Final

# Facts in the order of a client's life; a lead never goes back along it.
STATUS_OF_FACT: Final = {
    "registered": "lead",
    "demo_account": "demo",
    "live_account": "live",
    "first_deposit": "funded",
    "deal": "active",
}
ENDS: Final = frozenset({"accounts_closed", "asked_to_close"})
QUIET: Final = "quiet"
_RANK: Final = {status: rank for rank, status in enumerate(["lead", "demo", "live", "funded", "active"])}
_WAKES: Final = frozenset({"first_deposit", "deal"})
# A lead that is still to be won: it has a protection that ends, and counts against its manager's capacity.
OPEN: Final = ("lead", "demo")


def next_status(old: str, fact: str) -> str:
    """The further of the two. A deposit or a deal wakes the dormant; only a new live account opens the closed again."""
    if fact in ENDS:
        return "closed"
    if fact == QUIET:
        return "dormant" if old in {"funded", "active"} else old
    new = STATUS_OF_FACT[fact]
    if old == "closed":
        return new if fact == "live_account" else old
    if old == "dormant":
        return new if fact in _WAKES else old
    return new if _RANK[new] > _RANK[old] else old
