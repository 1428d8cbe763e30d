"""What a partner may see of an explanation: itself and those below it. Who stands above, and at what rates, is not its business."""

from typing import Any

from atrium.kernel.errors import Refused
from tenants.ibs.models import Partner
from tenants.rebates import engine

from .models import Line
from .scenario import Document
from .selectors import explain, line_for, trace_of


def trace_for(partner: Partner, line: Line) -> list[dict[str, Any]]:
    """The line's own trace, its paths cut above the partner."""
    return [_cut_step(step, str(partner.number)) for step in trace_of(line_for(partner, line.pk))]


def explain_for(partner: Partner, line: Line) -> Document:
    """The scenario document without anybody above the partner. It still gives the partner's line, or it is not shown."""
    document = _cut(explain(line_for(partner, line.pk)), str(partner.number), line.level)
    scenario = engine.parse(document)
    if engine.differences(scenario, engine.compute(scenario)):
        raise Refused(
            "This line hangs on partners above you, so it cannot be computed without them. Ask your manager."
        )
    return document


def _cut_step(step: dict[str, Any], viewer: str) -> dict[str, Any]:
    if step["rule"] != "attribute":
        return step
    legs = [{**leg, "path": _up_to(leg["path"], viewer)} for leg in step["out"]]
    return {**step, "out": [leg for leg in legs if leg["path"]]}


def _up_to(path: list[str], viewer: str) -> list[str]:
    return path[: path.index(viewer) + 1] if viewer in path else []


def _cut(document: Document, viewer: str, level: int | None) -> Document:
    kept = _below(document, viewer)
    partners = [
        {**each, "person": None, "parent": each["parent"] if each["parent"] in kept else None}
        for each in document["partners"]
        if each["partner"] in kept
    ]
    clients = [{**each, "person": None} for each in document["clients"]]
    events = [each for each in document["events"] if _is_about(each, kept)]
    plans = [_cut_plan(each, kept, level) for each in document["plans"]]
    return {**document, "partners": partners, "clients": clients, "events": events, "plans": plans}


def _below(document: Document, viewer: str) -> set[str]:
    """The viewer, and whoever stood under it at any time of the document."""
    edges = [(each["partner"], each["parent"]) for each in document["partners"]]
    edges += [(each["partner"], each["parent"]) for each in document["events"] if each["type"] == "move"]
    kept = {viewer}
    while more := {partner for partner, parent in edges if parent in kept and partner not in kept}:
        kept |= more
    return kept


def _is_about(event: dict[str, Any], kept: set[str]) -> bool:
    named = {event.get("partner"), event.get("parent")} - {None}
    return named <= kept and all(stake["partner"] in kept for stake in event.get("partners") or ())


def _cut_plan(plan: dict[str, Any], kept: set[str], level: int | None) -> dict[str, Any]:
    distribution = dict(plan["distribution"])
    if distribution["kind"] == "levels" and level is not None:
        distribution["rates"] = distribution["rates"][:level]
    if distribution["kind"] == "gap":
        rates = distribution.get("rates", {})
        distribution["rates"] = {name: rate for name, rate in rates.items() if name in kept}
    if "fractions" in distribution:
        given = distribution["fractions"]
        distribution["fractions"] = {name: share for name, share in given.items() if name in kept}
    select = {
        key: [name for name in names if key not in ("partner", "tree") or name in kept]
        for key, names in plan.get("select", {}).items()
    }
    return {
        **plan,
        "distribution": distribution,
        "select": {key: names for key, names in select.items() if names},
    }
