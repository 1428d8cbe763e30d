"""The filter in words: a chip for each condition, each with the way to the list without it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from atrium.rulebook import Either, Every, Field, Node, describe, tests_in
from tenants.lists.types import ListDefinition

from .state import State


@dataclass(frozen=True)
class Chip:
    words: str
    without: str


def chips_of(state: State, definition: ListDefinition) -> list[Chip]:
    """`document` is as the reader wrote it: a segment stays a segment, though its condition was read in its place."""
    parts = _parts(state.document)
    if not parts:
        return []
    joint = next(iter(state.document)) if set(state.document) & {"all", "any"} else "all"
    nodes = _children(state.node, len(parts))
    return [
        Chip(_words(part, node, definition), state.url(f=_without(joint, parts, at), v=""))
        for at, (part, node) in enumerate(zip(parts, nodes, strict=True))
    ]


def _parts(document: Any) -> list[Any]:
    if not isinstance(document, dict) or not document:
        return []
    for joint in ("all", "any"):
        if joint in document:
            return list(document[joint])
    return [document]


def _children(node: Node, count: int) -> list[Node]:
    if isinstance(node, Every | Either) and len(node.children) == count:
        return list(node.children)
    return [node]


def _words(part: Any, node: Node, definition: ListDefinition) -> str:
    if isinstance(part, dict) and part.get("field") == "segment":
        return _("In segment: %(condition)s") % {"condition": said(node, definition)}
    return said(node, definition)


def said(node: Node, definition: ListDefinition) -> str:
    asked = {test.field.code for test in tests_in(node)}
    fields = [_labelled(column) for column in definition.columns if column.code in asked]
    return describe(node, fields, phrases=phrases())


def _labelled(column: Any) -> Field:
    return Field(column.code, str(column.label), column.type, column.offered())


def _without(joint: str, parts: list[Any], at: int) -> Any:
    left = [part for number, part in enumerate(parts) if number != at]
    return {joint: left} if left else ""


def phrases() -> dict[str, str]:
    """The rulebook's phrases in the reader's language."""
    one = {
        "is": _("{field} is {value}"),
        "is_not": _("{field} is not {value}"),
        "in": _("{field} is one of {value}"),
        "not_in": _("{field} is none of {value}"),
        "contains": _("{field} contains {value}"),
        "starts": _("{field} starts with {value}"),
        "at_least": _("{field} is at least {value}"),
        "at_most": _("{field} is at most {value}"),
        "between": _("{field} is between {value}"),
        "before": _("{field} is before {value}"),
        "after": _("{field} is after {value}"),
        "within_days": _("{field} is within the last {value} days"),
        "older_than_days": _("{field} is more than {value} days ago"),
        "next_days": _("{field} is within the next {value} days"),
        "has": _("{field} has {value}"),
        "has_not": _("{field} has not {value}"),
    }
    types = ("text", "number", "money", "date", "datetime", "choice", "bool", "tags")
    said = {f"{type_}.{word}": phrase for type_ in types for word, phrase in one.items()}
    said |= {f"{type_}.is": _("{field} is on {value}") for type_ in ("date", "datetime")}
    return said | {
        "always": _("always"),
        "and": _(" and "),
        "or": _(" or "),
        "not": _("not ({inside})"),
        "yes": _("yes"),
        "no": _("no"),
        "empty": _("{field} is empty"),
        "not_empty": _("{field} is not empty"),
        "range": _("{low} and {high}"),
    }
