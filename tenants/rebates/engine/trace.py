"""Steps of a trace: what each rule read and what came out."""

from decimal import Decimal

from tenants.rebates.engine.numbers import plain

Json = dict[str, object]


def step(number: int, rule: str, read: Json, out: object) -> Json:
    return {"step": number, "rule": rule, "in": read, "out": plain(out) if isinstance(out, Decimal) else out}
