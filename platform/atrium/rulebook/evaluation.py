"""Does a condition hold for these facts, and which tests decided it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from atrium.rulebook.evaluators.operator import is_missing
from atrium.rulebook.nodes import Every, Node, Not, Test
from atrium.rulebook.operators import operator
from atrium.rulebook.words import describe


@dataclass(frozen=True)
class Outcome:
    """`reasons` are the tests that decided, in words: those that hold if it holds, else those that keep it from holding."""

    holds: bool
    reasons: tuple[str, ...] = ()


def holds(node: Node, facts: Mapping[str, Any], *, now: datetime) -> Outcome:
    """`facts` by field code; a missing key is a missing fact."""
    if isinstance(node, Test):
        return _test(node, facts, now)
    if isinstance(node, Not):
        inside = holds(node.child, facts, now=now)
        return Outcome(not inside.holds, inside.reasons)
    outcomes = [holds(child, facts, now=now) for child in node.children]
    if isinstance(node, Every):
        return _decided(all(one.holds for one in outcomes), outcomes)
    return _decided(any(one.holds for one in outcomes), outcomes)


def meets(node: Node, facts: Mapping[str, Any], *, now: datetime) -> bool:
    """`holds` without its words, which cost more than the answer: for many at once."""
    if isinstance(node, Test):
        return _verdict(node, facts.get(node.field.code), now)
    if isinstance(node, Not):
        return not meets(node.child, facts, now=now)
    joined = all if isinstance(node, Every) else any
    return joined(meets(child, facts, now=now) for child in node.children)


def _decided(verdict: bool, outcomes: list[Outcome]) -> Outcome:
    reasons = (reason for one in outcomes if one.holds is verdict for reason in one.reasons)
    return Outcome(verdict, tuple(dict.fromkeys(reasons)))


def _test(test: Test, facts: Mapping[str, Any], now: datetime) -> Outcome:
    verdict = _verdict(test, facts.get(test.field.code), now)
    return Outcome(verdict, (describe(test) if verdict else f"Not: {describe(test)}",))


def _verdict(test: Test, fact: Any, now: datetime) -> bool:
    if test.operator == "empty":
        return is_missing(fact) is test.value
    does = operator(test.field.type, test.operator)
    return does.missing_holds if is_missing(fact) else does.holds(fact, test.value, now)
