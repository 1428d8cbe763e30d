"""Reading the product's own source."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ATRIUM = ROOT / "platform" / "atrium"
TENANTS = ROOT / "tenants"


def python_files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            if "migrations" not in path.parts and "node_modules" not in path.parts:
                yield path


def nodes(path: Path) -> Iterator[ast.AST]:
    yield from ast.walk(ast.parse(path.read_bytes()))


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def rooms(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob("*/apps.py"))
