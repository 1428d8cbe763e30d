"""The server's disk: one SQLite file, so that accounts and deals outlive a restart or a kill."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, fields
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

Row = TypeVar("Row")

_TABLE = "CREATE TABLE IF NOT EXISTS record(kind TEXT, id TEXT, body TEXT NOT NULL, PRIMARY KEY(kind, id))"


class Store:
    """Call `commit` before the outside world may learn of a change."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(folder / "mt5.sqlite", isolation_level="DEFERRED")
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.execute(_TABLE)

    def save(self, kind: str, key: int | str, row: Any) -> None:
        body = json.dumps(asdict(row), default=str)
        self._database.execute("INSERT OR REPLACE INTO record VALUES(?, ?, ?)", (kind, str(key), body))

    def delete(self, kind: str, key: int | str) -> None:
        self._database.execute("DELETE FROM record WHERE kind = ? AND id = ?", (kind, str(key)))

    def load(self, kind: str, shape: type[Row]) -> Iterator[Row]:
        rows = self._database.execute("SELECT body FROM record WHERE kind = ?", (kind,)).fetchall()
        decimals = [field.name for field in fields(shape) if field.type == "Decimal"]  # type: ignore[arg-type]
        for (body,) in rows:
            values = json.loads(body)
            yield shape(**{**values, **{name: Decimal(values[name]) for name in decimals}})

    def commit(self) -> None:
        self._database.commit()

    def close(self) -> None:
        self._database.commit()
        self._database.close()
