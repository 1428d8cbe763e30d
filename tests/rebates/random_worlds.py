"""Random scenarios with everything a rule may look at: a moving tree, several currencies, all bases, distributions and guards."""

import random
from typing import Any

Document = dict[str, Any]

PARTNERS = [f"{number}" for number in range(1001, 1009)]
CLIENTS = [f"{number}" for number in range(2001, 2005)]
SYMBOLS = ("EURUSD", "USDJPY", "XAUUSD")
CURRENCIES = ("USD", "EUR", "JPY")
PERIODS = ("day", "week", "month")
BASES = (
    "per_lot", "per_side", "pips", "spread", "markup", "commission", "turnover", "notional", "profit", "revenue",
)  # fmt: skip
KINDS = (
    "levels", "ladder", "ranks", "gap", "pot", "top_down", "bottom_up", "remainder", "override", "client",
)  # fmt: skip


class Chance:
    """Draws of one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def maybe(self, share: float = 0.5) -> bool:
        return self.random.random() < share

    def one(self, values: Any) -> Any:
        return self.random.choice(list(values))

    def some(self, values: Any, least: int = 1) -> list[Any]:
        values = list(values)
        return self.random.sample(values, self.random.randint(least, len(values)))

    def decimal(self, least: int, most: int, places: int = 2) -> str:
        scale = 10**places
        whole, part = divmod(self.random.randint(least * scale, most * scale), scale)
        return f"{whole}.{part:0{places}}" if places else str(whole)

    def time(self, first: int = 1, last: int = 28) -> str:
        day, second = self.random.randint(first, last), self.random.randint(0, 86_399)
        return _time(day, second)


def _time(day: int, second: int) -> str:
    month, day = (3, day) if day <= 31 else (4, day - 31)
    return f"2026-{month:02}-{day:02}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"


def world(seed: int, *, deals: int = 14, plans: int = 3) -> Document:
    chance = Chance(seed)
    document: Document = {
        "scenario": f"random {seed}",
        "rates": _rates(chance),
        "symbols": [
            {"symbol": "EURUSD", "contract_size": "100000", "pip_size": "0.0001", "quote": "USD", "groups": ["fx"]},
            {"symbol": "USDJPY", "contract_size": "100000", "pip_size": "0.01", "quote": "JPY", "groups": ["fx", "yen"]},
            {"symbol": "XAUUSD", "contract_size": "100", "pip_size": "0.1", "quote": "USD"},
        ],
        "partners": _partners(chance),
        "clients": _clients(chance),
        "accounts": _accounts(chance),
        "plans": [_plan(chance, number) for number in range(chance.random.randint(1, plans))],
    }  # fmt: skip
    document["deals"] = _deals(chance, document["accounts"], deals)
    document["events"] = _events(chance)
    return document


def _rates(chance: Chance) -> list[Document]:
    rows = [
        {"base": "EUR", "quote": "USD", "rate": "1.0837"},
        {"base": "USD", "quote": "JPY", "rate": "151.23"},
    ]
    for day in chance.some(range(2, 28), 0)[:3]:
        rows.append({"base": "EUR", "quote": "USD", "rate": chance.decimal(1, 2, 5), "at": _time(day, 0)})
        rows.append(
            {"base": "USD", "quote": "JPY", "rate": chance.decimal(130, 160, 3), "at": _time(day, 60)}
        )
    return rows


def _partners(chance: Chance) -> list[Document]:
    rows = []
    for place, partner in enumerate(PARTNERS):
        rows.append(
            {
                "partner": partner,
                "parent": chance.one(PARTNERS[:place]) if place and chance.maybe(0.85) else None,
                "currency": chance.one(CURRENCIES) if chance.maybe(0.3) else "USD",
                "status": "suspended" if chance.maybe(0.15) else "active",
                "rank": chance.random.randint(0, 3),
                "ratio": chance.one(["1", "1", "1", "0.5", "1.25"]),
                "person": f"person-{partner}",
                "client_shares": chance.one([{}, {}, {"*": "0.2"}, {"vip": "0.333"}]),
                "payout": {
                    "schedule": chance.one(["instant", "daily", "weekly", "monthly"]),
                    "delay_days": chance.one([0, 0, 3]),
                },
            }
        )
    return rows


def _stake(chance: Chance) -> Document:
    if chance.maybe(0.15):
        return {"partner": None}
    if chance.maybe(0.25):
        one, other = sorted(chance.random.sample(PARTNERS, 2))
        return {"partners": [{"partner": one, "share": "0.6"}, {"partner": other, "share": "0.35"}]}
    return {"partner": chance.one(PARTNERS)}


def _clients(chance: Chance) -> list[Document]:
    return [
        {
            "client": client,
            **_stake(chance),
            "group": chance.one([None, "vip", "retail"]),
            "country": chance.one([None, "ES", "DE"]),
            "person": chance.one([f"person-{client}", f"person-{chance.one(PARTNERS)}"]),
            "kyc_level": chance.one([0, 1, 2]),
            "currency": chance.one(CURRENCIES),
        }
        for client in CLIENTS
    ]


def _accounts(chance: Chance) -> list[Document]:
    rows = []
    for number, client in enumerate([*CLIENTS, CLIENTS[0], CLIENTS[1]]):
        cent = chance.maybe(0.3)
        rows.append(
            {
                "account": f"mt5-live:{3001 + number}",
                "client": client,
                "currency": chance.one(CURRENCIES),
                "platform": "mt5",
                "group": chance.one(["live\\std", "live\\pro"]),
                "type": "cent" if cent else "standard",
                "volume_factor": "0.01" if cent else "1",
                "redirect": chance.one(PARTNERS) if chance.maybe(0.1) else None,
                "rebates": not chance.maybe(0.1),
            }
        )
    return rows


def _deals(chance: Chance, accounts: list[Document], count: int) -> list[Document]:
    rows: list[Document] = []
    for number in range(count):
        opened = (chance.random.randint(1, 27), chance.random.randint(0, 86_399))
        closed = opened[0] * 86_400 + opened[1] + chance.one([0, 30, 3_600, 90_000, 400_000])
        rows.append(
            {
                "deal": f"mt5-live:{5001 + number}",
                "account": chance.one(accounts)["account"],
                "symbol": chance.one(SYMBOLS),
                "side": chance.one(["buy", "sell"]),
                "lots": chance.decimal(1, 40, 2) if chance.maybe() else chance.decimal(0, 1, 2).replace("0.00", "0.01"),
                "open_time": _time(*opened),
                "close_time": _time(*divmod(closed, 86_400)),
                "open_price": chance.decimal(1, 3, 5),
                "close_price": chance.decimal(1, 3, 5),
                "spread": chance.decimal(0, 3, 1),
                "markup": chance.decimal(0, 1, 2),
                "commission": chance.decimal(0, 14, 2),
                "profit": chance.one(["", "-"]) + chance.decimal(1, 500, 2),
                "revenue": chance.decimal(0, 30, 2) if chance.maybe(0.2) else None,
                "equity": chance.decimal(0, 1000, 2) if chance.maybe(0.4) else None,
                "credit": chance.decimal(0, 500, 2),
                "flags": chance.some(["liquidation", "social"], 0) if chance.maybe(0.3) else [],
            }
        )  # fmt: skip
    for one, other in zip(rows[::2], rows[1::2], strict=False):
        if chance.maybe(0.15):
            first, second = sorted((one, other), key=lambda row: (row["close_time"], row["deal"]))
            second["close_by"] = first["deal"]
    return rows


def _events(chance: Chance) -> list[Document]:
    rows: list[Document] = []
    for number in range(chance.random.randint(0, 9)):
        kind = chance.one(["move", "assign", "status", "rank", "kyc", "deposit", "withdrawal"])
        row: Document = {"type": kind, "id": f"event-{number:02}", "at": chance.time()}
        partner = chance.one(PARTNERS)
        if kind == "move":
            # Only under somebody with a lower number: no cycle.
            above = PARTNERS[: PARTNERS.index(partner)]
            row |= {"partner": partner, "parent": chance.one([*above, None])}
        elif kind == "assign":
            row |= {"client": chance.one(CLIENTS), **_stake(chance)}
        elif kind == "status":
            row |= {"partner": partner, "status": chance.one(["active", "suspended"])}
        elif kind == "rank":
            row |= {"partner": partner, "rank": chance.random.randint(0, 3)}
        elif kind == "kyc":
            row |= {"client": chance.one(CLIENTS), "level": chance.random.randint(0, 2)}
        else:
            row |= {
                "client": chance.one(CLIENTS),
                "amount": chance.decimal(1, 900, 2),
                "currency": chance.one(CURRENCIES),
            }
        rows.append(row)
    return rows


def _plan(chance: Chance, number: int) -> Document:
    base: Document = {"type": chance.one(BASES)}
    if base["type"] in ("per_side", "turnover", "notional"):
        base["sides"] = chance.one(["open", "close", "both"])
    if base["type"] == "notional":
        base |= {"per_unit": "0.00002", "percent": "0.00003", "ticket": "1.5", "min": "2", "max": "40"}
    if base["type"] == "spread":
        base["average_spread"] = {"EURUSD": "1.1"}
    if base["type"] == "revenue":
        base["costs"] = "0.3"
    return {
        "plan": f"plan-{number}-v1",
        "currency": chance.one(CURRENCIES) if chance.maybe(0.3) else "USD",
        "slot": chance.one(["main", "main", "second"]),
        "from": _time(chance.random.randint(1, 20), 0) if chance.maybe(0.3) else None,
        "to": _time(chance.random.randint(21, 28), 0) if chance.maybe(0.2) else None,
        "attribution": "open" if chance.maybe(0.2) else "close",
        "base": base,
        "distribution": distribution(chance),
        "select": _select(chance),
        "guards": _guards(chance),
        "settlement": {"hold_days": chance.one([0, 0, 5])},
    }


def _rate(chance: Chance) -> Any:
    if chance.maybe(0.7):
        return chance.decimal(0, 12, 2)
    convention = chance.one(["whole_period", "prospective", "marginal", "marginal"])
    metric = "lots" if convention == "marginal" else chance.one(["lots", "active_clients", "net_deposits"])
    return {
        "metric": metric,
        "scope": chance.one(["own", "downline"]),
        "period": chance.one(PERIODS),
        "convention": convention,
        "steps": [
            {"from": "0", "rate": chance.decimal(0, 3, 2)},
            {"from": "3", "rate": chance.decimal(3, 6, 2)},
            {"from": "20.5", "rate": chance.decimal(6, 9, 2)},
        ][chance.one([0, 1]) :],
    }


def distribution(chance: Chance) -> Document:  # noqa: PLR0912 - one branch a kind
    kind = chance.one(KINDS)
    one: Document = {"kind": kind}
    if kind != "client":
        one["missing"] = chance.one(["broker_keeps", "roll_up", "to_top", "to_direct"])
    if kind == "levels":
        one["rates"] = [_rate(chance) for _ in range(chance.random.randint(1, 5))]
    else:
        one |= {"rate": _rate(chance)} if kind not in ("ranks", "gap") else {}
    if kind in ("levels", "ladder") and chance.maybe(0.3):
        one["master"] = {
            "partners": chance.some(PARTNERS)[:3], "ratio": "0.15", "mode": chance.one(["add", "replace"]),
        }  # fmt: skip
    if kind == "ladder":
        one["ratios"] = ["1", "0.4", "0.15"]
    elif kind == "ranks":
        one |= {"rates": {"0": _rate(chance), "1": _rate(chance), "3": "7.5"}}
    elif kind == "gap":
        one |= {
            "ranks": {"0": "1.5", "1": _rate(chance), "2": "4", "3": "6"},
            "rates": {chance.one(PARTNERS): _rate(chance)},
            "same_rank_rate": chance.one([None, "0.5"]),
        }
    elif kind == "pot":
        one["shares"] = ["0.5", "0.3", "0.1"]
    elif kind in ("top_down", "bottom_up"):
        one |= {"fraction": "0.4", "fractions": {chance.one(PARTNERS): "0.75"}}
    elif kind == "remainder":
        one |= {"takes": [_rate(chance), "1.25"], "rest": chance.one(["next", "top"])}
    elif kind == "override":
        one |= {"percents": ["0.1", "0.05", "0.02"], "of": chance.one(["direct", "previous"])}
        if chance.maybe():
            one["qualify"] = {"min_rank": 1, "min_subs": 1, "sub_rank": chance.one([0, 1])}
    if kind in ("ranks", "gap", "top_down", "bottom_up") and chance.maybe(0.3):
        one["depth"] = chance.random.randint(1, 3)
    return one


def _select(chance: Chance) -> Document:
    values = {
        "partner": PARTNERS, "tree": PARTNERS, "symbol": SYMBOLS, "symbol_group": ["fx", "yen"],
        "account_type": ["standard", "cent"], "group": ["live\\std"], "client_group": ["vip", "retail"],
        "country": ["ES"], "side": ["buy"],
    }  # fmt: skip
    keys = [key for key in values if chance.maybe(0.12)]
    return {key: chance.some(values[key]) for key in keys}


def _guards(chance: Chance) -> Document:
    all_of_them: Document = {
        "excluded_symbols": ["XAUUSD"],
        "excluded_flags": ["liquidation"],
        "min_seconds": 60,
        "min_pips": "20",
        "close_by": "net",
        "hedging": "net",
        "self_referral": chance.one(["zero_own", "zero_all"]),
        "client": {"kyc_level": 1, "min_net_deposit": chance.one([None, "100"]), "otherwise": chance.one(["held", "lost"])},
        "credit": True,
        "cap_order": chance.decimal(1, 60, 1),
        "cap_revenue": "0.7",
        "cap_period": {"amount": chance.decimal(5, 90, 1), "period": chance.one(PERIODS)},
    }  # fmt: skip
    return {name: guard for name, guard in all_of_them.items() if chance.maybe(0.2)}
