"""From a document to nodes. What is wrong is said with its path, such as `all[1].country`."""

from collections.abc import Iterable, Mapping
from typing import Any

from atrium.kernel.errors import InvalidInput
from atrium.rulebook.evaluators.operator import Unreadable
from atrium.rulebook.fields import Field
from atrium.rulebook.nodes import Either, Every, Node, Not, Test, tests_in
from atrium.rulebook.operators import operator, operators_of

_DEEPEST = 8
_MOST = 100


def parse(document: object, fields: Iterable[Field]) -> Node:
    """{} holds always. Raises InvalidInput with the path in `field`."""
    node = _node(document, {field.code: field for field in fields}, "", 0)
    if sum(1 for _ in tests_in(node)) > _MOST:
        raise InvalidInput(f"At most {_MOST} conditions fit in one rule.")
    return node


def _node(document: object, fields: Mapping[str, Field], path: str, depth: int) -> Node:
    if depth > _DEEPEST:
        raise InvalidInput(f"Groups may be nested at most {_DEEPEST} deep.", field=path)
    if not isinstance(document, dict):
        raise InvalidInput("A condition is a group (all, any, not) or a field with an operator.", field=path)
    if not document:
        return Every()
    if len(document) == 1:
        return _group(document, fields, path, depth)
    return _test(document, fields, path)


def _group(document: dict[str, Any], fields: Mapping[str, Field], path: str, depth: int) -> Node:
    word, inside = next(iter(document.items()))
    here = f"{path}.{word}" if path else str(word)
    if word == "not":
        return Not(_node(inside, fields, here, depth + 1))
    if word not in {"all", "any"}:
        raise InvalidInput(
            f"“{str(word)[:40]}” is none of all, any, not, nor a field with an operator.", field=path
        )
    if not isinstance(inside, list):
        raise InvalidInput(f"“{word}” needs a list of conditions.", field=here)
    if word == "any" and not inside:
        raise InvalidInput("“any” needs at least one condition.", field=here)
    children = tuple(_node(one, fields, f"{here}[{at}]", depth + 1) for at, one in enumerate(inside))
    return Every(children) if word == "all" else Either(children)


def _test(document: dict[str, Any], fields: Mapping[str, Field], path: str) -> Test:
    words = [word for word in document if word != "field"]
    if "field" not in document or len(words) != 1:
        raise InvalidInput("A condition has one field and one operator.", field=path)
    field = fields.get(document["field"]) if isinstance(document["field"], str) else None
    if field is None:
        raise InvalidInput(f"There is no field “{str(document['field'])[:40]}” to ask for.", field=path)
    here = f"{path}.{field.code}" if path else field.code
    return Test(field, words[0], _value(field, words[0], document[words[0]], here))


def _value(field: Field, word: str, raw: object, path: str) -> object:
    try:
        reader = operator(field.type, word)
    except KeyError:
        known = ", ".join(operators_of(field.type))
        raise InvalidInput(
            f"{field.label} knows no “{str(word)[:40]}”; it knows {known}.", field=path
        ) from None
    try:
        return reader.read(raw, field)
    except Unreadable as why:
        raise InvalidInput(f"{field.label} {why}.", field=path) from why
