"""Lines and totals as the JSON that the command prints and that screens and API show."""

import json
from decimal import Decimal

from tenants.rebates.engine.compute import Result
from tenants.rebates.engine.line import Line
from tenants.rebates.engine.numbers import plain
from tenants.rebates.engine.stages.settle import Total
from tenants.rebates.engine.times import format_time
from tenants.rebates.engine.trace import Json


def line_json(line: Line) -> Json:
    return {
        line.source_kind: line.source,
        line.party_kind: line.party,
        "level": line.level,
        "plan": line.plan,
        "time": format_time(line.time),
        "amount": plain(line.amount),
        "currency": line.currency,
        "reason": line.reason,
        "trace": list(line.trace),
    }


def total_json(total: Total) -> Json:
    amounts: dict[str, Decimal] = {"amount": total.amount, "paid": total.paid}
    written = {name: plain(amount) for name, amount in amounts.items()}
    return {total.party_kind: total.party, **written, "currency": total.currency}


def result_text(result: Result) -> str:
    """One line or total on each row, so that two runs can be compared row by row."""
    lines = ",\n".join(f"  {json.dumps(line_json(line))}" for line in result.lines)
    totals = ",\n".join(f"  {json.dumps(total_json(total))}" for total in result.totals)
    return f'{{"lines": [\n{lines}\n ],\n "totals": [\n{totals}\n ]}}'
