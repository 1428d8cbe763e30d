"""A line's trace in words: one row a step, what it read and what came out."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

WORDS: Final = {
    "normalise": _("Lots counted"),
    "guard": _("Guards"),
    "attribute": _("Whose client"),
    "select": _("Plan chosen"),
    "base": _("Quantity"),
    "tier": _("Rate from the table"),
    "distribute": _("Shared out"),
    "missing": _("Nobody's share"),
    "manager": _("Manager's share"),
    "self_referral": _("Own trading"),
    "credit": _("Credit"),
    "cap_order": _("Cap per deal"),
    "cap_revenue": _("Cap by revenue"),
    "cap_period": _("Cap per period"),
    "client_share": _("Client's share"),
    "convert": _("Into the wallet's currency"),
    "store": _("The line"),
    "reverse": _("Reversed"),
}


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    word: str
    rule: str
    read: str
    out: str


def steps_of(trace: list[dict[str, Any]]) -> list[Step]:
    return [
        Step(step["step"], _word(step["rule"]), step["rule"], plain(step.get("in")), plain(step.get("out")))
        for step in trace
    ]


def _word(rule: str) -> str:
    word = WORDS.get(rule) or WORDS.get(rule.split(".", maxsplit=1)[0])
    return str(word or rule)


def plain(value: object) -> str:
    """“lots 1.5, price 1.0812”: JSON as a person would say it."""
    if isinstance(value, dict):
        return ", ".join(
            f"{name.replace('_', ' ')} {plain(inner)}"
            for name, inner in value.items()
            if inner not in (None, [], {})
        )
    if isinstance(value, list):
        return " → ".join(plain(inner) for inner in value)
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    return "–" if value is None else str(value)
