"""A plan's document as the flat names and texts of a form, and back. Which fields there are is told by the engine.

Names are the document's own paths: `distribution.rates[1].steps[0].from`. Entries of a map have a place, `distribution.ranks{0}`,
and their key beside it, `distribution.ranks{0}:key`. `:n` counts rows, `:as` says number or table, `:on` whether an object is
there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from tenants.rebates.engine import describe
from tenants.rebates.engine.describe import Field

Data = dict[str, str]
Document = dict[str, Any]

NUMBERS: Final = ("decimal", "fraction")
YES: Final = "yes"
TABLE: Final = "table"
MOST_ROWS: Final = 60
_NOTHING: Final = object()
_WHOLE: Final = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_COMMA: Final = re.compile(r"-?[0-9]+,[0-9]+", re.ASCII)


def document_of(data: Mapping[str, str]) -> Document:
    """Only what is said: what is left at its default is not written. Nonsense is kept, for the engine to name."""
    base = describe.bases().get(data.get("base.type", ""))
    how = describe.distributions().get(data.get("distribution.kind", ""))
    allowed = base.select if base else ()
    guards = tuple(one for one in describe.guards() if base and one.name in base.guards)
    select = tuple(one for one in describe.select() if one.name in allowed)
    parts = {
        "base": {"type": data.get("base.type", ""), **_object(base.fields if base else (), "base", data)},
        "distribution": {
            "kind": data.get("distribution.kind", ""),
            **_object(how.fields if how else (), "distribution", data),
        },
        "select": _object(select, "select", data),
        "guards": _object(guards, "guards", data),
        "settlement": _object(describe.settlement(), "settlement", data),
    }
    return {**_object(describe.head(), "", data), **{name: part for name, part in parts.items() if part}}


def data_of(document: Mapping[str, Any]) -> Data:
    base = describe.bases().get(document.get("base", {}).get("type", ""))
    how = describe.distributions().get(document.get("distribution", {}).get("kind", ""))
    data = {
        "base.type": document.get("base", {}).get("type", ""),
        "distribution.kind": document.get("distribution", {}).get("kind", ""),
        **_flat_object(describe.head(), "", document),
    }
    for name, fields in (
        ("base", base.fields if base else ()),
        ("distribution", how.fields if how else ()),
        ("select", describe.select()),
        ("guards", describe.guards()),
        ("settlement", describe.settlement()),
    ):
        data |= _flat_object(fields, name, document.get(name) or {})
    return data


def at(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def rows(data: Mapping[str, str], path: str, *, keyed: bool = False) -> int:
    """Of a list or, `keyed`, of a map: two kinds may use one name for each, and the rows of one are not those of the other."""
    text = data.get(f"{path}:n", "")
    count = min(int(text), MOST_ROWS) if _WHOLE.fullmatch(text) and int(text) > 0 else 0
    return count if keyed == (f"{path}{{0}}:key" in data) else 0


def twice(data: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """(place, key) of a map's key that stands there twice: a document cannot say so, one of them would be lost."""
    seen: set[tuple[str, str]] = set()
    for name, key in data.items():
        if not name.endswith(":key") or not key.strip():
            continue
        place = name.removesuffix(":key")
        entry = (place.rpartition("{")[0], key.strip())
        if entry in seen:
            yield place, key.strip()
        seen.add(entry)


def _object(fields: Iterable[Field], path: str, data: Mapping[str, str]) -> Document:
    read = ((one.name, _read(one, at(path, one.name), data)) for one in fields)
    return {name: value for name, value in read if value is not _NOTHING}


def _read(field: Field, path: str, data: Mapping[str, str]) -> Any:
    """An empty list or map that is required is kept as it is: the engine says what it lacks."""
    if field.shape == describe.VALUE:
        return _value(field, data.get(path, ""))
    if field.shape == describe.OBJECT:
        return _object(field.fields, path, data) if data.get(f"{path}:on") == YES else _NOTHING
    found = _many(field, path, data)
    kept = field.required and (field.shape != describe.LIST or field.type in NUMBERS) and found != ""
    return found if found or kept else _NOTHING


def _many(field: Field, path: str, data: Mapping[str, str]) -> Any:
    places = [f"{path}[{i}]" for i in range(rows(data, path))]
    if field.shape == describe.RATE:
        return _rate(path, data)
    if field.shape == describe.RATES:
        return [_rate(place, data) for place in places]
    if field.shape == describe.ROWS:
        return [_object(field.fields, place, data) for place in places]
    return _list(field, path, data) if field.shape == describe.LIST else _map(field, path, data)


def _value(field: Field, text: str) -> Any:
    text = text.strip()
    if text == "" or (text == field.default and not field.required):
        return _NOTHING
    return _typed(field.type, text)


def _typed(kind: str, text: str) -> Any:
    if kind == "whole" and _WHOLE.fullmatch(text):
        return int(text)
    if kind == "flag" and text in ("true", "false"):
        return text == "true"
    if kind in NUMBERS and _COMMA.fullmatch(text):
        return text.replace(",", ".")
    return text.upper() if kind == "currency" else text


def _list(field: Field, path: str, data: Mapping[str, str]) -> list[Any]:
    if field.type in NUMBERS:
        return [_typed(field.type, data.get(f"{path}[{i}]", "").strip()) for i in range(rows(data, path))]
    return [_typed(field.type, one.strip()) for one in data.get(path, "").split(",") if one.strip()]


def _map(field: Field, path: str, data: Mapping[str, str]) -> dict[str, Any]:
    places = [f"{path}{{{i}}}" for i in range(rows(data, path, keyed=True))]
    found = {}
    for place in places:
        key = data.get(f"{place}:key", "").strip()
        rate = field.shape == describe.RATE_MAP
        value = _rate(place, data) if rate else _typed(field.type, data.get(place, "").strip())
        if key or value:
            found[key] = value
    return found


def _rate(path: str, data: Mapping[str, str]) -> Any:
    if data.get(f"{path}:as") == TABLE:
        return _object(describe.table(), path, data)
    return _typed("decimal", data.get(path, "").strip())


def _flat_object(fields: Iterable[Field], path: str, values: Mapping[str, Any]) -> Data:
    data: Data = {}
    for one in fields:
        data |= _flat(one, at(path, one.name), values.get(one.name))
    return data


def _flat(field: Field, path: str, value: Any) -> Data:
    if field.shape == describe.OBJECT:
        shown = _flat_object(field.fields, path, value or {})
        return {f"{path}:on": YES, **shown} if value is not None else {}
    if field.shape == describe.RATE:
        return _flat_rate(path, value)
    if field.shape == describe.VALUE:
        return {path: field.default if value is None else _text(value)}
    if field.shape == describe.LIST and field.type not in NUMBERS:
        return {path: ", ".join(map(str, value or ()))}
    return _counted(path, list(_flat_rows(field, path, value or ())))


def _flat_rows(field: Field, path: str, value: Any) -> Iterator[Data]:
    if field.shape in (describe.MAP, describe.RATE_MAP):
        yield from (_flat_entry(f"{path}{{{i}}}", *one) for i, one in enumerate(dict(value).items()))
    elif field.shape == describe.ROWS:
        yield from (_flat_object(field.fields, f"{path}[{i}]", row) for i, row in enumerate(value))
    else:
        yield from (_flat_rate(f"{path}[{i}]", one) for i, one in enumerate(value))


def _counted(path: str, parts: list[Data]) -> Data:
    data = {f"{path}:n": str(len(parts))}
    for part in parts:
        data |= part
    return data


def _flat_entry(place: str, key: str, value: Any) -> Data:
    return {f"{place}:key": key, **_flat_rate(place, value)}


def _flat_rate(path: str, value: Any) -> Data:
    if isinstance(value, Mapping):
        return {f"{path}:as": TABLE, **_flat_object(describe.table(), path, value)}
    return {path: "" if value is None else str(value)}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
