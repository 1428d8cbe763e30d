"""Who may import whom: the contracts of pyproject.toml hold, and they catch what they are for."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ATRIUM, ROOT, TENANTS, nodes, place, python_files

LINT = Path(sys.executable).with_name("lint-imports")
CODE = ("platform", "tenants", "portals", "api", "infra")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{folder}:{folder / 'platform'}"
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
        ],
        cwd=folder,
        env={"PYTHONPATH": path, "PATH": str(LINT.parent)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        (
            "tenants/ledger/services/posting.py",
            "import tenants.payments.services",
            "A lower room announces an event",
        ),
        ("tenants/staff/selectors.py", "import portals.shared", "Top to bottom"),
        ("platform/atrium/kernel/money.py", "import django.db", "No Django where rules"),
        ("api/__init__.py", "import portals.shared", "Top to bottom"),
        (
            "tenants/payments/services/__init__.py",
            "import atrium.providers.psp.stripe.adapter",
            "A vendor is reached by",
        ),
    ],
)
def test_a_planted_import_is_caught(file: str, line: str, contract: str, tmp_path: Path) -> None:
    for name in CODE:
        shutil.copytree(
            ROOT / name,
            tmp_path / name,
            ignore=shutil.ignore_patterns("static", "assets", "__pycache__", "*.json"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / file
    if not target.exists():  # a room whose services are one file
        target = target.parent.with_suffix(".py")
    target.write_text(target.read_text() + f"\n{line}\n")
    done = lint(tmp_path)
    assert done.returncode == 1
    broken = [row for row in done.stdout.splitlines() if row.endswith("BROKEN")]
    assert any(row.startswith(contract) for row in broken), done.stdout


def test_nobody_imports_the_tests() -> None:
    found = [
        place(path, node)
        for path in python_files(*(ROOT / name for name in CODE))
        for node in nodes(path)
        if any(module.split(".")[0] == "tests" for module in _imported(node))
    ]
    assert found == []


def test_no_signals() -> None:
    """What follows from what is listed in infra/subscriptions.py; a hidden effect is listed nowhere."""
    found = [
        place(path, node)
        for path in python_files(ATRIUM, TENANTS, ROOT / "portals", ROOT / "api")
        for node in nodes(path)
        if any("signals" in module.split(".") or module == "django.dispatch" for module in _imported(node))
    ]
    assert found == []


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    return []
