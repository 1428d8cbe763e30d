"""What a line of a timeline looks like, by its verb (“kyc.approved”, “deposit.settled”, “assigned”)."""

from typing import Final

ICONS: Final = {
    "created": "user-plus",
    "registered": "user-plus",
    "assigned": "user-check",
    "status": "status-change",
    "kyc": "id-badge-2",
    "account": "chart-candle",
    "deposit": "arrow-down-left",
    "withdrawal": "arrow-up-right",
    "payout": "arrow-up-right",
    "transfer": "arrows-left-right",
    "approval": "checklist",
    "partner": "sitemap",
    "rebate": "coins",
}
_BAD: Final = ("refused", "rejected", "failed")
_GOOD: Final = ("approved", "settled", "paid", "confirmed", "opened")


def icon_of(verb: str) -> str:
    return ICONS.get(verb.split(".", maxsplit=1)[0], "circle-dot")


def tone_of(verb: str) -> str:
    if verb.endswith(_BAD):
        return "bad"
    return "good" if verb.endswith(_GOOD) else "busy" if verb in ("created", "registered") else "none"
