"""Pages and the API say what they want by calling a service; they never write rows themselves."""

import ast

from tests.architecture.source import ROOT, nodes, place, python_files

WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}


def test_no_writing_in_portals_and_api() -> None:
    found = [
        f"{place(path, node)} .{node.func.attr}("
        for path in python_files(ROOT / "portals", ROOT / "api")
        for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        if not _is_super(node.func.value)  # a framework's own method, overridden
        if not (node.func.attr == "save" and node.args)  # a picture into a buffer; a row is saved without
    ]
    assert found == []


def test_rules_read_no_clock() -> None:
    clocks = {"now", "utcnow", "today", "time", "monotonic"}
    found = [
        place(path, node)
        for path in python_files(ROOT / "tenants")
        if path.name == "rules.py" or "engine" in path.parts
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in clocks
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"clock", "datetime", "date", "time", "timezone"}
    ]
    assert found == []


def _is_super(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"
