"""The rebate engine: how a client's trading becomes money for partners and clients. Pure: values in, values out.

`parse_text` or `parse` read a scenario document, `compute` makes its lines and totals, `differences` compares them with what the
document expects, `result_text` writes them. docs/algorithms/rebates.md tells the rules in prose.
"""

from tenants.rebates.engine.check import differences
from tenants.rebates.engine.compute import Result, compute
from tenants.rebates.engine.document import Scenario
from tenants.rebates.engine.faults import BadDocument, Fault
from tenants.rebates.engine.line import Line
from tenants.rebates.engine.numbers import plain
from tenants.rebates.engine.output import line_json, result_text, total_json
from tenants.rebates.engine.parse.scenario import parse, parse_text

__all__ = [
    "BadDocument",
    "Fault",
    "Line",
    "Result",
    "Scenario",
    "compute",
    "differences",
    "line_json",
    "parse",
    "parse_text",
    "plain",
    "result_text",
    "total_json",
]
