"""A request's parameters: the query string, overridden by a JSON body; `PassMain` and `pass_main` are one name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from infra.simulators.mt5 import retcodes
from infra.simulators.mt5.catalogue import Manager

Reply = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    values: Mapping[str, str]
    manager: Manager

    @classmethod
    def read(cls, parameters: Mapping[str, str], body: bytes, manager: Manager) -> Query:
        merged = {name_of(name): value for name, value in parameters.items()}
        merged.update({name_of(name): _text(value) for name, value in _json(body).items()})
        return cls(merged, manager)

    def has(self, name: str) -> bool:
        return bool(self.values.get(name))

    def text(self, name: str, default: str | None = None) -> str:
        value = self.values.get(name, default)
        if value is None:
            raise retcodes.Refusal(retcodes.PARAMETERS)
        return value

    def whole(self, name: str, default: int | None = None) -> int:
        text = self.text(name, None if default is None else str(default)) or str(default or "")
        try:
            return int(text)
        except ValueError:
            raise retcodes.Refusal(retcodes.PARAMETERS) from None

    def wholes(self, name: str) -> list[int]:
        try:
            return [int(part) for part in self.text(name).split(",")]
        except ValueError:
            raise retcodes.Refusal(retcodes.PARAMETERS) from None

    def amount(self, name: str) -> Decimal:
        try:
            amount = Decimal(self.text(name))
        except InvalidOperation:
            raise retcodes.Refusal(retcodes.PARAMETERS) from None
        if not amount.is_finite():
            raise retcodes.Refusal(retcodes.PARAMETERS)
        return amount


def name_of(name: str) -> str:
    return name.replace("_", "").lower()


def done(answer: Any = None, **more: Any) -> Reply:
    reply: dict[str, Any] = {"retcode": retcodes.text(retcodes.DONE), **more}
    return reply if answer is None else {**reply, "answer": answer}


def _json(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        values = json.loads(body)
    except ValueError:
        raise retcodes.Refusal(retcodes.PARAMETERS) from None
    if not isinstance(values, dict):
        raise retcodes.Refusal(retcodes.PARAMETERS)
    return values


def _text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
