"""The words of a plan: bases, distributions, fields and choices. What has none here is shown by its own name."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

BASES: Final[dict[str, Promise]] = {
    "per_lot": _("Per lot: money for each lot"),
    "per_side": _("Per side: money for each lot and side"),
    "pips": _("Pips: so many pips of each deal"),
    "spread": _("Spread: a part of the spread"),
    "markup": _("Markup: a part of the broker’s markup"),
    "commission": _("Commission: a part of what was charged"),
    "turnover": _("Turnover: money for each million"),
    "notional": _("Notional: by units, per cent and ticket"),
    "profit": _("Profit: a part of the client’s profit"),
    "revenue": _("Revenue: a part of what the deal earned"),
    "cpa": _("CPA: once for a client who deposits and trades"),
    "cpl": _("CPL: for each valid lead"),
    "fee_share": _("Copy fee: a part of the strategy’s fee"),
    "net_loss": _("Net loss: a part of what clients lost"),
}

KINDS: Final[dict[str, Promise]] = {
    "levels": _("Levels: a rate for each level above the client"),
    "ladder": _("Ladder: one rate, a ratio for each level"),
    "ranks": _("Ranks: a rate for each rank"),
    "gap": _("Gap: what a rank has above the one below it"),
    "pot": _("Pot: one rate, shared out"),
    "top_down": _("Top down: each passes a part down"),
    "bottom_up": _("Bottom up: each gives a part up"),
    "remainder": _("Remainder: each takes, one gets the rest"),
    "override": _("Override: a percent of the one below"),
    "client": _("Client: cashback to the client"),
}

FIELDS: Final[dict[str, Promise]] = {
    "currency": _("Currency"),
    "slot": _("Slot"),
    "attribution": _("Whose client as of"),
    "sides": _("Sides counted"),
    "average_spread": _("Average spread by symbol, in pips"),
    "min": _("At least"),
    "max": _("At most"),
    "per_unit": _("For each unit"),
    "percent": _("Part of the turnover"),
    "ticket": _("For each ticket"),
    "costs": _("Costs taken off first"),
    "min_first_deposit": _("First deposit at least"),
    "min_lots": _("Lots at least"),
    "within_days": _("Within days"),
    "carry": _("A negative period"),
    "deduct_bonuses": _("Take off bonuses"),
    "deduct_fees": _("Take off fees"),
    "period": _("Period"),
    "rates": _("Rates"),
    "rate": _("Rate"),
    "ratios": _("Ratios"),
    "ranks": _("Rate of each rank"),
    "same_rank_rate": _("Rate between two of one rank"),
    "shares": _("Shares"),
    "fraction": _("Part passed on"),
    "fractions": _("Part passed on, by partner"),
    "takes": _("What each level takes"),
    "rest": _("The rest goes to"),
    "percents": _("Percent of each level above"),
    "of": _("Percent of"),
    "depth": _("Levels at most"),
    "missing": _("A suspended or missing level"),
    "master": _("Master partners"),
    "partners": _("Partners"),
    "ratio": _("Ratio"),
    "mode": _("Instead or on top"),
    "levels": _("Up to level"),
    "qualify": _("Conditions of the upper levels"),
    "min_rank": _("Rank at least"),
    "min_subs": _("Sub-partners at least"),
    "sub_rank": _("Their rank at least"),
    "metric": _("Counted"),
    "scope": _("Of whom"),
    "convention": _("Which volume counts"),
    "steps": _("Steps"),
    "from": _("From"),
    "partner": _("Direct partner"),
    "tree": _("Any partner above"),
    "symbol": _("Symbols"),
    "symbol_group": _("Symbol groups"),
    "account_type": _("Account types"),
    "group": _("Server groups"),
    "platform": _("Platforms"),
    "client_group": _("Client groups"),
    "country": _("Countries"),
    "side": _("Side"),
    "excluded_symbols": _("Symbols not paid"),
    "excluded_flags": _("Marks not paid"),
    "min_seconds": _("Open for seconds at least"),
    "min_pips": _("Pips moved at least"),
    "close_by": _("Closed by an opposite position"),
    "hedging": _("Hedged volume"),
    "self_referral": _("Own trading"),
    "client": _("Condition for the client"),
    "kyc_level": _("Level of verification"),
    "min_net_deposit": _("Net deposit at least"),
    "otherwise": _("Otherwise the rebate is"),
    "credit": _("Reduce by credit"),
    "cap_order": _("At most for one deal and party"),
    "cap_revenue": _("At most this part of the revenue"),
    "cap_period": _("At most in a period and party"),
    "amount": _("Amount"),
    "hold_days": _("Days until due"),
}

CHOICES: Final[dict[str, Promise]] = {
    "close": _("close"),
    "open": _("open"),
    "both": _("both"),
    "month": _("month"),
    "day": _("day"),
    "week": _("week"),
    "quarter": _("quarter"),
    "carry": _("is carried over"),
    "reset": _("is forgotten"),
    "broker_keeps": _("stays with the broker"),
    "roll_up": _("goes to the next active above"),
    "to_top": _("goes to the highest active"),
    "to_direct": _("goes to the direct partner"),
    "replace": _("instead of its level’s amount"),
    "add": _("on top of its level’s amount"),
    "next": _("the next active above"),
    "top": _("the highest active"),
    "direct": _("the direct partner’s amount"),
    "previous": _("the amount of the level below"),
    "lots": _("lots"),
    "active_clients": _("active clients"),
    "net_deposits": _("net deposits"),
    "own": _("own clients"),
    "downline": _("the whole downline"),
    "whole_period": _("the whole period, from the first lot"),
    "prospective": _("the period before"),
    "marginal": _("each lot at its own step"),
    "buy": _("buy"),
    "sell": _("sell"),
    "net": _("counts once"),
    "pay": _("is paid"),
    "zero_own": _("pays the partner itself nothing"),
    "zero_all": _("pays nobody"),
    "held": _("held until the client qualifies"),
    "lost": _("lost"),
    "true": _("yes"),
    "false": _("no"),
}

HELP: Final[dict[str, Promise]] = {
    "slot": _("Plans of one slot compete for a deal; each slot pays its own winner."),
    "fraction": _("0.25 is 25 %."),
    "list": _("Several with commas. Nothing written: all of them."),
    "symbol_list": _("Several with commas."),
    "partner": _("Numbers of partners, with commas."),
}

LEVELS: Final = ("rates", "takes", "shares", "ratios")
"""Rows that stand for level 1, 2, 3; `percents` begin at level 2."""

ADVICE: Final[dict[str, Promise]] = {
    "shares": _("Together they may get %(percent)s %% of it: more than there is."),
    "margin": _(
        "On the last %(deals)s deals it would cost %(cost)s %(currency)s, and they earned %(revenue)s."
    ),
    "margin_symbols": _("It costs more than it earns on %(symbols)s, by the last %(deals)s deals."),
    "overlap_same": _("“%(plan)s” in the slot %(slot)s asks for the same: the one that begins later wins."),
    "overlap_wins": _("“%(plan)s” in the slot %(slot)s matches some of the same deals; this plan wins them."),
    "overlap_loses": _("“%(plan)s” in the slot %(slot)s matches some of the same deals and wins them."),
    "table_begins_late": _("Below %(from)s nothing is paid: the first step begins there."),
    "table_falls": _("From %(from)s on the rate is lower than before it."),
    "rank_missing": _("Partners of rank %(ranks)s get nothing: the rank is not listed."),
    "levels_short": _("The tree is %(depth)s levels deep; beyond level %(levels)s nobody earns."),
    "symbol_unknown": _(
        "%(symbols)s: traded, and not described. Their deals wait until the symbol is mapped."
    ),
    "symbol_unpaid": _("No plan of this slot pays for %(symbols)s: %(lots)s lots in the last 30 days."),
    "nobody": _("Nothing has the name %(values)s: it selects no deal."),
}

TITLES: Final[dict[str, Promise]] = {
    "gap": _("Gap"),
    "overlap": _("Overlap"),
    "shares": _("More than all of it"),
    "margin": _("Negative margin"),
    "unmapped": _("Unmapped"),
}

ASSUMED: Final[dict[str, Promise]] = {
    "deposit": _("a first deposit of the client, an hour before, of"),
    "lead": _("a valid lead: client"),
    "copy_fee": _("a copy fee of"),
}


def base(name: str) -> Text:
    return BASES.get(name, spoken(name))


def kind(name: str) -> Text:
    return KINDS.get(name, spoken(name))


def field(name: str) -> Text:
    return FIELDS.get(name, spoken(name))


def choice(name: str) -> Text:
    return CHOICES.get(name, spoken(name))


def spoken(name: str) -> str:
    return name.replace("_", " ").capitalize()
