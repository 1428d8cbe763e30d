"""No binary floats where money, lots, prices or rates are counted."""

import ast
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from atrium.kernel import tenancy
from tests.architecture.source import ATRIUM, ROOT, TENANTS, nodes, place, python_files

MONEY_ROOMS = [
    ATRIUM / "kernel",
    ATRIUM / "rulebook",
    ATRIUM / "plans",
    ATRIUM / "providers" / "psp",
    ATRIUM / "providers" / "trading",
    *(TENANTS / name for name in ("ledger", "wallets", "payments", "rebates", "trading", "ibs", "approvals")),
    ROOT / "api",
]
# Seconds to wait are no money.
TIMINGS = ("seconds", "timeout", "sleep", "delay", "wait", "interval", "ttl", "pause")


def test_no_float_in_a_money_room() -> None:
    found = [
        place(path, node)
        for path in python_files(*(room for room in MONEY_ROOMS if room.exists()))
        for node in nodes(path)
        if _is_float(node) and not _is_timing(path, node)
    ]
    assert found == []


def test_no_model_keeps_a_float() -> None:
    found = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FloatField)
    ]
    assert found == []


@pytest.mark.django_db
def test_no_column_is_a_float(acme: Any) -> None:
    with tenancy.public(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_schema || '.' || c.table_name || '.' || c.column_name FROM information_schema.columns c"
            " WHERE c.table_schema IN ('public', %s) AND c.data_type IN ('real', 'double precision', 'money')",
            [acme.schema],
        )
        assert [row[0] for row in cursor.fetchall()] == []


def _is_float(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"


def _is_timing(path: Path, node: ast.AST) -> bool:
    """Said on its line or just above, where the name of the constant or function is."""
    number = getattr(node, "lineno", 1)
    near = "\n".join(path.read_text().splitlines()[max(0, number - 4) : number]).lower()
    return any(word in near for word in TIMINGS)
