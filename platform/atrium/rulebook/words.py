"""A condition as a person says it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from atrium.rulebook.fields import Field
from atrium.rulebook.nodes import Every, Node, Not, Test
from atrium.rulebook.operators import operator


def describe(node: Node, fields: Iterable[Field] = (), *, phrases: Mapping[str, str] | None = None) -> str:
    """`fields` may bring other labels than those parsed with; `phrases` another language (see PHRASES and `phrase_key`)."""
    return _said(
        node, {field.code: field for field in fields}, PHRASES if phrases is None else phrases, inner=False
    )


PHRASES = {"always": "always", "and": " and ", "or": " or ", "not": "not ({inside})", "yes": "yes", "no": "no",
           "empty": "{field} is empty", "not_empty": "{field} is not empty", "range": "{low} and {high}"}  # fmt: skip


def phrase_key(test: Test) -> str:
    """The key under which `phrases` may say a test otherwise, such as `date.before`."""
    if test.operator == "empty":
        return "empty" if test.value else "not_empty"
    return f"{test.field.type}.{test.operator}"


def _said(node: Node, fields: Mapping[str, Field], phrases: Mapping[str, str], *, inner: bool) -> str:
    if isinstance(node, Test):
        return _test(node, fields.get(node.field.code, node.field), phrases)
    if isinstance(node, Not):
        return phrases["not"].format(inside=_said(node.child, fields, phrases, inner=False))
    if not node.children:
        return phrases["always"]
    joint = phrases["and" if isinstance(node, Every) else "or"]
    said = joint.join(_said(child, fields, phrases, inner=len(node.children) > 1) for child in node.children)
    return f"({said})" if inner and len(node.children) > 1 else said


def _test(test: Test, field: Field, phrases: Mapping[str, str]) -> str:
    template = phrases.get(phrase_key(test)) or operator(test.field.type, test.operator).words
    return template.replace("{field}", field.label).replace("{value}", _value(test, field, phrases))


def _value(test: Test, field: Field, phrases: Mapping[str, str]) -> str:
    if test.operator == "between" and isinstance(test.value, tuple):
        low, high = (_one(value, field, phrases) for value in test.value)
        return phrases["range"].format(low=low, high=high)
    if isinstance(test.value, tuple):
        return ", ".join(_one(value, field, phrases) for value in test.value)
    return _one(test.value, field, phrases)


def _one(value: object, field: Field, phrases: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return phrases["yes" if value else "no"]
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, datetime):
        return f"{value:%-d %b %Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%-d %b %Y}"
    return field.named(str(value))
