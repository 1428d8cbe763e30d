"""Stripe's form encoding, its error bodies and its ids."""

import re
import secrets
import string
from typing import Any
from urllib.parse import parse_qsl

Json = dict[str, Any]

API_VERSION = "2026-10-28.endive"
_ALPHABET = string.ascii_letters + string.digits
_KEY_PARTS = re.compile(r"\[([^\]]*)\]")
_DEEPEST = 8


class Problem(Exception):
    """A refusal in Stripe's words; `kept` says whether the idempotency key remembers it."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        kept: bool = False,
    ) -> None:
        super().__init__(message)
        self.message, self.status, self.kind = message, status, kind
        self.code, self.param, self.kept = code, param, kept

    def body(self) -> Json:
        error: Json = {"message": self.message, "type": self.kind}
        if self.code:
            error["code"] = self.code
            error["doc_url"] = f"https://stripe.com/docs/error-codes/{self.code.replace('_', '-')}"
        if self.param:
            error["param"] = self.param
        return {"error": error}


def missing(param: str) -> Problem:
    return Problem(f"Missing required param: {param}.", code="parameter_missing", param=param)


def no_such(noun: str, identifier: str, param: str = "id") -> Problem:
    message = f"No such {noun}: '{identifier}'"
    return Problem(message, status=404, code="resource_missing", param=param)


def new_id(prefix: str, length: int = 24) -> str:
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length))


def decode_form(text: str) -> Json:
    """`a[b][0][c]=1` → `{"a": {"b": [{"c": "1"}]}}`; every value stays the text that was sent."""
    tree: Json = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        _plant(tree, _path(name), value)
    decoded = _lists(tree)
    return decoded if isinstance(decoded, dict) else {}


def _path(name: str) -> list[str]:
    head = name.split("[", 1)[0]
    path = [head, *_KEY_PARTS.findall(name[len(head) :])]
    if not head or len(path) > _DEEPEST:
        raise Problem(f"Invalid parameter name: {name[:80]}", param=name[:80])
    return path


def _plant(tree: Json, path: list[str], value: str) -> None:
    branch = tree
    for part in path[:-1]:
        branch = branch.setdefault(part or str(len(branch)), {})
        if not isinstance(branch, dict):
            raise Problem(f"Invalid {path[0]}: it is a value and a hash at once.", param=path[0])
    branch[path[-1] or str(len(branch))] = value


def _lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if node and all(key.isdigit() for key in node):
        return [_lists(node[key]) for key in sorted(node, key=int)]
    return {key: _lists(value) for key, value in node.items()}


def integer(params: Json, name: str, *, param: str = "", default: int | None = None) -> int:
    text, label = params.get(name), param or name
    if text is None:
        if default is None:
            raise missing(label)
        return default
    if not isinstance(text, str) or not re.fullmatch(r"-?\d{1,12}", text):
        raise Problem(f"Invalid integer: {text}", code="parameter_invalid_integer", param=label)
    return int(text)


def required(params: Json, name: str) -> str:
    text = params.get(name)
    if not isinstance(text, str) or not text:
        raise missing(name)
    return text


def currency_of(params: Json, *, param: str = "currency") -> str:
    text = required(params, "currency").lower()
    if not re.fullmatch(r"[a-z]{3}", text):
        raise Problem(f"Invalid currency: {text}", param=param)
    return text


def metadata_of(params: Json) -> dict[str, str]:
    given = params.get("metadata") or {}
    if not isinstance(given, dict):
        raise Problem("Invalid metadata: it must be a hash of strings.", param="metadata")
    return {key: str(value) for key, value in given.items()}
